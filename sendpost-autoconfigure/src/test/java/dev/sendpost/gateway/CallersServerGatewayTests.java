package dev.sendpost.gateway;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailRejectedException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.gateway.CallersServerResult.Failure;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.Handover;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.OneTimeTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.Transports;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CallersServerGateway} without a store.
 */
class CallersServerGatewayTests {

	private static final CallersServer SERVER = new CallersServer("smtp.example.com", 587,
			List.of(InetAddress.getLoopbackAddress()), true, "me", "hunter22");

	private static final Email EMAIL = Email.builder()
		.from("you@acme.example")
		.to("ann@example.com", "bob@example.com")
		.subject("Hello")
		.text("World")
		.build();

	private final FakeTransport routed = FakeTransport.accepting("routed");

	private final List<CallersServer> servers = new ArrayList<>();

	private CallersServerResult send(Function<OutgoingEmail, List<RecipientOutcome>> server, MailPolicy... policies) {
		MailRouter router = new MailRouter(
				new Transports(List.of(this.routed), List.of(),
						new QuickRetry(1, Duration.ofMillis(1), Duration.ofMillis(2)), Circuit.DEFAULT),
				new RoutingTable(List.of(), List.of(), Route.inOrder("default", List.of("routed")), List.of("routed")),
				new Random());
		return new CallersServerGateway(MailDefaults.from(null), List.of(policies), router, (named) -> {
			this.servers.add(named);
			return new OneServer(server);
		}, null, new EmailIds(Clock.systemUTC()), Clock.systemUTC(), ObservationRegistry.NOOP, null).send(EMAIL,
				Submitter.account(), SERVER);
	}

	private static List<RecipientOutcome> accept(OutgoingEmail email) {
		return email.recipients()
			.stream()
			.map((recipient) -> RecipientOutcome.sent(recipient, "smtp.example.com:587", "250 Ok hunter22"))
			.toList();
	}

	@Test
	void theMessageGoesToTheServerThatIsNamedAndPastTheRoutes() {
		CallersServerResult result = send(CallersServerGatewayTests::accept);
		assertThat(this.servers).containsExactly(SERVER);
		assertThat(this.routed.attempts()).isEmpty();
		assertThat(result.failure()).isNull();
		assertThat(result.receipt().status()).isEqualTo(EmailStatus.SENT);
		assertThat(result).returns(3L, CallersServerResult::envelopeMillis)
			.returns(4L, CallersServerResult::messageMillis)
			.returns(5L, CallersServerResult::messageSize)
			.returns("250 Ok ******", CallersServerResult::response);
		assertThat(result.toString() + SERVER).doesNotContain("hunter22");
	}

	@ParameterizedTest
	@CsvSource({ "CREDENTIALS_REFUSED, CREDENTIALS_REFUSED", "UNAVAILABLE, NOT_POSSIBLE", "MISCONFIGURED, NOT_POSSIBLE",
			"UNSUPPORTED, NOT_POSSIBLE", "DEFERRED, DEFERRED", "TIMED_OUT, TIMED_OUT", "PERHAPS_SENT, PERHAPS_SENT" })
	void aFailureIsTheEnd(Kind kind, Failure failure) {
		List<OutgoingEmail> attempts = new ArrayList<>();
		CallersServerResult result = send((email) -> {
			attempts.add(email);
			throw new TransportException(kind, "no, hunter22", null);
		});
		assertThat(attempts).hasSize(1);
		assertThat(this.routed.attempts()).isEmpty();
		assertThat(result.failure()).isEqualTo(failure);
		assertThat(result.receipt().outcomes()).hasSize(2).allSatisfy((outcome) -> {
			assertThat(outcome.status()).isEqualTo(EmailStatus.FAILED);
			assertThat(outcome.reason()).isEqualTo("no, ******");
			assertThat(outcome.perhapsSent()).isEqualTo(kind == Kind.PERHAPS_SENT);
		});
	}

	@Test
	void whatWasSettledBeforeAFailureStands() {
		CallersServerResult result = send((email) -> {
			throw new TransportException(Kind.UNAVAILABLE, "gone", null)
				.with(accept(email.to(List.of(email.recipients().get(0)))));
		});
		assertThat(result.receipt().outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.FAILED);
	}

	@Test
	void afterAFaultOfOursNobodyKnowsWhetherItWasSent() {
		CallersServerResult result = send((email) -> {
			throw new IllegalStateException("a fault");
		});
		assertThat(result.failure()).isEqualTo(Failure.PERHAPS_SENT);
		assertThat(result.receipt().outcomes()).allMatch(RecipientOutcome::perhapsSent);
	}

	@Test
	void policiesOfDispatchDecide() {
		CallersServerResult result = send(CallersServerGatewayTests::accept,
				atDispatch((message) -> message.drop(message.recipients().get(0), "suppressed")));
		assertThat(result.receipt().outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.DROPPED, EmailStatus.SENT);
		assertThatExceptionOfType(MailRejectedException.class)
			.isThrownBy(
					() -> send(CallersServerGatewayTests::accept, atDispatch((message) -> message.refuse("not so"))))
			.withMessageContaining("not so");
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
			.isThrownBy(() -> send(CallersServerGatewayTests::accept, atDispatch((message) -> {
				throw new PolicyUnavailableException("undecided", null);
			})))
			.withMessageContaining("undecided");
	}

	private static MailPolicy atDispatch(Consumer<PolicyMessage> decision) {
		return new MailPolicy() {

			@Override
			public void atDispatch(PolicyMessage message) {
				decision.accept(message);
			}

		};
	}

	/**
	 * A server that does as it is told.
	 */
	private record OneServer(Function<OutgoingEmail, List<RecipientOutcome>> behaviour) implements OneTimeTransport {

		@Override
		public String name() {
			return "smtp.example.com:587";
		}

		@Override
		public TransportCapabilities capabilities() {
			return TransportCapabilities.allBut();
		}

		@Override
		public List<RecipientOutcome> send(OutgoingEmail email) {
			return this.behaviour.apply(email);
		}

		@Override
		public @Nullable Handover handover() {
			return new Handover(Duration.ofMillis(3), Duration.ofMillis(4), 5, "250 Ok hunter22");
		}

		@Override
		public void check() {
		}

	}

}
