package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashSet;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.JdbcApiKeys;
import dev.sendpost.subaccount.JdbcSubAccounts;
import dev.sendpost.subaccount.JdbcUpstreamCredentials;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.subaccount.SubAccountDefaults;
import dev.sendpost.subaccount.SubAccountPolicy;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.Transports;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
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
 * {@link EnableAutoConfiguration Auto-configuration} for sub-accounts and keys: those in
 * properties, and with a {@link Store} those that are made while the application runs.
 */
@AutoConfiguration(
		after = { MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
				SendpostEncryptionAutoConfiguration.class },
		before = { SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class })
@ConditionalOnClass(Caffeine.class)
@ConditionalOnBean(MailRouter.class)
@EnableConfigurationProperties({ SubAccountProperties.class, MailGatewayProperties.class })
public final class SendpostSubAccountAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SendpostSubAccountAutoConfiguration.class);

	private final SubAccountPropertiesMapper properties;

	SendpostSubAccountAutoConfiguration(SubAccountProperties properties) {
		this.properties = new SubAccountPropertiesMapper(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	SubAccounts sendpostSubAccounts(ObjectProvider<MailRouter> router, ObjectProvider<JdbcSubAccounts> stored) {
		return new SubAccounts(this.properties.subAccounts(), stored.getIfAvailable(),
				(route) -> router.getObject().knows(route), Ticker.systemTicker());
	}

	@Bean
	@ConditionalOnMissingBean
	SubAccountCredentials sendpostSubAccountCredentials(SubAccounts subAccounts, ObjectProvider<Transports> transports,
			ObjectProvider<JdbcUpstreamCredentials> stored) {
		return new SubAccountCredentials(subAccounts, this.properties.credentials(), stored.getIfAvailable(),
				(transport) -> transports.getObject().names().contains(transport), Ticker.systemTicker());
	}

	/*
	 * Transports exist before the credentials, which know the names of transports.
	 */
	@Bean
	@ConditionalOnMissingBean
	TransportCredentials sendpostTransportCredentials(ObjectProvider<SubAccountCredentials> credentials) {
		return new UpstreamTransportCredentials(credentials::getObject);
	}

	/**
	 * A transport may be made with the credentials of sub-accounts, so what they name can
	 * be looked for only when there are all.
	 */
	@Bean
	SmartInitializingSingleton sendpostSubAccountCheck(ObjectProvider<MailRouter> router,
			ObjectProvider<Transports> transports) {
		return () -> this.properties.requireKnown(router.getObject()::knows,
				new LinkedHashSet<>(transports.getObject().names()));
	}

	@Bean
	@ConditionalOnMissingBean(MailDefaults.class)
	SubAccountDefaults sendpostSubAccountDefaults(SubAccounts subAccounts, MailGatewayProperties properties) {
		return new SubAccountDefaults(subAccounts, properties.defaults());
	}

	@Bean
	@ConditionalOnMissingBean
	SubAccountPolicy sendpostSubAccountPolicy(SubAccounts subAccounts) {
		return new SubAccountPolicy(subAccounts);
	}

	@Bean
	@ConditionalOnMissingBean
	ApiKeys sendpostApiKeys(SubAccounts subAccounts, ObjectProvider<JdbcApiKeys> stored, ObjectProvider<Store> store,
			ObjectProvider<Clock> clock, ApplicationEventPublisher publisher) {
		Clock used = clock.getIfUnique(Clock::systemUTC);
		JdbcApiKeys keys = stored.getIfAvailable();
		InstantSource time = (keys != null) ? store.getObject()::now : used;
		this.properties.subAccountsOfKeys()
			.forEach((key, subAccount) -> requireSubAccount(key, subAccount, subAccounts, keys != null));
		return new ApiKeys(subAccounts, this.properties.keys(), keys, new EmailIds(used), time, Ticker.systemTicker(),
				publisher);
	}

	private static void requireSubAccount(String key, String subAccount, SubAccounts subAccounts, boolean stored) {
		if (subAccounts.find(subAccount).isPresent()) {
			return;
		}
		String property = "sendpost.api-keys." + key + ".sub-account";
		if (!stored) {
			throw new InvalidSendpostPropertyException(property, "there is no sub-account '" + subAccount + "'",
					"Define 'sendpost.sub-accounts." + subAccount + "'.");
		}
		logger.warn("Nobody is let in by the key '" + key + "' until there is a sub-account '" + subAccount
				+ "', which '" + property + "' names.");
	}

	/**
	 * What a store adds.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(Store.class)
	static class StoreConfiguration {

		@Bean
		JdbcSubAccounts sendpostJdbcSubAccounts(Store store) {
			return new JdbcSubAccounts(store);
		}

		@Bean
		JdbcApiKeys sendpostJdbcApiKeys(Store store) {
			return new JdbcApiKeys(store);
		}

		@Bean
		JdbcUpstreamCredentials sendpostJdbcUpstreamCredentials(Store store, SecretCipher cipher) {
			return new JdbcUpstreamCredentials(store, cipher);
		}

	}

}
