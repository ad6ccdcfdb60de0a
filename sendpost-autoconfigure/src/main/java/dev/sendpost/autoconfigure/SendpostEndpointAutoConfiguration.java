package dev.sendpost.autoconfigure;

import dev.sendpost.domain.SendingDomains;
import dev.sendpost.health.SendpostEndpoint;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.transport.Transports;
import dev.sendpost.webhook.inbound.WebhookRefusals;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the actuator endpoint
 * {@code sendpost}.
 */
@AutoConfiguration(after = { MailTransportAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
		SendpostSubAccountAutoConfiguration.class, SendpostDomainAutoConfiguration.class,
		SendpostSuppressionAutoConfiguration.class, SendpostStatisticsAutoConfiguration.class,
		SendpostWebhookVerificationAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Transports.class)
@ConditionalOnAvailableEndpoint(SendpostEndpoint.class)
public final class SendpostEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SendpostEndpoint sendpostEndpoint(Transports transports, ObjectProvider<MailQueue> queue,
			ObjectProvider<SubAccounts> subAccounts, ObjectProvider<SendingDomains> domains,
			ObjectProvider<Suppressions> suppressions, ObjectProvider<MailStatistics> statistics,
			ObjectProvider<WebhookRefusals> refusals) {
		return new SendpostEndpoint(transports, queue.getIfAvailable(), subAccounts.getIfAvailable(),
				domains.getIfAvailable(), suppressions.getIfAvailable(), statistics.getIfAvailable(),
				refusals.getIfAvailable());
	}

}
