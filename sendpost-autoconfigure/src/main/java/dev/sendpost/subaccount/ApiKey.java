package dev.sendpost.subaccount;

import java.time.Instant;
import java.util.UUID;

import dev.sendpost.Submitter;
import org.jspecify.annotations.Nullable;

/**
 * A key that was presented and is good.
 *
 * @param id its id, which may be logged
 * @param name what people call it
 * @param subAccount the name of the sub-account it is for, or {@code null} if it is a key
 * of the account
 * @param scope what it lets its bearer do
 * @param test whether mail sent with it is only captured
 * @param expiresAt from when on it is not good any more, or {@code null} if it always is
 */
public record ApiKey(UUID id, String name, @Nullable String subAccount, ApiKeyScope scope, boolean test,
		@Nullable Instant expiresAt) {

	/**
	 * On whose behalf its bearer acts.
	 * @return the submitter, with the id of this key
	 */
	public Submitter submitter() {
		return new Submitter((this.subAccount != null) ? this.subAccount : SubAccount.DEFAULT, this.subAccount == null,
				this.id, this.test);
	}

	/**
	 * Require that the key allows something.
	 * @param needed what is needed
	 * @throws InsufficientScopeException if the scope of the key does not include it
	 */
	public void require(ApiKeyScope needed) {
		if (!this.scope.includes(needed)) {
			throw new InsufficientScopeException(this, needed);
		}
	}

}
