package dev.sendpost.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import dev.sendpost.EmailStatus;
import org.jspecify.annotations.Nullable;

/**
 * What waits in the outbox.
 *
 * @param depth how many messages wait in each status
 * @param oldestDue when the message was due that has been waiting longest, or
 * {@code null} if none is due
 * @param paused whether everything is paused
 * @param pausedTransports the names of paused transports
 * @param pausedSubAccounts the names of paused sub-accounts
 */
public record QueueState(Map<EmailStatus, Long> depth, @Nullable Instant oldestDue, boolean paused,
		Set<String> pausedTransports, Set<String> pausedSubAccounts) {

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
