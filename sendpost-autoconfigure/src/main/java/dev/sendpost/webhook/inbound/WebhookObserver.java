package dev.sendpost.webhook.inbound;

/**
 * Is told what becomes of webhooks.
 */
@FunctionalInterface
public interface WebhookObserver {

	/** Does nothing about it. */
	WebhookObserver NONE = (source, state, events) -> {
	};

	/**
	 * A webhook has got as far as it gets.
	 * @param source the name of its source
	 * @param state what became of it
	 * @param events what became of the events that it reports
	 */
	void settled(String source, WebhookDeliveryState state, EventCounts events);

	/**
	 * A webhook was refused, or came before.
	 * @param source the name of its source
	 * @param reason why, in one or a few words joined by hyphens
	 */
	default void refused(String source, String reason) {
	}

	/**
	 * What became of the events of one webhook.
	 *
	 * @param recorded how many are in the log
	 * @param unmatched how many are about nothing that is known
	 * @param unknownType how many are of a kind that is not recorded
	 */
	record EventCounts(int recorded, int unmatched, int unknownType) {

		/** None. */
		public static final EventCounts NONE = new EventCounts(0, 0, 0);

	}

}
