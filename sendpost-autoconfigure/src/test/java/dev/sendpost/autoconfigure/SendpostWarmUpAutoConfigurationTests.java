package dev.sendpost.autoconfigure;

import dev.sendpost.limit.JdbcWarmUp;
import dev.sendpost.transport.RouteCapacity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SendpostWarmUpAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
				SendpostStoreAutoConfiguration.class, SendpostWarmUpAutoConfiguration.class))
		.withPropertyValues("sendpost.transports.new-relay.type=smtp", "sendpost.transports.new-relay.host=localhost",
				"sendpost.transports.new-relay.encryption=none");

	private final ApplicationContextRunner withStore = this.contextRunner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));

	@Test
	void withoutAPlanRoutesTakeWhatComes() {
		this.withStore.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RouteCapacity.class));
	}

	@Test
	void aPlanHoldsForItsRoute() {
		this.withStore
			.withPropertyValues("sendpost.warm-up.routes.new-relay.start=2027-01-15",
					"sendpost.warm-up.routes.new-relay.daily-caps=50,100,500",
					"sendpost.warm-up.providers.acme=acme.example")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JdbcWarmUp.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			old-relay.start=2027-01-15   | old-relay            | there is no route or transport 'old-relay'
			new-relay.daily-caps=50      | new-relay.start      | the plan has no first day
			new-relay.start=2027-01-15   | new-relay.daily-caps | there is no daily cap
			""")
	void aMistakeIsNamed(String given, String property, String reason) {
		this.withStore.withPropertyValues("sendpost.warm-up.routes." + given)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessage("sendpost.warm-up.routes." + property + ": " + reason));
	}

	@Test
	void aPlanNeedsAStore() {
		this.contextRunner
			.withPropertyValues("sendpost.store.enabled=false", "sendpost.warm-up.routes.new-relay.start=2027-01-15",
					"sendpost.warm-up.routes.new-relay.daily-caps=50")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("a warm-up needs a store"));
	}

}
