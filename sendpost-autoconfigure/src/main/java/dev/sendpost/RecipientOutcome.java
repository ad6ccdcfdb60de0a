package dev.sendpost;

import org.jspecify.annotations.Nullable;

/**
 * What became of one address of one {@link Email}.
 *
 * @param recipient the address
 * @param status where it stands
 * @param transport the name of the transport that gave the outcome, or {@code null} if
 * none was asked
 * @param statusCode the enhanced status code, or {@code null} if there was none
 * @param serverText the server's reply, word for word, or {@code null} if no server
 * replied
 * @param reason why it came to this, in words for a person, or {@code null} if it needs
 * none
 * @param perhapsSent whether the server may have taken the message although it did not
 * say so: the connection broke after the whole message was written
 * @param providerMessageId the id that the provider gave the message, or {@code null} if
 * it gave none
 */
public record RecipientOutcome(EmailAddress recipient, EmailStatus status, @Nullable String transport,
		@Nullable EnhancedStatusCode statusCode, @Nullable String serverText, @Nullable String reason,
		boolean perhapsSent, @Nullable String providerMessageId) {

	/**
	 * Create an outcome of a message that no provider gave an id.
	 * @param recipient the address
	 * @param status where it stands
	 * @param transport the name of the transport that gave the outcome, or {@code null}
	 * @param statusCode the enhanced status code, or {@code null} if there was none
	 * @param serverText the server's reply, or {@code null} if no server replied
	 * @param reason why it came to this, or {@code null} if it needs no reason
	 * @param perhapsSent whether the server may have taken the message nevertheless
	 */
	public RecipientOutcome(EmailAddress recipient, EmailStatus status, @Nullable String transport,
			@Nullable EnhancedStatusCode statusCode, @Nullable String serverText, @Nullable String reason,
			boolean perhapsSent) {
		this(recipient, status, transport, statusCode, serverText, reason, perhapsSent, null);
	}

	/**
	 * The recipient was accepted by a provider that gave the message an id, by which its
	 * later reports are understood.
	 * @param recipient the address
	 * @param transport the name of the transport
	 * @param serverText the provider's answer, or {@code null} if it has no text
	 * @param providerMessageId the id, or {@code null} if the provider gave none
	 * @return the outcome
	 */
	public static RecipientOutcome sent(EmailAddress recipient, String transport, @Nullable String serverText,
			@Nullable String providerMessageId) {
		return new RecipientOutcome(recipient, EmailStatus.SENT, transport, null, serverText, null, false,
				providerMessageId);
	}

	/**
	 * The recipient was accepted by the next hop.
	 * @param recipient the address
	 * @param transport the name of the transport
	 * @param serverText the server's reply, or {@code null} if it has no text
	 * @return the outcome
	 */
	public static RecipientOutcome sent(EmailAddress recipient, String transport, @Nullable String serverText) {
		return replied(recipient, EmailStatus.SENT, transport, serverText);
	}

	/**
	 * The recipient was refused for the moment.
	 * @param recipient the address
	 * @param transport the name of the transport
	 * @param serverText the server's reply, or {@code null} if it has no text
	 * @return the outcome
	 */
	public static RecipientOutcome deferred(EmailAddress recipient, String transport, @Nullable String serverText) {
		return replied(recipient, EmailStatus.DEFERRED, transport, serverText);
	}

	/**
	 * The recipient was refused for good: the server's reply is about this address, which
	 * may be suppressed for it.
	 * @param recipient the address
	 * @param transport the name of the transport
	 * @param serverText the server's reply, or {@code null} if it has no text
	 * @return the outcome
	 */
	public static RecipientOutcome bounced(EmailAddress recipient, String transport, @Nullable String serverText) {
		return replied(recipient, EmailStatus.BOUNCED, transport, serverText);
	}

	/**
	 * The message was refused for good, for what it is or whom it is from. That says
	 * nothing about the recipient, who is not suppressed for it.
	 * @param recipient the address
	 * @param transport the name of the transport
	 * @param serverText the server's reply, or {@code null} if it has no text
	 * @param reason what happened
	 * @return the outcome
	 */
	public static RecipientOutcome refused(EmailAddress recipient, String transport, @Nullable String serverText,
			String reason) {
		return failed(recipient, EmailStatus.BOUNCED, transport, serverText, reason, false);
	}

	/**
	 * A policy kept the message from the recipient.
	 * @param recipient the address
	 * @param reason why
	 * @return the outcome
	 */
	public static RecipientOutcome dropped(EmailAddress recipient, String reason) {
		return new RecipientOutcome(recipient, EmailStatus.DROPPED, null, null, null, reason, false);
	}

	/**
	 * No transport settled the recipient.
	 * @param recipient the address
	 * @param status {@link EmailStatus#DEFERRED} if that may pass,
	 * {@link EmailStatus#FAILED} otherwise
	 * @param transport the name of the transport whose failure tells most, or
	 * {@code null} if it is unknown
	 * @param serverText the server's reply, or {@code null} if there was none
	 * @param reason what happened
	 * @param perhapsSent whether the message may have been taken nevertheless
	 * @return the outcome
	 */
	public static RecipientOutcome failed(EmailAddress recipient, EmailStatus status, @Nullable String transport,
			@Nullable String serverText, @Nullable String reason, boolean perhapsSent) {
		EnhancedStatusCode code = (serverText != null) ? statusCode(serverText) : null;
		return new RecipientOutcome(recipient, status, transport, code, serverText, reason, perhapsSent);
	}

	private static RecipientOutcome replied(EmailAddress recipient, EmailStatus status, String transport,
			@Nullable String serverText) {
		EnhancedStatusCode code = (serverText != null) ? statusCode(serverText) : null;
		return new RecipientOutcome(recipient, status, transport, code, serverText, null, false);
	}

	/**
	 * The enhanced status code in an SMTP reply, which stands behind the three digits.
	 */
	private static @Nullable EnhancedStatusCode statusCode(String reply) {
		return (reply.length() > 4) ? EnhancedStatusCode.atStartOf(reply.substring(4)) : null;
	}

}
