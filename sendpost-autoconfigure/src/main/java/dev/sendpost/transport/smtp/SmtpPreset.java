package dev.sendpost.transport.smtp;

import org.jspecify.annotations.Nullable;

/**
 * The SMTP relay of a known service: where it is, and how it wants to be spoken to.
 */
public enum SmtpPreset {

	/** SendPost: user name and password as the account shows them. */
	SENDPOST("smtp.sendpost.io", null),

	/** Sendry: any user name; the password is an API key with {@code sending_access}. */
	SENDRY("smtp.sendry.online", "sendry");

	private final String host;

	private final @Nullable String username;

	SmtpPreset(String host, @Nullable String username) {
		this.host = host;
		this.username = username;
	}

	/**
	 * Where the relay is.
	 * @return the host name; its port is that of {@link #encryption()}
	 */
	public String host() {
		return this.host;
	}

	/**
	 * How the connection is encrypted.
	 * @return the encryption
	 */
	public SmtpEncryption encryption() {
		return SmtpEncryption.STARTTLS_REQUIRED;
	}

	/**
	 * The user name, where the service takes any.
	 * @return the user name, or {@code null} if the account's own is needed
	 */
	public @Nullable String username() {
		return this.username;
	}

}
