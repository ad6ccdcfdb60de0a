package dev.sendpost.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;

/**
 * Decides what an attempt means for a message: which recipients are settled, whether and
 * when to try again for the others.
 */
final class Settlement {

	/** How long a message waits whose transports are all paused. */
	private static final Duration HOLD = Duration.ofSeconds(15);

	private final RetrySchedule schedule;

	private final RandomGenerator random;

	private final Supplier<UUID> ids;

	Settlement(RetrySchedule schedule, RandomGenerator random, Supplier<UUID> ids) {
		this.schedule = schedule;
		this.random = random;
		this.ids = ids;
	}

	/**
	 * Decide about a message.
	 * @param email the message
	 * @param attempt what came of the attempt
	 * @param now the time
	 */
	FinishedEmail settle(ClaimedEmail email, DeliveryAttempt attempt, Instant now) {
		List<RecipientOutcome> outcomes = new ArrayList<>(attempt.outcomes());
		outcomes.replaceAll((outcome) -> rememberingPerhapsSent(email, outcome));
		if (attempt.held()) {
			return hold(email, attempt, outcomes, now);
		}
		addOutcomesOfReplaced(email, outcomes);
		boolean expired = !now.isBefore(email.sendAt().plus(this.schedule.maxAge()));
		if (expired) {
			outcomes.replaceAll(this::giveUp);
		}
		List<DeliveryEvent> events = outcomes.stream()
			.map((outcome) -> DeliveryEvent.of(this.ids.get(), email.id(), outcome, now))
			.toList();
		int attempts = email.attempts() + 1;
		if (outcomes.stream().anyMatch((outcome) -> outcome.status() == EmailStatus.DEFERRED)) {
			return new FinishedEmail(email, events, EmailStatus.DEFERRED, next(email, attempt, outcomes, attempts, now),
					attempts);
		}
		List<EmailStatus> statuses = new ArrayList<>(outcomes.stream().map(RecipientOutcome::status).toList());
		email.recipients()
			.stream()
			.filter((row) -> !row.isOpen())
			.forEach((row) -> statuses.add(row.outcome().status()));
		return new FinishedEmail(email, events, EmailStatus.bestOff(statuses), null, attempts);
	}

	/**
	 * Let a message wait that was not tried for some; for others it may have been
	 * settled.
	 */
	private FinishedEmail hold(ClaimedEmail email, DeliveryAttempt attempt, List<RecipientOutcome> outcomes,
			Instant now) {
		List<DeliveryEvent> events = outcomes.stream()
			.filter((outcome) -> outcome.status() != EmailStatus.DEFERRED)
			.map((outcome) -> DeliveryEvent.of(this.ids.get(), email.id(), outcome, now))
			.toList();
		EmailStatus status = (email.attempts() > 0 || !events.isEmpty()) ? EmailStatus.DEFERRED : EmailStatus.QUEUED;
		Instant until = attempt.heldUntil();
		return (until != null) ? new FinishedEmail(email, events, status, until, email.attempts(), until)
				: new FinishedEmail(email, events, status,
						now.plus(Objects.requireNonNullElse(attempt.retryAfter(), HOLD)), email.attempts());
	}

	/**
	 * The outcome, which does not let it be forgotten that a transport may have sent the
	 * message to this recipient before.
	 */
	private static RecipientOutcome rememberingPerhapsSent(ClaimedEmail email, RecipientOutcome outcome) {
		if (outcome.status() != EmailStatus.DEFERRED || outcome.perhapsSent()) {
			return outcome;
		}
		return email.open()
			.stream()
			.filter((row) -> row.outcome().perhapsSent() && row.address().isSameMailbox(outcome.recipient()))
			.findFirst()
			.map((row) -> new RecipientOutcome(outcome.recipient(), outcome.status(), row.outcome().transport(),
					outcome.statusCode(), outcome.serverText(), outcome.reason(), true))
			.orElse(outcome);
	}

	/**
	 * Recipients for whom a policy put in someone else, such as a catch-all address,
	 * share that one's fate: they are tried again with it, and dropped when it has the
	 * message.
	 */
	private static void addOutcomesOfReplaced(ClaimedEmail email, List<RecipientOutcome> outcomes) {
		Set<String> known = new HashSet<>();
		outcomes.forEach((outcome) -> known.add(outcome.recipient().address()));
		List<RecipientRow> replaced = email.open()
			.stream()
			.filter((row) -> !known.contains(row.address().address()))
			.toList();
		boolean again = outcomes.stream().anyMatch((outcome) -> outcome.status() == EmailStatus.DEFERRED);
		if (!again) {
			replaced.forEach((row) -> outcomes
				.add(RecipientOutcome.dropped(row.address(), "a policy sent the e-mail to someone else instead")));
		}
	}

	private RecipientOutcome giveUp(RecipientOutcome outcome) {
		if (outcome.status() != EmailStatus.DEFERRED) {
			return outcome;
		}
		String last = Objects.requireNonNullElse(outcome.reason(),
				Objects.requireNonNullElse(outcome.serverText(), "no reason is known"));
		return new RecipientOutcome(outcome.recipient(), EmailStatus.BOUNCED, outcome.transport(), outcome.statusCode(),
				outcome.serverText(), "given up after " + this.schedule.maxAge() + ": " + last, outcome.perhapsSent());
	}

	private Instant next(ClaimedEmail email, DeliveryAttempt attempt, List<RecipientOutcome> outcomes, int attempts,
			Instant now) {
		Duration hint = Stream
			.concat(Stream.ofNullable(attempt.retryAfter()),
					outcomes.stream()
						.filter((outcome) -> outcome.status() == EmailStatus.DEFERRED)
						.map((outcome) -> RetryHint.in(outcome.serverText())))
			.filter(Objects::nonNull)
			.max(Duration::compareTo)
			.orElse(null);
		Instant next = now.plus(this.schedule.delay(attempts, hint, this.random));
		Instant last = email.sendAt().plus(this.schedule.maxAge());
		return next.isBefore(last) ? next : last;
	}

	/**
	 * Set a message aside that cannot be attempted.
	 * @param reason why
	 */
	FinishedEmail fail(ClaimedEmail email, String reason, Instant now) {
		return settleOpen(email,
				(row) -> RecipientOutcome.failed(row.address(), EmailStatus.FAILED, null, null, reason, false), now);
	}

	/**
	 * Give a message up that was to be sent by who took it in, and who is gone.
	 */
	FinishedEmail abandon(ClaimedEmail email, Instant now) {
		return settleOpen(email, (row) -> RecipientOutcome.failed(row.address(), EmailStatus.FAILED, null, null,
				"the only attempt ended without a result; the e-mail may have been sent", true), now);
	}

	/**
	 * Try a message again later that cannot be attempted now.
	 * @param reason why
	 */
	FinishedEmail defer(ClaimedEmail email, String reason, Instant now) {
		return settleOpen(email, (row) -> RecipientOutcome.failed(row.address(), EmailStatus.DEFERRED,
				row.outcome().transport(), null, reason, row.outcome().perhapsSent()), now);
	}

	private FinishedEmail settleOpen(ClaimedEmail email, Function<RecipientRow, RecipientOutcome> outcome,
			Instant now) {
		return settle(email, new DeliveryAttempt(email.open().stream().map(outcome).toList(), false), now);
	}

}
