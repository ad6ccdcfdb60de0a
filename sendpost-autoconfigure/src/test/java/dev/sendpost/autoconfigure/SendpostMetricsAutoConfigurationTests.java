package dev.sendpost.autoconfigure;

import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.observation.RecipientOutcomeMeterHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostMetricsAutoConfiguration}, alone and among those of the
 * actuator.
 */
class SendpostMetricsAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(MailTransportAutoConfiguration.class, MailGatewayAutoConfiguration.class,
					SendpostMetricsAutoConfiguration.class, SendpostHealthContributorAutoConfiguration.class));

	@Test
	void byDefaultOutcomesAreCounted() {
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(RecipientOutcomeMeterHandler.class));
	}

	@Test
	void itBacksOffFromAHandlerOfTheApplication() {
		RecipientOutcomeMeterHandler own = new RecipientOutcomeMeterHandler(new SimpleMeterRegistry());
		this.contextRunner.withBean(SimpleMeterRegistry.class)
			.withBean("own", RecipientOutcomeMeterHandler.class, () -> own)
			.run((context) -> assertThat(context.getBean(RecipientOutcomeMeterHandler.class)).isSameAs(own));
	}

	@Test
	void withoutARegistryNothingIsCounted() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(RecipientOutcomeMeterHandler.class));
	}

	@Test
	void withoutMicrometerNothingIsCounted() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("recipientOutcomeMeterHandler"));
	}

	@Test
	void amongTheActuatorSendsAreTimedCountedAndHealthy() {
		this.contextRunner
			.withConfiguration(
					AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
							CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class,
							EndpointAutoConfiguration.class, HealthContributorAutoConfiguration.class,
							HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
			.withPropertyValues("sendpost.from=hello@acme.example", "sendpost.transports.a.type=capture",
					"sendpost.transports.b.type=capture")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				context.getBean(MailGateway.class)
					.send(Email.builder().to("ann@example.com", "bob@example.com").text("Hello").build());
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("sendpost.send")
					.tags("stream", "transactional", "transport", "a", "outcome", "sent", "error", "none")
					.timer()
					.count()).isEqualTo(1);
				assertThat(meters.get("sendpost.recipients").tags("status", "sent", "transport", "a").counter().count())
					.isEqualTo(2);
				assertThat(context.getBean(HealthContributorRegistry.class).getContributor("sendpost"))
					.isInstanceOfSatisfying(CompositeHealthContributor.class,
							(health) -> assertThat(health.stream()).extracting((entry) -> entry.name())
								.containsExactly("a", "b"));
			});
	}

}
