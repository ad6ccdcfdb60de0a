package dev.sendpost.admin.page.subaccount;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyDetails;
import dev.sendpost.subaccount.ApiKeyScope;
import org.jspecify.annotations.Nullable;

/**
 * A key in a list.
 *
 * @param id its id
 * @param name what people call it
 * @param hint how it begins; empty if that is not known
 * @param subAccount the name of the sub-account it is for, or {@code null} if it is a key
 * of the account
 * @param scope what it lets its bearer do, in words
 * @param test whether mail sent with it is only captured
 * @param style how it looks
 * @param state {@code active}, {@code replaced}, {@code expired} or {@code revoked}
 * @param createdAt when it was made, or {@code null} if that is not known
 * @param lastUsedAt when it was last used, or {@code null} if never or unknown
 * @param expiresAt from when on it is not good any more, or {@code null} if it always is
 * @param revokedAt when it was revoked, or {@code null} if it was not
 * @param replacedBy the id of the key that replaces it, or {@code null} if none does
 * @param configured whether it is defined by properties
 */
public record KeyRow(UUID id, String name, String hint, @Nullable String subAccount, String scope, boolean test,
		String style, String state, @Nullable Instant createdAt, @Nullable Instant lastUsedAt,
		@Nullable Instant expiresAt, @Nullable Instant revokedAt, @Nullable UUID replacedBy, boolean configured) {

	static KeyRow of(ApiKeyDetails details, Instant now) {
		ApiKey key = details.key();
		return new KeyRow(key.id(), key.name(), details.hint(), key.subAccount(), words(key.scope()), key.test(),
				details.style().name().toLowerCase(Locale.ROOT), state(details, now), details.createdAt(),
				details.lastUsedAt(), key.expiresAt(), details.revokedAt(), details.replacedBy(), details.configured());
	}

	static String words(ApiKeyScope scope) {
		return switch (scope) {
			case READ_ONLY -> "read only";
			case SENDING_ACCESS -> "read and send";
			case FULL_ACCESS -> "full access";
		};
	}

	private static String state(ApiKeyDetails details, Instant now) {
		if (details.revokedAt() != null) {
			return "revoked";
		}
		Instant expiry = details.key().expiresAt();
		if (expiry != null && !expiry.isAfter(now)) {
			return "expired";
		}
		return (details.replacedBy() != null) ? "replaced" : "active";
	}

	/**
	 * Whether it lets its bearer in.
	 * @return whether it does
	 */
	public boolean good() {
		return this.state.equals("active") || this.state.equals("replaced");
	}

	/**
	 * Whether it can be rotated and revoked here.
	 * @return whether it can
	 */
	public boolean changeable() {
		return good() && !this.configured;
	}

}
