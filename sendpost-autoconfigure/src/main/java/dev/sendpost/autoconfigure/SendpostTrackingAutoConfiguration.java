package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Caffeine;
import crawlercommons.domains.EffectiveTldFinder;
import dev.sendpost.campaign.UnsubscribeOffer;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.LateVariables;
import dev.sendpost.tracking.EngagementRecorder;
import dev.sendpost.tracking.TrackingHosts;
import dev.sendpost.tracking.TrackingLinks;
import dev.sendpost.tracking.TrackingObserver;
import dev.sendpost.tracking.TrackingPolicy;
import dev.sendpost.tracking.TrackingSettings;
import dev.sendpost.tracking.Unsubscriptions;
import org.xbill.DNS.SimpleResolver;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for tracking and for links to
 * unsubscribe, which need a {@link Store}.
 */
@AutoConfiguration(
		after = { SendpostStoreAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
				SendpostSuppressionAutoConfiguration.class, SendpostDomainAutoConfiguration.class },
		before = { SendpostTemplateAutoConfiguration.class, SendpostAudienceAutoConfiguration.class,
				SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class })
@ConditionalOnBean(SecretCipher.class)
@EnableConfigurationProperties(TrackingProperties.class)
public final class SendpostTrackingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TrackingLinks sendpostTrackingLinks(TrackingProperties properties, SecretCipher cipher,
			ObjectProvider<TrackingHosts> hosts, ListableBeanFactory beanFactory) {
		TrackingSettings settings = TrackingPropertiesMapper.settings(properties);
		TrackingLinks links = new TrackingLinks(settings, cipher, hosts.getIfUnique(() -> TrackingHosts.NONE));
		if (settings.baseUrl() != null && !links.offersUnsubscribe()) {
			throw new InvalidSendpostPropertyException("sendpost.encryption.key",
					"it is not set, and '" + TrackingPropertiesMapper.BASE_URL
							+ "' needs it: otherwise anybody could make up links",
					"Set it to 32 random octets in base64, for example what 'openssl rand -base64 32' prints, and"
							+ " never lose it: links in mail that was sent are void without it.");
		}
		if (settings.baseUrl() != null
				&& beanFactory.getBeanNamesForType(DeliveryLog.class, false, false).length == 0) {
			throw new InvalidSendpostPropertyException(TrackingPropertiesMapper.BASE_URL,
					"tracking and unsubscribing need a store, in which it is kept what readers do",
					"Give the application a DataSource, or put H2 on its class path.");
		}
		return links;
	}

	/**
	 * The hosts of domains that mail is sent from.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SimpleResolver.class, Caffeine.class, EffectiveTldFinder.class })
	@ConditionalOnBean(SendingDomains.class)
	static class DomainConfiguration {

		@Bean
		@ConditionalOnMissingBean
		TrackingHosts sendpostTrackingHosts(SendingDomains domains) {
			return domains::trackingHost;
		}

	}

	/**
	 * What acts on messages and on what readers do.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	@ConditionalOnBean({ Store.class, Suppressions.class })
	@Conditional(OnBaseUrl.class)
	static class StoreConfiguration {

		private final TrackingSettings settings;

		StoreConfiguration(TrackingProperties properties) {
			this.settings = TrackingPropertiesMapper.settings(properties);
		}

		@Bean
		@ConditionalOnMissingBean
		LateVariables sendpostLateVariables() {
			return new LateVariables(Set.of(TrackingLinks.UNSUBSCRIBE_VARIABLE, TrackingLinks.PREFERENCES_VARIABLE));
		}

		@Bean
		@ConditionalOnMissingBean
		UnsubscribeOffer sendpostUnsubscribeOffer(TrackingLinks links) {
			return (subAccount) -> links.offersUnsubscribe() && this.settings.unsubscribeHeader();
		}

		@Bean
		@ConditionalOnMissingBean
		TrackingPolicy sendpostTrackingPolicy(TrackingLinks links) {
			return new TrackingPolicy(links, this.settings);
		}

		@Bean
		@ConditionalOnMissingBean
		EngagementRecorder sendpostEngagementRecorder(Store store, DeliveryLog log,
				ObjectProvider<TrackingObserver> observer, ObjectProvider<Clock> clock) {
			return new EngagementRecorder(store, log, this.settings, observer.getIfUnique(() -> TrackingObserver.NONE),
					clock.getIfUnique(Clock::systemUTC));
		}

		@Bean
		@ConditionalOnMissingBean
		Unsubscriptions sendpostUnsubscriptions(Store store, Suppressions suppressions, DeliveryLog log,
				ObjectProvider<Clock> clock) {
			return new Unsubscriptions(store, suppressions, log, this.settings, clock.getIfUnique(Clock::systemUTC));
		}

	}

	/**
	 * Whether readers can reach the application.
	 */
	static class OnBaseUrl implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return StringUtils.hasText(context.getEnvironment().getProperty(TrackingPropertiesMapper.BASE_URL));
		}

	}

}
