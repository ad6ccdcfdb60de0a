package dev.sendpost.autoconfigure;

import java.time.Clock;

import dev.sendpost.domain.SendingDomains;
import dev.sendpost.health.OutboxHealthIndicator;
import dev.sendpost.health.SendingDomainsHealthIndicator;
import dev.sendpost.health.SendpostHealthContributor;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.transport.Transports;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@code sendpost} health and
 * that of the outbox.
 */
@AutoConfiguration(after = { MailTransportAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
		SendpostDomainAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(Transports.class)
@ConditionalOnEnabledHealthIndicator("sendpost")
@EnableConfigurationProperties(SendpostHealthProperties.class)
public final class SendpostHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "sendpostHealthIndicator", "sendpostHealthContributor" })
	SendpostHealthContributor sendpostHealthContributor(Transports transports, SendpostHealthProperties properties,
			ObjectProvider<Clock> clock) {
		return new SendpostHealthContributor(transports, properties.timeout(), properties.timeToLive(),
				clock.getIfUnique(Clock::systemUTC));
	}

	/**
	 * The health of the outbox.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(MailQueue.class)
	static class OutboxConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = { "sendpostOutboxHealthIndicator", "sendpostOutboxHealthContributor" })
		OutboxHealthIndicator sendpostOutboxHealthIndicator(MailQueue queue, SendpostHealthProperties properties,
				ObjectProvider<Clock> clock) {
			return new OutboxHealthIndicator(queue, properties.maxDelay(), properties.timeToLive(),
					clock.getIfUnique(Clock::systemUTC));
		}

	}

	/**
	 * The health of the sending domains, where it matters.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(SendingDomains.class)
	@ConditionalOnProperty(name = "sendpost.domains.policy", havingValue = "enforce")
	static class DomainConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = { "sendpostDomainsHealthIndicator", "sendpostDomainsHealthContributor" })
		SendingDomainsHealthIndicator sendpostDomainsHealthIndicator(SendingDomains domains,
				SendpostHealthProperties properties, ObjectProvider<Clock> clock) {
			return new SendingDomainsHealthIndicator(domains, properties.timeToLive(),
					clock.getIfUnique(Clock::systemUTC));
		}

	}

}
