package dev.sendpost.tracking;

/**
 * Is told what does not become a fact.
 */
public interface TrackingObserver {

	/** Does nothing about it. */
	TrackingObserver NONE = new TrackingObserver() {
	};

	/**
	 * A link was refused: it was not made here, or was altered.
	 * @param kind what kind of link: {@code open}, {@code click}, {@code reader} or
	 * {@code confirmation}
	 */
	default void refused(String kind) {
	}

	/**
	 * Opens and clicks could not be recorded, and are forgotten.
	 * @param count how many
	 */
	default void lost(int count) {
	}

}
