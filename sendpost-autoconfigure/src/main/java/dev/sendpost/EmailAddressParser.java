package dev.sendpost;

import org.jspecify.annotations.Nullable;

/**
 * Reads one mailbox of RFC 5322 section 3.4, without comments, groups and obsolete forms.
 */
final class EmailAddressParser {

	/**
	 * The longest text that can be one address: more is refused unread.
	 */
	private static final int MAX_LENGTH = 2000;

	private final String text;

	EmailAddressParser(String text) {
		this.text = text.strip();
	}

	EmailAddress parse() {
		if (this.text.isEmpty()) {
			throw new InvalidEmailException("address", "an e-mail address is empty");
		}
		if (this.text.length() > MAX_LENGTH) {
			throw invalid("it is far too long");
		}
		Text.requireSingleLine("address", this.text);
		if (!this.text.endsWith(">")) {
			return mailbox(null, this.text);
		}
		int open = openingBracket();
		return mailbox(name(this.text.substring(0, open).strip()),
				this.text.substring(open + 1, this.text.length() - 1).strip());
	}

	/**
	 * The bracket that opens the address: the first outside quotes.
	 */
	private int openingBracket() {
		boolean quoted = false;
		for (int i = 0; i < this.text.length(); i++) {
			char c = this.text.charAt(i);
			if (quoted && c == '\\') {
				i++;
			}
			else if (c == '"') {
				quoted = !quoted;
			}
			else if (c == '<' && !quoted) {
				return i;
			}
		}
		throw invalid("it ends with > but has no matching <");
	}

	private @Nullable String name(String phrase) {
		if (!phrase.startsWith("\"")) {
			if (phrase.indexOf('"') >= 0) {
				throw invalid("a quote stands inside the name");
			}
			if (phrase.indexOf('@') >= 0 && phrase.indexOf(',') >= 0) {
				throw invalid("it is more than one; give each on its own");
			}
			return phrase.isEmpty() ? null : phrase;
		}
		int end = closingQuote(phrase);
		if (end != phrase.length() - 1) {
			throw invalid("the quotes around the name do not match");
		}
		return unquote(phrase);
	}

	private EmailAddress mailbox(@Nullable String name, String address) {
		String localPart;
		int at;
		if (address.startsWith("\"")) {
			int end = closingQuote(address);
			at = end + 1;
			if (end < 0 || at >= address.length() || address.charAt(at) != '@') {
				throw invalid("no @ follows the quoted part");
			}
			localPart = unquote(address.substring(0, at));
		}
		else {
			at = address.indexOf('@');
			if (at < 0) {
				throw invalid("it has no @");
			}
			localPart = address.substring(0, at);
			if (localPart.isEmpty()) {
				throw invalid("nothing stands before the @");
			}
			if (!EmailAddress.isDotAtom(localPart)) {
				throw invalid("the part before the @ has a character or a dot where none may be");
			}
		}
		return new EmailAddress(name, localPart, address.substring(at + 1));
	}

	/**
	 * The index of the quote that closes the one at the start, or -1.
	 */
	private static int closingQuote(String text) {
		for (int i = 1; i < text.length(); i++) {
			if (text.charAt(i) == '\\') {
				i++;
			}
			else if (text.charAt(i) == '"') {
				return i;
			}
		}
		return -1;
	}

	private static String unquote(String quoted) {
		StringBuilder unquoted = new StringBuilder();
		for (int i = 1; i < quoted.length() - 1; i++) {
			char c = quoted.charAt(i);
			unquoted.append((c == '\\') ? quoted.charAt(++i) : c);
		}
		return unquoted.toString();
	}

	private InvalidEmailException invalid(String reason) {
		return new InvalidEmailException("address", "%s is not an e-mail address: " + reason, this.text);
	}

}
