package dev.sendpost.autoconfigure;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.limit.JdbcTokenBuckets;
import dev.sendpost.limit.LocalTokenBuckets;
import dev.sendpost.limit.MessageLimitPolicy;
import dev.sendpost.limit.RequestLimits;
import dev.sendpost.limit.SubAccountRates;
import dev.sendpost.limit.TokenBuckets;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.AccountManagementException;
import dev.sendpost.subaccount.SubAccounts;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for limits.
 */
@AutoConfiguration(after = { SendpostStoreAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class },
		before = { SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class })
@ConditionalOnClass({ Bucket.class, Caffeine.class })
@ConditionalOnBean(SubAccounts.class)
@EnableConfigurationProperties(LimitProperties.class)
public final class SendpostLimitAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SubAccountRates sendpostSubAccountRates(SubAccounts subAccounts, LimitProperties properties) {
		try {
			return new SubAccountRates(subAccounts, properties.defaults());
		}
		catch (AccountManagementException ex) {
			throw new InvalidSendpostPropertyException("sendpost.limits", ex.getMessage(),
					"Set each limit to 1 or more, or leave it out.");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	MessageLimitPolicy sendpostMessageLimitPolicy(SubAccountRates limits, TokenBuckets buckets) {
		return new MessageLimitPolicy(limits, buckets);
	}

	@Bean
	@ConditionalOnMissingBean
	RequestLimits sendpostRequestLimits(SubAccountRates limits, TokenBuckets buckets) {
		return new RequestLimits(limits, buckets);
	}

	/**
	 * Each node counts for itself.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(name = "sendpost.limits.shared", havingValue = false, matchIfMissing = true)
	static class LocalConfiguration {

		@Bean
		@ConditionalOnMissingBean(TokenBuckets.class)
		LocalTokenBuckets sendpostTokenBuckets() {
			return new LocalTokenBuckets(TimeMeter.SYSTEM_NANOTIME);
		}

	}

	/**
	 * All nodes count together.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("sendpost.limits.shared")
	static class SharedConfiguration {

		@Bean
		@ConditionalOnMissingBean(TokenBuckets.class)
		JdbcTokenBuckets sendpostTokenBuckets(ObjectProvider<Store> store) {
			Store used = store.getIfAvailable();
			if (used == null) {
				throw new InvalidSendpostPropertyException("sendpost.limits.shared",
						"nodes count together in a store, and there is none",
						"Give the application a DataSource, or set it to false.");
			}
			return new JdbcTokenBuckets(used);
		}

		@Bean
		@ConditionalOnBean(JdbcTokenBuckets.class)
		ScheduledJob sendpostTokenBucketJob(JdbcTokenBuckets buckets) {
			return new ScheduledJob("token-buckets", Duration.ofHours(12), buckets::forgetFull);
		}

	}

}
