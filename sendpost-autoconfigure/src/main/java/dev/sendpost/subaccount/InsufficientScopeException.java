package dev.sendpost.subaccount;

import java.util.Locale;

/**
 * A key is good, but not for what its bearer wants to do.
 */
public class InsufficientScopeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ApiKeyScope needed;

	InsufficientScopeException(ApiKey key, ApiKeyScope needed) {
		super("the key '" + key.name() + "' has the scope " + text(key.scope()) + "; " + text(needed) + " is needed");
		this.needed = needed;
	}

	private static String text(ApiKeyScope scope) {
		return scope.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What scope is needed.
	 * @return the scope
	 */
	public ApiKeyScope getNeeded() {
		return this.needed;
	}

}
