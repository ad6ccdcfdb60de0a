package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sendpost.autoconfigure.WebhookProperties.Source;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.event.SentMessages;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.store.Store;
import dev.sendpost.transport.Transports;
import dev.sendpost.webhook.inbound.HttpSubscriptionConfirmer;
import dev.sendpost.webhook.inbound.ReceivedWebhooks;
import dev.sendpost.webhook.inbound.ReceivingSource;
import dev.sendpost.webhook.inbound.ReceivingSources;
import dev.sendpost.webhook.inbound.SubscriptionConfirmer;
import dev.sendpost.webhook.inbound.WebhookDeliveries;
import dev.sendpost.webhook.inbound.WebhookEraser;
import dev.sendpost.webhook.inbound.WebhookObserver;
import dev.sendpost.webhook.inbound.WebhookProcessor;
import dev.sendpost.webhook.inbound.WebhookReceiver;
import dev.sendpost.webhook.inbound.signature.WebhookSources;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for receiving webhooks: keeping them
 * as they come, and recording what they report.
 */
@AutoConfiguration(
		after = { SendpostWebhookVerificationAutoConfiguration.class, SendpostOutboxAutoConfiguration.class })
@ConditionalOnClass({ Caffeine.class, JsonMapper.class })
@Conditional(OnReceivedWebhooksCondition.class)
@EnableConfigurationProperties(WebhookProperties.class)
public final class SendpostWebhookReceivingAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SendpostWebhookReceivingAutoConfiguration.class);

	private static final Duration PROCESSING_DELAY = Duration.ofMinutes(1);

	private static final Duration RETENTION_DELAY = Duration.ofHours(1);

	private static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * With a store, webhooks are received.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ Store.class, DeliveryLog.class, WebhookSources.class })
	static class StoreConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ReceivingSources sendpostReceivingSources(WebhookProperties properties, ObjectProvider<ReceivingSource> beans,
				ObjectProvider<Transports> transports) {
			ReceivingSourceFactory factory = new ReceivingSourceFactory(transports.stream()
				.flatMap((all) -> Stream.concat(all.names().stream(), all.reservedNames().stream()))
				.toList());
			List<ReceivingSource> sources = new ArrayList<>();
			beans.orderedStream().filter((bean) -> isReceived(properties, bean.name())).forEach((bean) -> {
				Source source = properties.sources().get(bean.name());
				sources.add((source != null) ? factory.scoped(bean, source) : bean);
			});
			properties.sources().forEach((name, source) -> {
				if (source.endpoint() && sources.stream().noneMatch((bean) -> bean.name().equals(name))) {
					sources.add(factory.create(name, source));
				}
			});
			return new ReceivingSources(sources);
		}

		private static boolean isReceived(WebhookProperties properties, String name) {
			Source source = properties.sources().get(name);
			return source == null || source.endpoint();
		}

		@Bean
		@ConditionalOnMissingBean
		WebhookDeliveries sendpostWebhookDeliveries(Store store) {
			return new WebhookDeliveries(store);
		}

		@Bean
		@ConditionalOnMissingBean
		SentMessages sendpostSentMessages(Store store) {
			return new SentMessages(store);
		}

		@Bean
		@ConditionalOnMissingBean
		WebhookProcessor sendpostWebhookProcessor(WebhookDeliveries deliveries, ReceivingSources sources,
				DeliveryLog log, SentMessages messages, ObjectProvider<SubscriptionConfirmer> confirmer,
				ObjectProvider<WebhookObserver> observer) {
			return new WebhookProcessor(deliveries, sources, log, messages,
					confirmer.getIfAvailable(() -> new HttpSubscriptionConfirmer(CONFIRMATION_TIMEOUT)),
					observer.getIfUnique(() -> WebhookObserver.NONE));
		}

		@Bean
		@ConditionalOnMissingBean
		WebhookReceiver sendpostWebhookReceiver(WebhookSources verified, ReceivingSources sources,
				WebhookDeliveries deliveries, WebhookProcessor processor) {
			return new WebhookReceiver(verified, sources, deliveries, processor::signal);
		}

		@Bean
		@ConditionalOnMissingBean
		ReceivedWebhooks sendpostReceivedWebhooks(Store store, WebhookProcessor processor) {
			return new ReceivedWebhooks(store, processor::signal);
		}

		@Bean
		@ConditionalOnMissingBean
		WebhookEraser sendpostWebhookEraser(WebhookDeliveries deliveries) {
			return new WebhookEraser(deliveries);
		}

		/**
		 * What was received and whose node is gone.
		 */
		@Bean
		ScheduledJob sendpostWebhookProcessingJob(WebhookProcessor processor) {
			return new ScheduledJob("webhook-processing", PROCESSING_DELAY, processor::processDue);
		}

		@Bean
		ScheduledJob sendpostWebhookRetentionJob(WebhookDeliveries deliveries, WebhookProperties properties) {
			Duration retention = properties.retention();
			if (retention.isNegative() || retention.isZero()) {
				throw new InvalidSendpostPropertyException("sendpost.webhooks.retention", retention + " keeps nothing",
						"Set it to a positive duration such as 7d, or leave it out.");
			}
			return new ScheduledJob("webhook-retention", RETENTION_DELAY, () -> deliveries.deleteAfter(retention));
		}

	}

	/**
	 * Without one, they are not.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(type = "dev.sendpost.store.Store")
	static class NoStoreConfiguration {

		NoStoreConfiguration(WebhookProperties properties) {
			logger.warn("There is no endpoint for the webhooks of " + properties.sources().keySet()
					+ ": what they report is kept in a database, and there is none. Add a DataSource, or "
					+ "'com.h2database:h2', or set 'endpoint' of each source to 'false' to receive its webhooks in a "
					+ "controller.");
		}

	}

}
