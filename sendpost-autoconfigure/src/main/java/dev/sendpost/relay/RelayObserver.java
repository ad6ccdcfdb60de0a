package dev.sendpost.relay;

/**
 * Told what happens at the relay, on the threads of its connections; quick, and never
 * throws.
 */
public interface RelayObserver {

	/** Looks away. */
	RelayObserver NONE = new RelayObserver() {
	};

	/**
	 * A connection was opened.
	 */
	default void opened() {
	}

	/**
	 * A connection that was opened is closed.
	 */
	default void closed() {
	}

	/**
	 * A connection was refused, or cut off before its time.
	 * @param reason why
	 */
	default void cut(Cut reason) {
	}

	/**
	 * Somebody was not let in.
	 */
	default void authenticationFailed() {
	}

	/**
	 * A message was received, whatever became of it.
	 * @param result what became of it
	 */
	default void received(Result result) {
	}

	/**
	 * Why a connection is refused or cut off.
	 */
	enum Cut {

		/** There are as many as the relay takes. */
		TOO_MANY,

		/** There are as many from the same address as the relay takes. */
		TOO_MANY_FROM_ADDRESS,

		/** The client took too long. */
		TOO_SLOW

	}

	/**
	 * What becomes of a message.
	 */
	enum Result {

		/** It is in the outbox. */
		ACCEPTED,

		/** It was mail that comes back, and was taken in. */
		BOUNCE,

		/** It was refused for good (5xx). */
		REFUSED,

		/** It was refused for now (4xx). */
		DEFERRED

	}

}
