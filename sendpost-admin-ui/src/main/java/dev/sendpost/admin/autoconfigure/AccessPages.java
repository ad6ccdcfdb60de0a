package dev.sendpost.admin.autoconfigure;

import java.time.Clock;

import dev.sendpost.admin.page.AuditLogPage;
import dev.sendpost.admin.page.subaccount.SubAccountsPage;
import dev.sendpost.admin.page.suppression.SuppressionsPage;
import dev.sendpost.admin.web.AdminAudit;
import dev.sendpost.audit.AuditLog;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.SuppressionCsv;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.transport.Transports;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * The pages of who may do what, and of whom nothing is sent to.
 */
@Configuration(proxyBeanMethods = false)
class AccessPages {

	@Bean
	@Order(50)
	@ConditionalOnMissingBean
	@ConditionalOnBean(Suppressions.class)
	SuppressionsPage sendpostAdminSuppressionsPage(Suppressions suppressions, ObjectProvider<SuppressionCsv> csv,
			ObjectProvider<SubAccounts> subAccounts, ObjectProvider<Clock> clock) {
		return new SuppressionsPage(suppressions, csv.getIfAvailable(), subAccounts.getIfAvailable(),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@Order(70)
	@ConditionalOnMissingBean
	@ConditionalOnBean({ SubAccounts.class, SubAccountCredentials.class, ApiKeys.class })
	SubAccountsPage sendpostAdminSubAccountsPage(SubAccounts subAccounts, SubAccountCredentials credentials,
			ApiKeys keys, ObjectProvider<Transports> transports, ObjectProvider<Clock> clock) {
		return new SubAccountsPage(subAccounts, credentials, keys, () -> transports.getObject().names(),
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@Order(90)
	@ConditionalOnMissingBean
	@ConditionalOnBean(AuditLog.class)
	AuditLogPage sendpostAdminAuditLogPage(AuditLog log) {
		return new AuditLogPage(log);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(AuditLog.class)
	AdminAudit sendpostAdminAudit(AuditLog log) {
		return (user, action, subject, refusal) -> log.record(user.name(), action, subject, refusal);
	}

}
