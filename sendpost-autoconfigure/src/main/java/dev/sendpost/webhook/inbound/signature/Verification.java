package dev.sendpost.webhook.inbound.signature;

import java.net.URI;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a webhook whose signature is good.
 *
 * @param replayKey the same for each copy of the webhook, and for no other of its source:
 * an id that the signature covers, or a digest of what it covers
 * @param signedAt when it was signed, or {@code null} if the scheme does not say so
 * @param confirmationUrl what to GET if webhooks of this kind are wanted, because the
 * sender asks so before it sends any; {@code null} if it does not ask
 */
public record Verification(String replayKey, @Nullable Instant signedAt, @Nullable URI confirmationUrl) {

	/**
	 * Describe a webhook that does not ask for a confirmation.
	 * @param replayKey the same for each copy of the webhook
	 * @param signedAt when it was signed, or {@code null} if the scheme does not say so
	 */
	public Verification(String replayKey, @Nullable Instant signedAt) {
		this(replayKey, signedAt, null);
	}

}
