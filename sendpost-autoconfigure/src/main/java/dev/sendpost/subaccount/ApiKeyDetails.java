package dev.sendpost.subaccount;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a key, which is not the key itself.
 *
 * @param key its id, name, sub-account, scope, mode and expiry
 * @param hint how it begins, by which people recognise it; empty if that is not known
 * @param style how it looks
 * @param createdAt when it was made, or {@code null} if that is not known
 * @param revokedAt when it was revoked, or {@code null} if it was not
 * @param lastUsedAt when it was last used, to a minute or so, or {@code null} if never or
 * unknown
 * @param replacedBy the id of the key that replaces it, or {@code null} if none does
 * @param configured whether it is defined by properties, and so cannot be changed
 */
public record ApiKeyDetails(ApiKey key, String hint, ApiKeyStyle style, @Nullable Instant createdAt,
		@Nullable Instant revokedAt, @Nullable Instant lastUsedAt, @Nullable UUID replacedBy, boolean configured) {

	/**
	 * The id of the key.
	 * @return the id
	 */
	public UUID id() {
		return this.key.id();
	}

}
