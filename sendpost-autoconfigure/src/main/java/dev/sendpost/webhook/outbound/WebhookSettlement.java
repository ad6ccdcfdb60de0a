package dev.sendpost.webhook.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

import dev.sendpost.store.Store;
import dev.sendpost.webhook.outbound.WebhookDelivery.State;
import dev.sendpost.webhook.outbound.WebhookDispatcherObserver.Result;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Writes down what came of attempts, and stops subscribers that fail for too long.
 */
final class WebhookSettlement {

	private static final Log logger = LogFactory.getLog(WebhookSettlement.class);

	/** A subscriber is not paused after fewer failures, however long they took. */
	private static final int MIN_FAILURES = 5;

	private final JdbcWebhookSubscribers subscribers;

	private final WebhookDeliveries deliveries;

	private final WebhookRetries retries;

	private final Duration pauseAfter;

	private final RandomGenerator random;

	private final ApplicationEventPublisher publisher;

	private final WebhookDispatcherObserver observer;

	WebhookSettlement(JdbcWebhookSubscribers subscribers, WebhookDeliveries deliveries,
			WebhookDispatcherSettings settings, RandomGenerator random, ApplicationEventPublisher publisher,
			WebhookDispatcherObserver observer) {
		this.subscribers = subscribers;
		this.deliveries = deliveries;
		this.retries = settings.retries();
		this.pauseAfter = settings.pauseAfter();
		this.random = random;
		this.publisher = publisher;
		this.observer = observer;
	}

	/**
	 * Whether all attempts were begun that there are to be. Those whose end was never
	 * written count too: what brings a node down must not do so for ever.
	 */
	boolean isUsedUp(ClaimedDelivery claimed) {
		return claimed.tries() > this.retries.delays().size() + 1;
	}

	/**
	 * Nothing was attempted, and nothing will be.
	 */
	void end(ClaimedDelivery claimed, State state) {
		this.deliveries.store().inOwnTransaction(() -> {
			this.deliveries.finish(claimed, null, state, null);
			return null;
		});
	}

	/**
	 * Nothing was attempted, for a reason of our own.
	 */
	void postpone(ClaimedDelivery claimed, Duration delay) {
		this.deliveries.store().inOwnTransaction(() -> {
			this.deliveries.postpone(claimed, this.deliveries.store().now().plus(delay));
			return null;
		});
	}

	void settle(ClaimedDelivery claimed, WebhookSender.Outcome outcome) {
		Result result = this.deliveries.store().inOwnTransaction(() -> settleInTransaction(claimed, outcome));
		this.observer.attempted(result, outcome.attempt().duration());
	}

	private Result settleInTransaction(ClaimedDelivery claimed, WebhookSender.Outcome outcome) {
		UUID subscriber = claimed.delivery().subscriberId();
		if (outcome.delivered()) {
			this.deliveries.finish(claimed, outcome.attempt(), State.DELIVERED, null);
			this.subscribers.succeeded(subscriber);
			return Result.DELIVERED;
		}
		Duration delay = outcome.gone() ? null : this.retries.delay(claimed.tries(), outcome.retryAfter(), this.random);
		Instant now = this.deliveries.store().now();
		this.deliveries.finish(claimed, outcome.attempt(), (delay != null) ? State.WAITING : State.FAILED,
				(delay != null) ? now.plus(delay) : null);
		stopIfHopeless(subscriber, outcome, this.subscribers.failed(subscriber), now);
		return (delay != null) ? Result.RETRIED : Result.GIVEN_UP;
	}

	private void stopIfHopeless(UUID id, WebhookSender.Outcome outcome, Optional<StoredSubscriber> failing,
			Instant now) {
		if (failing.isEmpty()) {
			return;
		}
		if (outcome.gone()) {
			if (this.subscribers.disable(id, "It answered 410, that it is gone")) {
				announce(id);
			}
			return;
		}
		Instant since = failing.get().subscriber().failingSince();
		if (isTooLong(since, now) && failing.get().failures() >= MIN_FAILURES && this.subscribers.pause(id,
				"Nothing but failures since " + since + ", the last: " + outcome.attempt().problem())) {
			announce(id);
		}
	}

	private boolean isTooLong(@Nullable Instant since, Instant now) {
		return since != null && !now.isBefore(since.plus(this.pauseAfter));
	}

	private void announce(UUID id) {
		this.subscribers.find(id)
			.map(StoredSubscriber::subscriber)
			.ifPresent((stopped) -> Store.afterCommit(() -> announce(stopped)));
	}

	/*
	 * The path and query of its URL may hold what only its owner should know.
	 */
	private void announce(WebhookSubscriber stopped) {
		logger.warn("The webhook " + stopped.id() + " is told no more and now " + stopped.state() + ": "
				+ stopped.reason());
		try {
			this.publisher.publishEvent(new WebhookSubscriberStoppedEvent(stopped));
		}
		catch (RuntimeException ex) {
			logger.error("A listener failed on the end of the webhook " + stopped.id(), ex);
		}
	}

}
