package dev.sendpost.gateway;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.gateway.CallersServerResult.Failure;
import dev.sendpost.outbox.DirectOutbox;
import dev.sendpost.outbox.NewEmail;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.transport.Handover;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.OneTimeTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.RoutingResult;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.Transports;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends single messages by servers that those who send them name: at once, in one
 * attempt, past the outbox and the routes, but not past the policies. With a store, the
 * message and its outcomes are recorded as those of any other; its route there is the
 * server, which no later attempt can take.
 */
public final class CallersServerGateway {

	private static final Log logger = LogFactory.getLog(CallersServerGateway.class);

	private static final MailSendObservationConvention DEFAULT_CONVENTION = new DefaultMailSendObservationConvention();

	private static final int MAX_ROUTE_LENGTH = 100;

	private final MailIntake intake;

	private final List<MailPolicy> policies;

	private final MailRouter router;

	private final Function<CallersServer, OneTimeTransport> transports;

	private final @Nullable DirectOutbox outbox;

	private final ObservationRegistry observationRegistry;

	private final @Nullable MailSendObservationConvention observationConvention;

	/**
	 * Create a gateway.
	 * @param defaults completes messages
	 * @param policies the policies, in order
	 * @param router takes mail of test keys, which no server gets
	 * @param transports makes the way to a server
	 * @param outbox records the messages, or {@code null} if there is no store
	 * @param ids makes the ids of messages
	 * @param clock tells the {@code Date} of messages
	 * @param observationRegistry where sends are observed
	 * @param observationConvention how they are named, or {@code null} for the default
	 */
	public CallersServerGateway(MailDefaults defaults, List<MailPolicy> policies, MailRouter router,
			Function<CallersServer, OneTimeTransport> transports, @Nullable DirectOutbox outbox, Supplier<UUID> ids,
			Clock clock, ObservationRegistry observationRegistry,
			@Nullable MailSendObservationConvention observationConvention) {
		this.intake = new MailIntake(defaults, policies, ids, clock);
		this.policies = List.copyOf(policies);
		this.router = router;
		this.transports = transports;
		this.outbox = outbox;
		this.observationRegistry = observationRegistry;
		this.observationConvention = observationConvention;
	}

	/**
	 * Send a message.
	 * @param email the message
	 * @param submitter on whose behalf
	 * @param server by what server
	 * @return what came of it
	 * @throws InvalidEmailException if the message is not possible
	 * @throws MailRejectedException if a policy refuses it
	 * @throws MailTemporarilyUnavailableException if a policy cannot decide for now, or
	 * mail is paused
	 */
	public CallersServerResult send(Email email, Submitter submitter, CallersServer server) {
		this.intake.requireKnown(submitter);
		MailSendContext context = new MailSendContext(email);
		return Observation
			.createNotStarted(this.observationConvention, DEFAULT_CONVENTION, () -> context, this.observationRegistry)
			.observe(() -> send(this.intake.accept(email, submitter), server, context));
	}

	private CallersServerResult send(AcceptedEmail accepted, CallersServer server, MailSendContext context) {
		OneTimeTransport transport = this.transports.apply(server);
		UUID lease = hold(accepted, transport.name());
		List<EmailAddress> settled = accepted.message().dropped().stream().map(RecipientOutcome::recipient).toList();
		PasswordRedaction redaction = new PasswordRedaction(server.username(), server.password());
		Attempt attempt = attempt(accepted, transport, redaction);
		context.setReceipt(attempt.receipt());
		if (this.outbox != null && lease != null) {
			this.outbox.settle(accepted.id(), lease,
					attempt.receipt()
						.outcomes()
						.stream()
						.filter((outcome) -> settled.stream().noneMatch(outcome.recipient()::isSameMailbox))
						.map(CallersServerGateway::settled)
						.toList());
		}
		if (attempt.thrown() != null) {
			throw attempt.thrown();
		}
		Handover handover = transport.handover();
		return CallersServerResult.of(attempt.receipt(), attempt.failure(), handover,
				redaction.in((handover != null) ? handover.response() : null));
	}

