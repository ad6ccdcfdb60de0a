package dev.sendpost.transport.smtp;

import dev.sendpost.EnhancedStatusCode;

/**
 * What the server answered to one command.
 *
 * @param code the three digits
 * @param text the reply with its code, as it came, without the last line break
 */
record SmtpReply(int code, String text) {

	/** More than any server has to say to a person. */
	private static final int MAX_LENGTH = 2000;

	SmtpReply {
		text = text.strip();
		text = (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) : text;
	}

	/** The server closes the connection (RFC 5321 section 3.8). */
	boolean isClosing() {
		return this.code == 421;
	}

	boolean isPositive() {
		return this.code >= 200 && this.code < 400;
	}

	boolean isFinal() {
		return this.code >= 500;
	}

	/** The server wants other credentials, or any (RFC 4954 section 6). */
	boolean isAboutAuthentication() {
		return this.code == 530 || this.code == 534 || this.code == 535 || this.code == 538;
	}

	/** The status code is about an address or a mailbox (RFC 3463 section 3). */
	boolean isAboutMailbox() {
		EnhancedStatusCode status = (this.text.length() > 4) ? EnhancedStatusCode.atStartOf(this.text.substring(4))
				: null;
		return status != null && (status.subject() == 1 || status.subject() == 2);
	}

	/** Too many recipients for one transaction (RFC 5321 section 4.5.3.1.10). */
	boolean isTooManyRecipients() {
		return this.code == 452;
	}

}
