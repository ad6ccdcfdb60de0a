package dev.sendpost.webhook.outbound;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who is told of facts.
 *
 * @param id identifies it
 * @param number identifies it where a service counts its webhooks
 * @param subAccount the sub-account whose mail it is about, or {@code null} if it is that
 * of all
 * @param settings what is set about it
 * @param state whether it is told at the moment
 * @param reason why it is not, or {@code null}
 * @param failingSince since when no attempt succeeded, or {@code null} if the last one
 * did
 * @param rotatingUntil until when the secret before the current one counts too, or
 * {@code null} if it does not
 * @param createdAt when it was made
 * @param changedAt when it was changed last
 */
public record WebhookSubscriber(UUID id, long number, @Nullable String subAccount, WebhookSettings settings,
		State state, @Nullable String reason, @Nullable Instant failingSince, @Nullable Instant rotatingUntil,
		Instant createdAt, Instant changedAt) {

	/**
	 * Whether a subscriber is told.
	 */
	public enum State {

		/** It is told. */
		ACTIVE,

		/** It failed for too long; what it is to be told waits until it is resumed. */
		PAUSED,

		/** It is switched off, by whoever owns it or by its own answer 410. */
		DISABLED

	}

}
