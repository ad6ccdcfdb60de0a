package dev.sendpost.subaccount;

/**
 * What a key lets its bearer do. Each scope includes those below it.
 */
public enum ApiKeyScope {

	/** Read: mail, suppressions, domains, settings. */
	READ_ONLY,

	/** Also send. */
	SENDING_ACCESS,

	/** Also change settings and manage keys. */
	FULL_ACCESS;

	/**
	 * Whether this scope is enough.
	 * @param needed what is needed
	 * @return {@code true} if it includes that
	 */
	public boolean includes(ApiKeyScope needed) {
		return compareTo(needed) >= 0;
	}

}
