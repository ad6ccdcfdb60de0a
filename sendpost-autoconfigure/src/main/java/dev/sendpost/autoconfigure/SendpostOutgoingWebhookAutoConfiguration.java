package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import dev.sendpost.egress.EgressClient;
import dev.sendpost.egress.EgressGuard;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountName;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.webhook.outbound.JdbcWebhookSubscribers;
import dev.sendpost.webhook.outbound.WebhookDeliveries;
import dev.sendpost.webhook.outbound.WebhookDispatcher;
import dev.sendpost.webhook.outbound.WebhookDispatcherObserver;
import dev.sendpost.webhook.outbound.WebhookEventListener;
import dev.sendpost.webhook.outbound.WebhookFacts;
import dev.sendpost.webhook.outbound.WebhookRetention;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import dev.sendpost.webhook.outbound.WebhookTester;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link WebhookSubscribers}: with
 * a {@link Store}, others can be told what becomes of mail.
 */
@AutoConfiguration(after = { SendpostStoreAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
		SendpostSubAccountAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
		SendpostEgressAutoConfiguration.class })
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnBean({ Store.class, SecretCipher.class, JdbcDeliveryLog.class, EgressClient.class })
@EnableConfigurationProperties({ OutgoingWebhookProperties.class, EgressProperties.class, MailGatewayProperties.class })
public final class SendpostOutgoingWebhookAutoConfiguration {

	private static final Duration RETENTION_DELAY = Duration.ofMinutes(10);

	@Bean
	@ConditionalOnMissingBean
	JdbcWebhookSubscribers sendpostWebhookSubscriberStorage(Store store, SecretCipher cipher) {
		return new JdbcWebhookSubscribers(store, cipher);
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookDeliveries sendpostOutgoingWebhookDeliveries(Store store, ObjectProvider<Clock> clock) {
		return new WebhookDeliveries(store, new EmailIds(clock.getIfUnique(Clock::systemUTC)));
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookEventListener sendpostWebhookEventListener(JdbcWebhookSubscribers subscribers,
			WebhookDeliveries deliveries) {
		return new WebhookEventListener(subscribers, deliveries);
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookSubscribers webhookSubscribers(JdbcWebhookSubscribers subscribers, WebhookDeliveries deliveries,
			EgressGuard guard, ObjectProvider<SubAccounts> subAccounts, ObjectProvider<Clock> clock) {
		return new WebhookSubscribers(subscribers, deliveries, guard, existing(subAccounts),
				new EmailIds(clock.getIfUnique(Clock::systemUTC)));
	}

	/*
	 * Without sub-accounts of its own the application may call them what it likes.
	 */
	private static Predicate<String> existing(ObjectProvider<SubAccounts> subAccounts) {
		return (name) -> {
			SubAccounts all = subAccounts.getIfAvailable();
			return all == null || all.find(name).isPresent();
		};
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookDispatcher sendpostWebhookDispatcher(Store store, JdbcDeliveryLog log, JdbcWebhookSubscribers subscribers,
			WebhookDeliveries deliveries, EgressClient client, OutgoingWebhookProperties properties,
			EgressProperties egress, MailGatewayProperties gateway, ObjectProvider<SubAccounts> subAccounts,
			ApplicationEventPublisher publisher, ObjectProvider<WebhookDispatcherObserver> observer) {
		return new WebhookDispatcher(subscribers, deliveries, new WebhookFacts(store, log, numbers(subAccounts)),
				client, OutgoingWebhookPropertiesMapper.settings(properties, egress, gateway.shutdownTimeout()),
				() -> ThreadLocalRandom.current().nextLong(), publisher,
				observer.getIfUnique(() -> WebhookDispatcherObserver.NONE));
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookTester sendpostWebhookTester(JdbcWebhookSubscribers subscribers, EgressClient client,
			ObjectProvider<Clock> clock) {
		return new WebhookTester(subscribers, client, new EmailIds(clock.getIfUnique(Clock::systemUTC)));
	}

	private static ToIntFunction<String> numbers(ObjectProvider<SubAccounts> subAccounts) {
		return (name) -> Optional.ofNullable(subAccounts.getIfAvailable())
			.flatMap((all) -> all.find(name))
			.map(SubAccount::id)
			.orElseGet(() -> SubAccountName.number(name));
	}

	/**
	 * What is done from time to time.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(com.github.kagkarlsson.scheduler.Scheduler.class)
	static class JobConfiguration {

		@Bean
		ScheduledJob sendpostOutgoingWebhookRetentionJob(JdbcWebhookSubscribers subscribers,
				WebhookDeliveries deliveries, OutgoingWebhookProperties properties) {
			return new ScheduledJob("outgoing-webhook-retention", RETENTION_DELAY, new WebhookRetention(subscribers,
					deliveries, OutgoingWebhookPropertiesMapper.retention(properties))::apply);
		}

	}

}
