package dev.sendpost.transport;

import java.time.Instant;

/**
 * A route or transport takes no more of this mail for now.
 */
final class NoRoomException extends TransportException {

	private static final long serialVersionUID = 1L;

	private final Instant until;

	/**
	 * Create an exception.
	 * @param what the route or transport
	 * @param until when there may be room again
	 */
	NoRoomException(String what, Instant until) {
		super(Kind.PAUSED, what + " takes no more of this mail until " + until, null);
		this.until = until;
	}

	Instant until() {
		return this.until;
	}

}
