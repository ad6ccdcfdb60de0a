package dev.sendpost.api;

import dev.sendpost.limit.RequestLimits;
import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers in who have a key.
 */
public final class ApiAccess {

	private final ApiKeys keys;

	private final @Nullable RequestLimits limits;

	/**
	 * Create it.
	 * @param keys the keys
	 * @param limits counts requests, or {@code null} if they are not limited
	 */
	public ApiAccess(ApiKeys keys, @Nullable RequestLimits limits) {
		this.keys = keys;
		this.limits = limits;
	}

	/**
	 * Let a caller in.
	 * @param presented what is presented as a key, or {@code null} if nothing is
	 * @param source where the request comes from
	 * @param scope what the key must be good for
	 * @return the key
	 */
	ApiKey admit(@Nullable String presented, String source, ApiKeyScope scope) {
		ApiKey key = this.keys.authenticate(presented, source);
		if (this.limits != null) {
			this.limits.count(key);
		}
		key.require(scope);
		return key;
	}

}
