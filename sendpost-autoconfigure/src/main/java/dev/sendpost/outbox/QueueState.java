package dev.sendpost.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.sendpost.EmailStatus;

/**
 * What waits in the outbox.
 *
 * @param depth how many messages wait in each status
 * @param delay how long the message has been due that waits longest, zero if none is due
 * @param paused whether everything is paused
 * @param pausedTransports the names of paused transports
 * @param pausedSubAccounts the names of paused sub-accounts
 */
public record QueueState(Map<EmailStatus, Long> depth, Duration delay, boolean paused, Set<String> pausedTransports,
		Set<String> pausedSubAccounts) {

	/**
	 * Create a state.
	 */
	public QueueState {
		depth = Map.copyOf(depth);
		pausedTransports = Set.copyOf(pausedTransports);
		pausedSubAccounts = Set.copyOf(pausedSubAccounts);
	}

	/**
	 * How many messages wait.
	 * @return the number of all
	 */
	public long total() {
		return this.depth.values().stream().mapToLong(Long::longValue).sum();
	}

}
