package dev.sendpost;

import java.util.Locale;
import java.util.Set;

/**
 * One header field of an {@link Email} beyond those that have a property of their own.
 *
 * @param name the field name, printable ASCII without a colon (RFC 5322 section 2.2), at
 * most 76 characters
 * @param value the field body, unfolded and not encoded
 */
public record EmailHeader(String name, String value) {

	private static final int MAX_NAME_LENGTH = 76;

	/**
	 * Fields that the message itself decides: a second one would contradict it.
	 */
	private static final Set<String> RESERVED = Set.of("from", "to", "cc", "bcc", "reply-to", "subject", "date",
			"message-id", "mime-version", "return-path", "received", "list-unsubscribe", "list-unsubscribe-post",
			"x-priority", "importance", "dkim-signature", "resent-bcc");

	/**
	 * Create a header.
	 * @throws InvalidEmailException with the field {@code headers} if the name is
	 * malformed or reserved, or the value holds a control character
	 */
	public EmailHeader {
		String lowerCaseName = name.toLowerCase(Locale.ROOT);
		if (name.isEmpty() || name.length() > MAX_NAME_LENGTH
				|| !name.chars().allMatch((c) -> c > 32 && c < 127 && c != ':')) {
			throw new InvalidEmailException("headers", "%s is not a header name: up to " + MAX_NAME_LENGTH
					+ " printable ASCII characters without space or colon are", name);
		}
		if (RESERVED.contains(lowerCaseName) || lowerCaseName.startsWith("content-")) {
			throw new InvalidEmailException("headers",
					"%s is reserved: it follows from the e-mail itself and cannot be set as a custom header", name);
		}
		Text.requireSingleLine("headers." + name, value);
	}

}
