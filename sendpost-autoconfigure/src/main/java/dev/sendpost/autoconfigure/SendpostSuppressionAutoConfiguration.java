package dev.sendpost.autoconfigure;

import java.time.Duration;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.sendpost.PersonalDataEraser;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.SuppressionCsv;
import dev.sendpost.suppression.SuppressionEventListener;
import dev.sendpost.suppression.SuppressionPolicy;
import dev.sendpost.suppression.Suppressions;

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
 * {@link EnableAutoConfiguration Auto-configuration} for {@link Suppressions}. Without a
 * {@link Store} there are those from properties.
 */
@AutoConfiguration(after = SendpostStoreAutoConfiguration.class,
		before = { SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class })
@EnableConfigurationProperties(SuppressionProperties.class)
public final class SendpostSuppressionAutoConfiguration {

	private static final Duration CLEAN_UP_DELAY = Duration.ofHours(1);

	@Bean
	@ConditionalOnMissingBean
	Suppressions sendpostSuppressions(SuppressionProperties properties, ObjectProvider<Store> store,
			ObjectProvider<PersonalDataEraser> erasers) {
		return new Suppressions(SuppressionPropertiesMapper.settings(properties),
				SuppressionPropertiesMapper.targets(properties), store.getIfAvailable(),
				() -> erasers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	SuppressionPolicy sendpostSuppressionPolicy(Suppressions suppressions) {
		return new SuppressionPolicy(suppressions);
	}

	/**
	 * What fills the list and keeps it in order.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	@ConditionalOnBean(Store.class)
	static class StoreConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SuppressionEventListener sendpostSuppressionEventListener(Suppressions suppressions) {
			return new SuppressionEventListener(suppressions);
		}

		@Bean
		ScheduledJob sendpostSuppressionJob(Suppressions suppressions) {
			return new ScheduledJob("suppressions", CLEAN_UP_DELAY, suppressions::cleanUp);
		}

	}

	/**
	 * Import and export.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ CsvReader.class, JdbcTemplate.class })
	@ConditionalOnBean(Store.class)
	static class CsvConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SuppressionCsv sendpostSuppressionCsv(Suppressions suppressions) {
			return new SuppressionCsv(suppressions);
		}

	}

}
