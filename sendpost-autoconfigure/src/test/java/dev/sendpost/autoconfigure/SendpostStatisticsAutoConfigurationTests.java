package dev.sendpost.autoconfigure;

import java.nio.file.Path;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.store.Store;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostStatisticsAutoConfiguration}.
 */
class SendpostStatisticsAutoConfigurationTests {

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner asItComes = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				SendpostStoreAutoConfiguration.class, SendpostStatisticsAutoConfiguration.class,
				SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class))
		.withPropertyValues("sendpost.store.file=" + directory.resolve("mail"));

	private final ApplicationContextRunner contextRunner = this.asItComes
		.withPropertyValues("sendpost.statistics.enabled=true");

	@Test
	void withAStoreMailIsCountedByAJob() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(JdbcDeliveryLog.class).isCounted()).isTrue();
			MailStatistics statistics = context.getBean(MailStatistics.class);
			MailCounts before = statistics.today();
			context.getBean(MailGateway.class)
				.send(Email.builder()
					.from("shop@example.org")
					.to("ann@example.com")
					.subject("Hello")
					.text("World")
					.build());
			ScheduledJob job = context.getBean("sendpostStatisticsJob", ScheduledJob.class);
			Awaitility.await().untilAsserted(() -> {
				job.work().run();
				assertThat(statistics.today().sent()).isEqualTo(before.sent() + 1);
			});
			assertThat(statistics.today().processed()).isEqualTo(before.processed() + 1);
		});
	}

	@Test
	void unlessSwitchedOnNothingIsCountedOrNoted() {
		this.asItComes.run((context) -> {
			assertThat(context).hasSingleBean(JdbcDeliveryLog.class)
				.doesNotHaveBean(MailStatistics.class)
				.doesNotHaveBean(StatisticsCounter.class)
				.doesNotHaveBean("sendpostStatisticsJob");
			assertThat(context.getBean(JdbcDeliveryLog.class).isCounted()).isFalse();
		});
	}

	@Test
	void withNothingToRunJobsNothingIsCounted() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Scheduler.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(JdbcDeliveryLog.class)
				.doesNotHaveBean(MailStatistics.class));
	}

	@Test
	void withoutAStoreNothingIsCounted() {
		this.contextRunner.withPropertyValues("sendpost.store.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(Store.class)
				.doesNotHaveBean(MailStatistics.class));
	}

	@Test
	void beansOfTheApplicationComeFirst() {
		this.contextRunner.withUserConfiguration(OwnStatistics.class)
			.run((context) -> assertThat(context).hasSingleBean(MailStatistics.class).hasBean("own"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStatistics {

		@Bean
		MailStatistics own(Store store) {
			return new MailStatistics(store);
		}

	}

}
