package dev.sendpost.autoconfigure;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.limit.RecipientProviders;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.statistics.StatisticsSettings;
import dev.sendpost.store.Store;
import dev.sendpost.transport.Transports;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link MailStatistics}, which
 * need a {@link Store} and something that runs jobs.
 */
@AutoConfiguration(after = SendpostStoreAutoConfiguration.class, before = SendpostOutboxAutoConfiguration.class)
@EnableConfigurationProperties({ StatisticsProperties.class, OutboxProperties.class, WarmUpProperties.class })
public final class SendpostStatisticsAutoConfiguration {

	/** As often as jobs are looked for. */
	private static final Duration DELAY = Duration.ofSeconds(10);

	/**
	 * What counts, and what shows the counts.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcTemplate.class, Scheduler.class })
	@ConditionalOnBean(Store.class)
	@ConditionalOnBooleanProperty("sendpost.statistics.enabled")
	static class StoreConfiguration {

		@Bean
		@ConditionalOnMissingBean
		StatisticsCounter sendpostStatisticsCounter(Store store, OutboxProperties outbox, WarmUpProperties warmUp) {
			return new StatisticsCounter(store,
					new StatisticsSettings(new RecipientProviders(warmUp.providers())::named, Transports.CAPTURE,
							OutboxPropertiesMapper.settings(outbox).logRetention()));
		}

		@Bean
		@ConditionalOnMissingBean
		MailStatistics mailStatistics(Store store) {
			return new MailStatistics(store);
		}

		@Bean
		ScheduledJob sendpostStatisticsJob(StatisticsCounter counter) {
			return new ScheduledJob("statistics", DELAY, counter::countNew);
		}

	}

}
