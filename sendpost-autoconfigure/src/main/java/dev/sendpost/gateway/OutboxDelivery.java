package dev.sendpost.gateway;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.outbox.DeliveryAttempt;
import dev.sendpost.outbox.QueuedEmail;
import dev.sendpost.outbox.QueuedEmailDelivery;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.RoutingResult;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.Transports;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Delivers messages of the outbox. With a queue behind it, whatever is not refused for
 * good is tried again: also what may have been sent, so that it arrives at least once,
 * and what a wrong set-up keeps back, so that it goes out when that is mended.
 */
public final class OutboxDelivery implements QueuedEmailDelivery {

	private static final MailSendObservationConvention DEFAULT_CONVENTION = new DefaultMailSendObservationConvention();

	private final MailDelivery delivery;

	private final MailRouter router;

	private final ObservationRegistry observationRegistry;

	private final @Nullable MailSendObservationConvention observationConvention;

	/**
	 * Create a delivery.
	 * @param policies the policies, in order
	 * @param router finds the transports
	 * @param observationRegistry where sends are observed
	 * @param observationConvention how they are named, or {@code null} for the default
	 */
	public OutboxDelivery(List<MailPolicy> policies, MailRouter router, ObservationRegistry observationRegistry,
			@Nullable MailSendObservationConvention observationConvention) {
		this.delivery = new MailDelivery(policies, router);
		this.router = router;
		this.observationRegistry = observationRegistry;
		this.observationConvention = observationConvention;
	}

	@Override
	public DeliveryAttempt attempt(QueuedEmail queued) {
		MailSendContext context = new MailSendContext(queued.email());
		return Observation
			.createNotStarted(this.observationConvention, DEFAULT_CONVENTION, () -> context, this.observationRegistry)
			.observe(() -> attempt(queued, context));
	}

	/**
	 * The transports that may have taken the message before and alone may carry it,
	 * unless others may take it then.
	 */
	private Map<String, String> bound(QueuedEmail queued) {
		return this.router.failsOverPerhapsSent() ? Map.of() : queued.onlyThrough();
	}

	/**
	 * Who submitted the message. That of a test key is known by its route, which is
	 * stored with it.
	 */
	private static Submitter submitter(QueuedEmail queued) {
		return new Submitter(queued.subAccount(), false, null, Transports.CAPTURE.equals(queued.email().route()));
	}

	private DeliveryAttempt attempt(QueuedEmail queued, MailSendContext context) {
		Email email = queued.email();
		AcceptedEmail accepted = new AcceptedEmail(queued.id(), queued.messageId(), queued.acceptedAt(), email,
				new PolicyMessage(email, submitter(queued), queued.id()));
		try {
			RoutingResult result = this.delivery.attempt(accepted, queued.settled(), bound(queued));
			Kind failure = (result.failure() != null) ? result.failure().getKind() : null;
			boolean misconfigured = failure == Kind.MISCONFIGURED || failure == Kind.CREDENTIALS_REFUSED;
			List<RecipientOutcome> outcomes = open(queued,
					accepted
						.receipt(result.outcomes().stream().map((outcome) -> retried(outcome, misconfigured)).toList())
						.outcomes());
			context.setReceipt(new Receipt(queued.id(), queued.messageId(), outcomes));
			boolean held = (failure == Kind.PAUSED || failure == Kind.THROTTLED
					|| failure == Kind.CREDENTIALS_THROTTLED)
					&& outcomes.stream().noneMatch(OutboxDelivery::isDeferredByServer);
			return new DeliveryAttempt(outcomes, held, held ? result.roomAt() : null,
					(result.failure() != null) ? result.failure().getRetryAfter() : null);
		}
		catch (MailRejectedException ex) {
			return new DeliveryAttempt(open(queued, Objects.requireNonNull(ex.getReceipt()).outcomes()), false);
		}
		catch (InvalidEmailException ex) {
			return new DeliveryAttempt(open(queued, accepted.failed(EmailStatus.FAILED, reason(ex)).outcomes()), false);
		}
		catch (PolicyUnavailableException ex) {
			return new DeliveryAttempt(open(queued, accepted.failed(EmailStatus.DEFERRED, ex.getMessage()).outcomes()),
					false);
		}
	}

	/**
	 * Whether a server was asked and wants to be asked again: what it says is all the
	 * reason there is.
	 */
	private static boolean isDeferredByServer(RecipientOutcome outcome) {
		return outcome.status() == EmailStatus.DEFERRED && outcome.reason() == null;
	}

	private static String reason(InvalidEmailException ex) {
		return Objects.requireNonNullElse(ex.getMessage(), "it is not valid");
	}

	private static RecipientOutcome retried(RecipientOutcome outcome, boolean misconfigured) {
		if (outcome.status() != EmailStatus.FAILED || !(outcome.perhapsSent() || misconfigured)) {
			return outcome;
		}
		return new RecipientOutcome(outcome.recipient(), EmailStatus.DEFERRED, outcome.transport(),
				outcome.statusCode(), outcome.serverText(), outcome.reason(), outcome.perhapsSent());
	}

	private static List<RecipientOutcome> open(QueuedEmail queued, List<RecipientOutcome> outcomes) {
		List<EmailAddress> settled = queued.settled();
		return outcomes.stream()
			.filter((outcome) -> settled.stream().noneMatch(outcome.recipient()::isSameMailbox))
			.toList();
	}

}
