package dev.sendpost.webhook.outbound;

import java.time.Duration;

/**
 * Told how a dispatcher gets on, for metrics. Called by many threads.
 */
public interface WebhookDispatcherObserver {

	/** Does nothing. */
	WebhookDispatcherObserver NONE = (result, took) -> {
	};

	/**
	 * A subscriber was asked to take a delivery.
	 * @param result what came of it
	 * @param took how long the request took
	 */
	void attempted(Result result, Duration took);

	/**
	 * What came of an attempt.
	 */
	enum Result {

		/** The subscriber has it. */
		DELIVERED,

		/** It failed, and is tried again. */
		RETRIED,

		/** It failed, and is not tried again. */
		GIVEN_UP

	}

}
