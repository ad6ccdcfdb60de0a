package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.store.Store;
import dev.sendpost.webhook.inbound.ConfiguredWebhookSource;
import dev.sendpost.webhook.inbound.ConfiguredWebhookSources;
import dev.sendpost.webhook.inbound.ReceivingSources;
import dev.sendpost.webhook.inbound.WebhookObserver;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.inbound.signature.CertificateSource;
import dev.sendpost.webhook.inbound.signature.HttpCertificateSource;
import dev.sendpost.webhook.inbound.signature.JdbcReplayGuard;
import dev.sendpost.webhook.inbound.signature.LocalReplayGuard;
import dev.sendpost.webhook.inbound.signature.ReplayGuard;
import dev.sendpost.webhook.inbound.signature.WebhookSource;
import dev.sendpost.webhook.inbound.signature.WebhookSources;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the verification of webhooks:
 * the sources in properties, and those that are beans.
 */
@AutoConfiguration(after = SendpostStoreAutoConfiguration.class)
@ConditionalOnClass(Caffeine.class)
@EnableConfigurationProperties(WebhookProperties.class)
public final class SendpostWebhookVerificationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WebhookSources sendpostWebhookSources(WebhookProperties properties, ReplayGuard guard,
			ObjectProvider<WebhookSource> beans, ObjectProvider<CertificateSource> certificates,
			ObjectProvider<Clock> clock) {
		WebhookSourceFactory factory = new WebhookSourceFactory(guard,
				() -> certificates.getIfAvailable(HttpCertificateSource::new), clock.getIfUnique(Clock::systemUTC));
		List<WebhookSource> sources = new ArrayList<>();
		properties.sources().forEach((name, source) -> sources.add(factory.create(name, source)));
		beans.orderedStream().forEach((source) -> {
			if (properties.sources().containsKey(source.name())) {
				throw new InvalidSendpostPropertyException(WebhookSourceFactory.SOURCES + source.name(),
						"there is a bean for a source of this name too", "Remove one of them, or choose another name.");
			}
			sources.add(source);
		});
		return new WebhookSources(sources);
	}

	@Bean
	@ConditionalOnMissingBean
	WebhookRefusals sendpostWebhookRefusals(ObjectProvider<WebhookObserver> observer) {
		return new WebhookRefusals(observer.getIfUnique(() -> WebhookObserver.NONE), System::nanoTime);
	}

	/**
	 * What is set up, for people to look at.
	 */
	@Bean
	@ConditionalOnMissingBean
	ConfiguredWebhookSources sendpostConfiguredWebhookSources(WebhookSources sources, WebhookProperties properties,
			ObjectProvider<ReceivingSources> receiving) {
		List<String> received = receiving.stream().flatMap((all) -> all.names().stream()).toList();
		return new ConfiguredWebhookSources(sources.names().stream().map((name) -> {
			WebhookProperties.Source source = properties.sources().get(name);
			WebhookProvider provider = (source != null) ? source.provider() : null;
			return new ConfiguredWebhookSource(name, (provider != null) ? TransportDefinition.dashed(provider) : null,
					(provider != null) ? provider.scheme() : "as the application says",
					received.contains(name) ? properties.basePath() + "/" + name : null);
		}).toList());
	}

	/**
	 * Webhooks are remembered on this node.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(type = "dev.sendpost.store.Store")
	static class LocalConfiguration {

		@Bean
		@ConditionalOnMissingBean(ReplayGuard.class)
		LocalReplayGuard sendpostReplayGuard(ObjectProvider<Clock> clock) {
			return new LocalReplayGuard(clock.getIfUnique(Clock::systemUTC), Ticker.systemTicker());
		}

	}

	/**
	 * Webhooks are remembered in the database.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(type = "dev.sendpost.store.Store")
	static class StoreConfiguration {

		@Bean
		@ConditionalOnMissingBean(ReplayGuard.class)
		JdbcReplayGuard sendpostReplayGuard(Store store, ObjectProvider<Clock> clock) {
			return new JdbcReplayGuard(store, clock.getIfUnique(Clock::systemUTC));
		}

		@Bean
		@ConditionalOnBean(JdbcReplayGuard.class)
		ScheduledJob sendpostWebhookClaimJob(JdbcReplayGuard guard) {
			return new ScheduledJob("webhook-claims", Duration.ofHours(1), guard::forgetExpired);
		}

	}

}
