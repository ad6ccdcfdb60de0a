package dev.sendpost.autoconfigure;

import dev.sendpost.observation.OutboxMeters;
import dev.sendpost.observation.OutgoingWebhookMeters;
import dev.sendpost.observation.RecipientOutcomeMeterHandler;
import dev.sendpost.observation.RelayMeters;
import dev.sendpost.observation.TrackingMeters;
import dev.sendpost.observation.WebhookMeters;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.tracking.Unsubscriptions;
import dev.sendpost.webhook.inbound.WebhookProcessor;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.outbound.WebhookDeliveries;
import dev.sendpost.webhook.outbound.WebhookDispatcher;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for meters about what became of
 * mail.
 */
@AutoConfiguration(
		after = { MailTransportAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
				SendpostTrackingAutoConfiguration.class, SendpostWebhookReceivingAutoConfiguration.class,
				SendpostOutgoingWebhookAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class SendpostMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RecipientOutcomeMeterHandler recipientOutcomeMeterHandler(MeterRegistry registry) {
		return new RecipientOutcomeMeterHandler(registry);
	}

	/**
	 * Meters of the outbox.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(MailQueue.class)
	static class OutboxConfiguration {

		@Bean
		@ConditionalOnMissingBean
		OutboxMeters outboxMeters(ObjectProvider<MailQueue> queue) {
			return new OutboxMeters(queue);
		}

	}

	/**
	 * Meters of tracking.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(Unsubscriptions.class)
	static class TrackingConfiguration {

		@Bean
		@ConditionalOnMissingBean
		TrackingMeters trackingMeters(MeterRegistry registry) {
			return new TrackingMeters(registry);
		}

	}

	/**
	 * Meters of webhooks.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(WebhookRefusals.class)
	static class WebhookConfiguration {

		@Bean
		@ConditionalOnMissingBean
		WebhookMeters webhookMeters(MeterRegistry registry) {
			return new WebhookMeters(registry);
		}

	}

	/**
	 * Meters of the webhooks that subscribers are told by.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(WebhookDispatcher.class)
	static class OutgoingWebhookConfiguration {

		@Bean
		@ConditionalOnMissingBean
		OutgoingWebhookMeters outgoingWebhookMeters(ObjectProvider<WebhookDeliveries> deliveries) {
			return new OutgoingWebhookMeters(deliveries);
		}

	}

	/**
	 * Meters of the SMTP relay.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("sendpost.doors.smtp-relay.enabled")
	static class RelayConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RelayMeters relayMeters(MeterRegistry registry) {
			return new RelayMeters(registry);
		}

	}

}
