package dev.sendpost.autoconfigure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.limit.JdbcWarmUp;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.OutgoingEmail;
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

	@Test
	void whatExceedsThePlanOfATransportWaits() {
		LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
		this.withStore
			.withPropertyValues("sendpost.transports.captured.type=capture", "sendpost.routing.default-route=captured",
					"sendpost.warm-up.routes.captured.start=" + today,
					"sendpost.warm-up.routes.captured.daily-caps=1,1")
			.run((context) -> {
				MailRouter router = context.getBean(MailRouter.class);
				assertThat(router.send(email("ann@gmail.com")).roomAt()).isNull();
				assertThat(router.send(email("bob@gmail.com")).roomAt()).isAfter(Instant.now());
				assertThat(router.send(email("bob@example.org")).roomAt()).isNull();
			});
	}

	private static OutgoingEmail email(String to) {
		Email email = Email.builder().from("shop@example.com").to(to).subject("Hello").text("Hi").build();
		return new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, email, email.recipients());
	}

	@Test
	void anOwnCapacityTakesThePlaceOfPlans() {
		this.withStore.withBean(RouteCapacity.class, () -> RouteCapacity.UNLIMITED)
			.withPropertyValues("sendpost.warm-up.routes.new-relay.start=2027-01-15",
					"sendpost.warm-up.routes.new-relay.daily-caps=50")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcWarmUp.class));
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