	private @Nullable UUID hold(AcceptedEmail accepted, String route) {
		if (this.outbox == null) {
			return null;
		}
		Submitter submitter = accepted.message().submitter();
		if (this.outbox.isPaused(submitter.subAccount())) {
			String reason = "sending is paused";
			throw new MailTemporarilyUnavailableException("E-mail " + accepted.id() + " was not sent: " + reason,
					accepted.failed(EmailStatus.FAILED, reason), null);
		}
		Email message = accepted.message().email();
		String recorded = submitter.test() ? Transports.CAPTURE : route;
		return this.outbox.hold(new NewEmail(accepted.id(), accepted.messageId(), accepted.date(),
				submitter.subAccount(), accepted.original(),
				message.toBuilder().route(recorded.substring(0, Math.min(recorded.length(), MAX_ROUTE_LENGTH))).build(),
				accepted.message().dropped()));
	}

	/**
	 * What is not tried again has failed.
	 */
	private static RecipientOutcome settled(RecipientOutcome outcome) {
		return (outcome.status() != EmailStatus.DEFERRED) ? outcome
				: new RecipientOutcome(outcome.recipient(), EmailStatus.FAILED, outcome.transport(),
						outcome.statusCode(), outcome.serverText(), outcome.reason(), outcome.perhapsSent());
	}

	private Attempt attempt(AcceptedEmail accepted, OneTimeTransport transport, PasswordRedaction redaction) {
		try {
			MailDelivery delivery = new MailDelivery(this.policies,
					(email) -> Transports.CAPTURE.equals(email.email().route()) && accepted.message().submitter().test()
							? this.router.send(email) : attempt(email, transport));
			RoutingResult result = delivery.attempt(accepted, List.of(), Map.of());
			return new Attempt(accepted.receipt(result.outcomes().stream().map(redaction::in).toList()),
					failure(result.failure()), null);
		}
		catch (MailRejectedException ex) {
			return new Attempt(Objects.requireNonNull(ex.getReceipt()), null, ex);
		}
		catch (PolicyUnavailableException ex) {
			Receipt receipt = accepted.failed(EmailStatus.FAILED, ex.getMessage());
			return new Attempt(receipt, null, new MailTemporarilyUnavailableException(
					"E-mail " + accepted.id() + " was not sent: " + ex.getMessage(), receipt, ex));
		}
		catch (RuntimeException ex) {
			return new Attempt(accepted.failed(EmailStatus.FAILED, String.valueOf(ex.getMessage())), null, ex);
		}
	}

	private static RoutingResult attempt(OutgoingEmail email, OneTimeTransport transport) {
		try {
			return new RoutingResult(transport.send(email), null);
		}
		catch (TransportException ex) {
			return failed(email, transport, ex);
		}
		catch (RuntimeException ex) {
			logger.error("E-mail " + email.id() + " failed in a way it should not", ex);
			return failed(email, transport, new TransportException(Kind.PERHAPS_SENT,
					"The server was being spoken to when something went wrong here", ex));
		}
	}

	private static RoutingResult failed(OutgoingEmail email, OneTimeTransport transport, TransportException failure) {
		List<RecipientOutcome> outcomes = new ArrayList<>(failure.getSettled());
		for (EmailAddress recipient : email.recipients()) {
			if (outcomes.stream().noneMatch((outcome) -> outcome.recipient().isSameMailbox(recipient))) {
				outcomes.add(RecipientOutcome.failed(recipient, EmailStatus.FAILED, transport.name(),
						failure.getServerText(), failure.getMessage(), failure.getKind() == Kind.PERHAPS_SENT));
			}
		}
		return new RoutingResult(outcomes, failure);
	}

	private static @Nullable Failure failure(@Nullable TransportException failure) {
		if (failure == null) {
			return null;
		}
		return switch (failure.getKind()) {
			case CREDENTIALS_REFUSED -> Failure.CREDENTIALS_REFUSED;
			case DEFERRED, PAUSED, THROTTLED, CREDENTIALS_THROTTLED -> Failure.DEFERRED;
			case TIMED_OUT -> Failure.TIMED_OUT;
			case PERHAPS_SENT -> Failure.PERHAPS_SENT;
			case UNAVAILABLE, UNSUPPORTED, MISCONFIGURED -> Failure.NOT_POSSIBLE;
		};
	}

	/**
	 * What came of the one attempt.
	 *
	 * @param receipt the outcomes
	 * @param failure why it failed, or {@code null} if it did not
	 * @param thrown what is thrown for it, or {@code null} if nothing is
	 */
	private record Attempt(Receipt receipt, @Nullable Failure failure, @Nullable RuntimeException thrown) {

	}

}
