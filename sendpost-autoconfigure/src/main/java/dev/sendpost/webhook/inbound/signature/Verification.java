package dev.sendpost.webhook.inbound.signature;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a webhook whose signature is good.
 *
 * @param replayKeys what each copy of the webhook, and no other of its source, has at
 * least one of: an id that the signature covers, a digest of what it covers, or part of
 * what the signature would be with each of the secrets
 * @param signedAt when it was signed, or {@code null} if the scheme does not say so
 * @param confirmationUrl what to GET if webhooks of this kind are wanted, because the
 * sender asks so before it sends any; {@code null} if it does not ask
 */
public record Verification(List<String> replayKeys, @Nullable Instant signedAt, @Nullable URI confirmationUrl) {

	/**
	 * Describe a webhook.
	 * @throws IllegalArgumentException if there is no replay key
	 */
	public Verification {
		if (replayKeys.isEmpty()) {
			throw new IllegalArgumentException("A webhook needs something that its copies are known by");
		}
		replayKeys = List.copyOf(replayKeys);
	}

	/**
	 * Describe a webhook that does not ask for a confirmation.
	 * @param replayKey the same for each copy of the webhook
	 * @param signedAt when it was signed, or {@code null} if the scheme does not say so
	 */
	public Verification(String replayKey, @Nullable Instant signedAt) {
		this(List.of(replayKey), signedAt, null);
	}

}
