package dev.sendpost.relay;

import java.util.ArrayList;
import java.util.List;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A mail transaction, from {@code MAIL} on (RFC 5321 section 3.3).
 */
final class Transaction {

	/** Who it is from, or {@code null} if it is to be told nobody when it fails. */
	final @Nullable EmailAddress sender;

	/** Whether addresses beyond ASCII are announced. */
	final boolean smtpUtf8;

	final List<EmailAddress> recipients = new ArrayList<>();

	/** Those that were refused although they are addresses. */
	final List<EmailAddress> refused = new ArrayList<>();

	/** The return paths that mail comes back to. */
	final List<String> returnPaths = new ArrayList<>();

	Transaction(@Nullable EmailAddress sender, boolean smtpUtf8) {
		this.sender = sender;
		this.smtpUtf8 = smtpUtf8;
	}

	int size() {
		return this.recipients.size() + this.returnPaths.size();
	}

}
