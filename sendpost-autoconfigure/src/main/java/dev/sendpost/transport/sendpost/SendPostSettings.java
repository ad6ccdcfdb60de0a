package dev.sendpost.transport.sendpost;

import org.jspecify.annotations.Nullable;

/**
 * What each message by SendPost is sent with.
 *
 * @param ipPool the name of the IP pool to send from, or {@code null} for the service's
 * choice
 * @param webhookEndpoint where the service reports what becomes of the message, or
 * {@code null} for what is set up there
 */
public record SendPostSettings(@Nullable String ipPool, @Nullable String webhookEndpoint) {

	/** What is set up at the service. */
	public static final SendPostSettings DEFAULT = new SendPostSettings(null, null);

}
