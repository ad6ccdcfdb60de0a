package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import crawlercommons.domains.EffectiveTldFinder;
import dev.sendpost.domain.ConfiguredDomainChecks;
import dev.sendpost.domain.DomainMailSigner;
import dev.sendpost.domain.DomainPolicy;
import dev.sendpost.domain.SendingDomainExistsException;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.domain.dkim.DkimSigner;
import dev.sendpost.domain.dns.DnsJavaResolver;
import dev.sendpost.domain.dns.DnsResolver;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import org.xbill.DNS.SimpleResolver;

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
import org.springframework.core.io.ResourceLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link SendingDomains}, their
 * policy, and the DKIM signatures of their mail.
 */
@AutoConfiguration(after = { SendpostStoreAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class })
@ConditionalOnClass({ SimpleResolver.class, Caffeine.class, EffectiveTldFinder.class })
@ConditionalOnBean(SecretCipher.class)
@EnableConfigurationProperties({ SendingDomainsProperties.class, DnsProperties.class })
public final class SendpostDomainAutoConfiguration {

	/** How often domains are looked for whose check is due. */
	private static final Duration JOB_DELAY = Duration.ofMinutes(1);

	@Bean
	@ConditionalOnMissingBean(DnsResolver.class)
	DnsJavaResolver sendpostDnsResolver(DnsProperties properties) {
		return new DnsJavaResolver(SendingDomainsMapper.servers(properties), properties.timeout(),
				Ticker.systemTicker());
	}

	@Bean
	@ConditionalOnMissingBean
	SendingDomains sendingDomains(SendingDomainsProperties properties, ResourceLoader resources, DnsResolver dns,
			ObjectProvider<Store> store, SecretCipher cipher, ApplicationEventPublisher publisher,
			ObjectProvider<Clock> clock) {
		try {
			return new SendingDomains(SendingDomainsMapper.settings(properties),
					new SendingDomainsMapper(resources).configured(properties), dns, store.getIfAvailable(), cipher,
					publisher, clock.getIfUnique(Clock::systemUTC));
		}
		catch (SendingDomainExistsException ex) {
			throw new InvalidSendpostPropertyException("sendpost.domains.registered", ex.getMessage(),
					"List each domain once for each sub-account.");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	DomainPolicy sendingDomainPolicy(SendingDomains domains, SendingDomainsProperties properties) {
		return new DomainPolicy(domains, properties.policy());
	}

	@Bean
	@ConditionalOnMissingBean(MailSigner.class)
	DomainMailSigner sendpostMailSigner(SendingDomains domains, SendingDomainsProperties properties,
			ObjectProvider<Clock> clock) {
		return new DomainMailSigner(domains,
				new DkimSigner(clock.getIfUnique(Clock::systemUTC), properties.signatureValidity()));
	}

	@Bean
	@ConditionalOnMissingBean
	ConfiguredDomainChecks sendpostConfiguredDomainChecks(SendingDomains domains, SendingDomainsProperties properties) {
		return new ConfiguredDomainChecks(domains, properties.checkInterval());
	}

	/**
	 * What is done from time to time.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(com.github.kagkarlsson.scheduler.Scheduler.class)
	@ConditionalOnBean(Store.class)
	static class JobConfiguration {

		@Bean
		ScheduledJob sendpostDomainJob(SendingDomains domains) {
			return new ScheduledJob("domains", JOB_DELAY, domains::verifyDue);
		}

	}

}
