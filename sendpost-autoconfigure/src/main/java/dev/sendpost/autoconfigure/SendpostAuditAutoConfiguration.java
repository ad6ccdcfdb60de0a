package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import com.fasterxml.uuid.Generators;
import dev.sendpost.audit.AuditEraser;
import dev.sendpost.audit.AuditLog;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.store.Store;

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
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link AuditLog}, which
 * needs a {@link Store}.
 */
@AutoConfiguration(after = SendpostStoreAutoConfiguration.class)
@ConditionalOnClass({ JdbcTemplate.class, Generators.class })
@ConditionalOnBean(Store.class)
@EnableConfigurationProperties(AuditProperties.class)
public final class SendpostAuditAutoConfiguration {

	private static final Duration CLEAN_UP_DELAY = Duration.ofHours(1);

	@Bean
	@ConditionalOnMissingBean
	AuditLog sendpostAuditLog(Store store, ObjectProvider<Clock> clock) {
		return new AuditLog(store, new EmailIds(clock.getIfUnique(Clock::systemUTC)));
	}

	@Bean
	@ConditionalOnMissingBean
	AuditEraser sendpostAuditEraser(AuditLog log) {
		return new AuditEraser(log);
	}

	/**
	 * What is done from time to time.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(com.github.kagkarlsson.scheduler.Scheduler.class)
	static class JobConfiguration {

		@Bean
		ScheduledJob sendpostAuditJob(AuditLog log, AuditProperties properties) {
			return new ScheduledJob("audit", CLEAN_UP_DELAY, () -> log.deleteOlderThan(properties.retention()));
		}

	}

}
