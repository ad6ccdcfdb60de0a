package dev.sendpost.reliability;

import java.time.Instant;
import java.util.List;

/**
 * A message whose final dot reached a {@link CountingSmtpServer}.
 *
 * @param client what the client called itself
 * @param messageId its {@code Message-ID} header
 * @param recipients the recipients of its envelope
 * @param checksum of its octets, but for the boundaries of its parts
 * @param at when the dot came
 * @param answer whether the client got the reply
 */
record Arrival(String client, String messageId, List<String> recipients, long checksum, Instant at, Answer answer) {

	/**
	 * Whether the client got the reply to its final dot.
	 */
	static final class Answer {

		private volatile boolean given;

		void give() {
			this.given = true;
		}

		boolean isGiven() {
			return this.given;
		}

	}

}
