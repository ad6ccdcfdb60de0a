package dev.sendpost.outbox;

import java.time.Duration;

/**
 * Told how a dispatcher works, for metrics. Called by many threads.
 */
public interface DispatcherObserver {

	/** Does nothing. */
	DispatcherObserver NONE = new DispatcherObserver() {
	};

	/**
	 * Messages were claimed.
	 * @param messages how many
	 * @param took how long that took
	 */
	default void claimed(int messages, Duration took) {
	}

	/**
	 * It was written what became of messages.
	 * @param messages how many
	 * @param retried how many of them are tried again
	 * @param took how long that took
	 */
	default void written(int messages, int retried, Duration took) {
	}

}
