package dev.sendpost.admin.autoconfigure;

import dev.sendpost.admin.page.AuditLogPage;
import dev.sendpost.admin.web.AdminAudit;
import dev.sendpost.audit.AuditLog;

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
