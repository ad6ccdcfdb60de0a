package dev.sendpost.autoconfigure;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;

import com.fasterxml.uuid.Generators;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.AudienceCleanUp;
import dev.sendpost.audience.AudienceEraser;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ConfirmationMail;
import dev.sendpost.audience.ContactCsv;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.tracking.TrackingLinks;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link Audiences}, which need a
 * {@link Store}.
 */
@AutoConfiguration(after = { SendpostStoreAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
		SendpostSuppressionAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class })
@ConditionalOnClass({ JdbcTemplate.class, JsonMapper.class, Generators.class })
@ConditionalOnBean({ Store.class, Suppressions.class, SecretCipher.class })
@EnableConfigurationProperties(AudienceProperties.class)
public final class SendpostAudienceAutoConfiguration {

	private static final Duration CLEAN_UP_DELAY = Duration.ofHours(1);

	@Bean
	@ConditionalOnMissingBean
	Audiences sendpostAudiences(Store store, Suppressions suppressions, SecretCipher cipher,
			ObjectProvider<MailGateway> gateway, ObjectProvider<ConfirmationMail> mail, AudienceProperties properties,
			ObjectProvider<TrackingLinks> links, ObjectProvider<Clock> clock) {
		URI page = links.stream().findFirst().flatMap(TrackingLinks::confirmationPage).orElse(null);
		return new Audiences(store, new EmailIds(clock.getIfUnique(Clock::systemUTC)), suppressions, cipher,
				gateway::getObject, mail.getIfAvailable(ConfirmationMail::inEnglish),
				AudiencePropertiesMapper.settings(properties, page));
	}

	@Bean
	@ConditionalOnMissingBean
	AudienceEraser sendpostAudienceEraser(Audiences audiences) {
		return new AudienceEraser(audiences);
	}

	/**
	 * Import and export.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CsvReader.class)
	static class CsvConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ContactCsv sendpostContactCsv(Audiences audiences) {
			return new ContactCsv(audiences);
		}

	}

	/**
	 * What is done from time to time, where sub-accounts can be removed.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ com.github.kagkarlsson.scheduler.Scheduler.class, Caffeine.class })
	@ConditionalOnBean(SubAccounts.class)
	static class JobConfiguration {

		@Bean
		ScheduledJob sendpostAudienceJob(Audiences audiences, SubAccounts subAccounts) {
			return new ScheduledJob("audiences", CLEAN_UP_DELAY,
					new AudienceCleanUp(audiences, subAccounts::wasRemoved));
		}

	}

}
