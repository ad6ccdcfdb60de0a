package dev.sendpost.observation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.sendpost.Email;
import dev.sendpost.MailGatewayException;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.Transports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecipientOutcomeMeterHandler}.
 */
class RecipientOutcomeMeterHandlerTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ObservationRegistry observations = ObservationRegistry.create();

	@BeforeEach
	void handleObservations() {
		this.observations.observationConfig().observationHandler(new RecipientOutcomeMeterHandler(this.meters));
	}

	@Test
	void eachRecipientIsCountedByStatusAndTransport() {
		send(FakeTransport.answering("a",
				(recipient) -> recipient.localPart().equals("ann") ? RecipientOutcome.bounced(recipient, "a", "550 No")
						: RecipientOutcome.sent(recipient, "a", null)),
				"ann@example.com", "bob@example.com", "eve@example.com");
		assertThat(count("sent", "a")).isEqualTo(2);
		assertThat(count("bounced", "a")).isEqualTo(1);
	}

	@Test
	void recipientsOfAFailedSendAreCounted() {
		assertThatExceptionOfType(MailGatewayException.class)
			.isThrownBy(() -> send(FakeTransport.failing("a", Kind.UNAVAILABLE), "ann@example.com"));
		assertThat(count("deferred", "a")).isEqualTo(1);
	}

	@Test
	void aDroppedRecipientHasNoTransport() {
		send(FakeTransport.accepting("a"), "dropped@example.com", "ann@example.com");
		assertThat(count("dropped", "none")).isEqualTo(1);
		assertThat(count("sent", "a")).isEqualTo(1);
	}

	@Test
	void otherObservationsAreNotItsConcern() {
		Observation.createNotStarted("other", this.observations).observe(() -> {
		});
		assertThat(this.meters.getMeters()).isEmpty();
	}

	private void send(FakeTransport transport, String... recipients) {
		Transports transports = new Transports(List.of(transport),
				new QuickRetry(1, Duration.ofMillis(1), Duration.ofMillis(2)), Circuit.DEFAULT);
		MailRouter router = new MailRouter(transports, new RoutingTable(List.of(), List.of(),
				Route.inOrder("default", transports.names()), transports.names()), new Random(1));
		try (DefaultMailGateway gateway = new DefaultMailGateway(MailDefaults.from(null), List.of(new DropTheDropped()),
				Submitter::account, router, 1, Duration.ofSeconds(1), new EmailIds(Clock.systemUTC()),
				Clock.systemUTC(), this.observations, null)) {
			gateway.send(Email.builder().from("shop@example.com").to(recipients).text("Hello").build());
		}
	}

	private double count(String status, String transport) {
		return this.meters.get("sendpost.recipients").tags("status", status, "transport", transport).counter().count();
	}

	private static final class DropTheDropped implements MailPolicy {

		@Override
		public void atIntake(PolicyMessage message) {
			message.recipients()
				.stream()
				.filter((recipient) -> recipient.localPart().equals("dropped"))
				.forEach((recipient) -> message.drop(recipient, "no"));
		}

	}

}
