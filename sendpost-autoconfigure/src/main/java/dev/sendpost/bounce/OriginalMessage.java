package dev.sendpost.bounce;

import org.jspecify.annotations.Nullable;

/**
 * The message that a report is about, as far as the report shows it.
 *
 * @param messageId its {@code Message-ID} with angle brackets, or {@code null}
 * @param returnPath the address it was sent from ({@code Return-Path} or
 * {@code Original-Mail-From}) without angle brackets, or {@code null}
 */
public record OriginalMessage(@Nullable String messageId, @Nullable String returnPath) {

	/** Nothing is known of it. */
	static final OriginalMessage UNKNOWN = new OriginalMessage(null, null);

	/**
	 * What this one or else another source tells.
	 */
	OriginalMessage or(@Nullable String messageId, @Nullable String returnPath) {
		return new OriginalMessage((this.messageId != null) ? this.messageId : messageId,
				(this.returnPath != null) ? this.returnPath : returnPath);
	}

}
