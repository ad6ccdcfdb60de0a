package dev.sendpost.subaccount;

/**
 * A key that was just made. This is the only time that it can be shown.
 *
 * @param text the key itself
 * @param details what stays known of it
 */
public record IssuedApiKey(String text, ApiKeyDetails details) {

	@Override
	public String toString() {
		return "IssuedApiKey[text=" + this.details.hint() + "******, details=" + this.details + "]";
	}

}
