package dev.sendpost.subaccount;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What key to make.
 *
 * @param name what people are to call it
 * @param subAccount the name of the sub-account it is for, or {@code null} for a key of
 * the account
 * @param scope what it lets its bearer do
 * @param test whether mail sent with it is only captured
 * @param style how it looks
 * @param expiresAt from when on it is not good any more, or {@code null} if it always is
 */
public record ApiKeyRequest(String name, @Nullable String subAccount, ApiKeyScope scope, boolean test,
		ApiKeyStyle style, @Nullable Instant expiresAt) {

	/** How many characters a name has at most. */
	public static final int MAX_NAME_LENGTH = 200;

	/**
	 * Create a request.
	 * @throws AccountManagementException if the name is empty, too long, or has control
	 * characters
	 */
	public ApiKeyRequest {
		SingleLine.require("the name of a key", name, MAX_NAME_LENGTH);
	}

	/**
	 * A live key of the account, with full access.
	 * @param name what people are to call it
	 * @return the request
	 */
	public static ApiKeyRequest account(String name) {
		return new ApiKeyRequest(name, null, ApiKeyScope.FULL_ACCESS, false, ApiKeyStyle.NATIVE, null);
	}

	/**
	 * A live key of a sub-account, with full access to it.
	 * @param subAccount the name of the sub-account
	 * @param name what people are to call it
	 * @return the request
	 */
	public static ApiKeyRequest subAccount(String subAccount, String name) {
		return new ApiKeyRequest(name, subAccount, ApiKeyScope.FULL_ACCESS, false, ApiKeyStyle.NATIVE, null);
	}

	/**
	 * With another scope.
	 * @param scope what it lets its bearer do
	 * @return the new request
	 */
	public ApiKeyRequest scope(ApiKeyScope scope) {
		return new ApiKeyRequest(this.name, this.subAccount, scope, this.test, this.style, this.expiresAt);
	}

	/**
	 * For a test key: mail sent with it is only captured.
	 * @return the new request
	 */
	public ApiKeyRequest forTest() {
		return new ApiKeyRequest(this.name, this.subAccount, this.scope, true, this.style, this.expiresAt);
	}

	/**
	 * With another style.
	 * @param style how it looks
	 * @return the new request
	 */
	public ApiKeyRequest style(ApiKeyStyle style) {
		return new ApiKeyRequest(this.name, this.subAccount, this.scope, this.test, style, this.expiresAt);
	}

	/**
	 * With an expiry.
	 * @param expiresAt from when on it is not good any more, or {@code null} if it always
	 * is
	 * @return the new request
	 */
	public ApiKeyRequest expiresAt(@Nullable Instant expiresAt) {
		return new ApiKeyRequest(this.name, this.subAccount, this.scope, this.test, this.style, expiresAt);
	}

}
