package dev.sendpost.webhook.outbound;

import java.time.Duration;

/**
 * How a node tells subscribers.
 *
 * @param concurrency how many requests it makes at a time; a quarter of them, but at
 * least one, to all subscribers of one sub-account
 * @param concurrencyPerSubscriber how many of them to one subscriber; one while that
 * fails
 * @param pollInterval how often it looks for deliveries that it was not told of
 * @param lease how long a node that has died keeps what it claimed; longer than a request
 * can take
 * @param retries when to try again
 * @param pauseAfter for how long a subscriber may fail before it is paused
 * @param shutdownTimeout how long stopping waits for requests
 */
public record WebhookDispatcherSettings(int concurrency, int concurrencyPerSubscriber, Duration pollInterval,
		Duration lease, WebhookRetries retries, Duration pauseAfter, Duration shutdownTimeout) {

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a value is out of its range
	 */
	public WebhookDispatcherSettings {
		if (concurrency < 1 || concurrencyPerSubscriber < 1) {
			throw new IllegalArgumentException("concurrency must be at least 1");
		}
		for (Duration positive : new Duration[] { pollInterval, lease, pauseAfter }) {
			if (positive.toMillis() < 1) {
				throw new IllegalArgumentException("pollInterval, lease and pauseAfter must be positive");
			}
		}
	}

}
