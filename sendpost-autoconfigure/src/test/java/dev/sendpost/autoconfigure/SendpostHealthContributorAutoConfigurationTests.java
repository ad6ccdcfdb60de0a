package dev.sendpost.autoconfigure;

import dev.sendpost.health.SendpostHealthContributor;
import dev.sendpost.transport.Transports;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostHealthContributorAutoConfiguration}.
 */
class SendpostHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				SendpostHealthContributorAutoConfiguration.class));

	@Test
	void byDefaultThereIsTheHealthOfEachTransport() {
		this.contextRunner
			.withPropertyValues("sendpost.transports.a.type=capture", "sendpost.transports.b.type=capture")
			.run((context) -> assertThat(context.getBean(SendpostHealthContributor.class).stream())
				.extracting((entry) -> entry.name())
				.containsExactly("a", "b"));
	}

	@Test
	void itBacksOffFromAHealthOfTheSameName() {
		this.contextRunner
			.withBean("sendpostHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
			.run((context) -> assertThat(context).doesNotHaveBean(SendpostHealthContributor.class));
	}

	@Test
	void aPropertyTurnsItOff() {
		this.contextRunner.withPropertyValues("management.health.sendpost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SendpostHealthContributor.class)
				.hasSingleBean(Transports.class));
	}

	@Test
	void withoutBootsHealthThereIsNone() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("sendpostHealthContributor")
				.hasSingleBean(Transports.class));
	}

}
