package dev.sendpost.transport;

import java.time.Duration;

import dev.sendpost.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How a transport is doing on this node.
 *
 * @param condition whether messages are sent through it
 * @param resting for how long, from now, nothing is sent through it because it failed or
 * asked to be left alone; zero if messages are
 * @param lastFailure the last attempt that failed as a whole, or {@code null} if none did
 * since the application started
 */
public record TransportState(Condition condition, Duration resting, @Nullable Failure lastFailure) {

	/**
	 * Whether messages are sent through a transport.
	 */
	public enum Condition {

		/** They are. */
		CLOSED,

		/** Its circuit is open: it kept failing, and is left alone for a while. */
		OPEN,

		/** A few are, to see whether it is well again. */
		HALF_OPEN,

		/** The service asked to be left alone for a while. */
		THROTTLED

	}

	/**
	 * An attempt that failed.
	 *
	 * @param kind what kind of failure it was
	 * @param message what happened
	 * @param serverText the server's reply, word for word, or {@code null} if there was
	 * none
	 * @param age how long ago it was
	 */
	public record Failure(Kind kind, String message, @Nullable String serverText, Duration age) {

	}

}
