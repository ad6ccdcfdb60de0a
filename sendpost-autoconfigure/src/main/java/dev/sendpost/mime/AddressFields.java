package dev.sendpost.mime;

import java.util.List;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields that list mailboxes (RFC 5322 section 3.4). An address with a local part
 * beyond ASCII is written in UTF-8 (RFC 6532); names never are.
 */
final class AddressFields {

	private final HeaderWriter header;

	private boolean smtpUtf8;

	AddressFields(HeaderWriter header) {
		this.header = header;
	}

	/**
	 * Whether an address written so far needs SMTPUTF8.
	 */
	boolean needsSmtpUtf8() {
		return this.smtpUtf8;
	}

	void write(String name, List<EmailAddress> addresses) {
		this.header.begin(name);
		for (int i = 0; i < addresses.size(); i++) {
			write(addresses.get(i), i + 1 < addresses.size());
		}
		this.header.end();
	}

	private void write(EmailAddress address, boolean more) {
		String written = address.address();
		if (address.name() != null) {
			written = "<" + written + ">";
			String phrase = phrase(address.name());
			if (phrase == null) {
				new EncodedWords(this.header, true).write(address.name());
			}
			else if (1 + phrase.length() + 1 + written.length() + 1 <= HeaderWriter.LINE_LENGTH) {
				written = phrase + " " + written;
			}
			else if (phrase.startsWith("\"")) {
				this.header.token(phrase);
			}
			else {
				atoms(phrase);
			}
		}
		this.header.separate(written.length() + 1);
		this.header.out().utf8(written);
		this.smtpUtf8 |= address.needsSmtpUtf8();
		if (more) {
			this.header.out().append(',');
		}
	}

	private void atoms(String phrase) {
		int start = 0;
		int end;
		while ((end = phrase.indexOf(' ', start)) >= 0) {
			this.header.token(phrase.substring(start, end));
			start = end + 1;
		}
		this.header.token(phrase.substring(start));
	}

	/**
	 * The name as atoms or as a quoted-string that fits a line, or {@code null} if it has
	 * to be encoded.
	 */
	private static @Nullable String phrase(String name) {
		boolean atoms = true;
		int longest = 0;
		int atomStart = 0;
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c < ' ' || c > '~' || (c == '?' && i > 0 && name.charAt(i - 1) == '=')) {
				return null;
			}
			if (c == ' ') {
				atoms &= i > atomStart;
				atomStart = i + 1;
			}
			else {
				atoms &= isAtomCharacter(c);
				longest = Math.max(longest, i + 1 - atomStart);
			}
		}
		if (atoms) {
			return (longest < HeaderWriter.LINE_LENGTH) ? name : null;
		}
		String quoted = "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
		return (quoted.length() < HeaderWriter.LINE_LENGTH) ? quoted : null;
	}

	private static boolean isAtomCharacter(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
				|| "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
	}

}
