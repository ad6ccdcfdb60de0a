package dev.sendpost;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox, with the name shown for it. The only place where addresses are parsed and
 * validated: one that exists is safe to put into a header and an SMTP command.
 *
 * <p>
 * The domain is kept as A-labels in lower case. A local part is kept without needless
 * quotes; one beyond ASCII is allowed and needs a server with SMTPUTF8 (RFC 6531).
 * Address literals ({@code user@[192.0.2.1]}), comments and groups are refused.
 *
 * @param name the display name, or {@code null} if there is none
 * @param localPart what stands before the last {@code @}, unquoted
 * @param domain the domain as A-labels, in lower case
 */
public record EmailAddress(@Nullable String name, String localPart, String domain) {

	/** Octets of a local part, RFC 5321 section 4.5.3.1.1. */
	private static final int MAX_LOCAL_PART_LENGTH = 64;

	/** Octets of an address: a path of 256 (RFC 5321 section 4.5.3.1.3) less its <>. */
	private static final int MAX_ADDRESS_LENGTH = 254;

	/** Characters of a display name; what is longer is not a name. */
	private static final int MAX_NAME_LENGTH = 500;

	/**
	 * Create an address from its parts.
	 * @throws InvalidEmailException with the field {@code address} if a part is malformed
	 * or too long
	 */
	public EmailAddress {
		if (name != null) {
			name = Text.requireSingleLine("address", name).strip();
			if (name.length() > MAX_NAME_LENGTH) {
				throw new InvalidEmailException("address",
						"the display name %s is longer than " + MAX_NAME_LENGTH + " characters", name);
			}
			name = name.isEmpty() ? null : name;
		}
		String shown = localPart + "@" + domain;
		domain = DomainName.toAscii("address", domain);
		Text.requireSingleLine("address", localPart);
		if (localPart.indexOf('\t') >= 0) {
			throw new InvalidEmailException("address", "%s has a tab before the @", shown);
		}
		if (localPart.isEmpty()) {
			throw new InvalidEmailException("address", "%s has nothing before the @", shown);
		}
		String written = writeLocalPart(localPart);
		if (octets(written) > MAX_LOCAL_PART_LENGTH) {
			throw new InvalidEmailException("address",
					"the part of %s before the @ is longer than " + MAX_LOCAL_PART_LENGTH + " octets", shown);
		}
		if (octets(written) + 1 + domain.length() > MAX_ADDRESS_LENGTH) {
			throw new InvalidEmailException("address", "%s is longer than " + MAX_ADDRESS_LENGTH + " octets", shown);
		}
	}

	/**
	 * Parse an address as people write it.
	 * @param text {@code user@example.com}, {@code Some Name <user@example.com>} or
	 * {@code "Name, Some" <user@example.com>}
	 * @return the address
	 * @throws InvalidEmailException with the field {@code address} if it is not one
	 */
	public static EmailAddress parse(String text) {
		return new EmailAddressParser(text).parse();
	}

	/**
	 * An address with a display name.
	 * @param name the name, as it should be shown
	 * @param address {@code user@example.com}
	 * @return the address
	 * @throws InvalidEmailException with the field {@code address} if it is not one
	 */
	public static EmailAddress of(String name, String address) {
		EmailAddress parsed = parse(address);
		return new EmailAddress(name, parsed.localPart, parsed.domain);
	}

	/**
	 * The address as SMTP and headers write it, without the name: the local part quoted
	 * where it must be, the domain as A-labels.
	 * @return for example {@code user@example.com}
	 */
	public String address() {
		return writeLocalPart(this.localPart) + "@" + this.domain;
	}

	/**
	 * What the address is looked up by: people and providers do not keep to its case, nor
	 * to one way of typing an accented letter.
	 * @return the address in lower case and in Unicode's form NFC, without the name
	 */
	public String mailbox() {
		String lower = address().toLowerCase(Locale.ROOT);
		return isAscii(lower) ? lower : Normalizer.normalize(lower, Normalizer.Form.NFC);
	}

	/**
	 * Whether the address itself needs SMTPUTF8 (RFC 6531): its local part is not ASCII.
	 * @return {@code true} if it does
	 */
	public boolean needsSmtpUtf8() {
		return !isAscii(this.localPart);
	}

	/**
	 * Whether mail to both reaches the same mailbox: the names do not matter, nor does
	 * the case of the domain.
	 * @param other the other address
	 * @return {@code true} if it does
	 */
	public boolean isSameMailbox(EmailAddress other) {
		return this.localPart.equals(other.localPart) && this.domain.equals(other.domain);
	}

	/**
	 * The address for a person to read and for {@link #parse(String)} to read back.
	 */
	@Override
	public String toString() {
		if (this.name == null) {
			return address();
		}
		return "\"" + this.name.replace("\\", "\\\\").replace("\"", "\\\"") + "\" <" + address() + ">";
	}

	private static String writeLocalPart(String localPart) {
		if (isDotAtom(localPart)) {
			return localPart;
		}
		return "\"" + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

	/**
	 * Whether the text is a dot-atom (RFC 5322 section 3.2.3, with RFC 6532's characters
	 * beyond ASCII).
	 */
	static boolean isDotAtom(String text) {
		if (text.isEmpty() || text.endsWith(".")) {
			return false;
		}
		boolean afterDot = true;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((c == '.') ? afterDot : !isAtomCharacter(c)) {
				return false;
			}
			afterDot = c == '.';
		}
		return true;
	}

	private static boolean isAtomCharacter(int c) {
		return isBeyondAsciiAndVisible(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
				|| "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
	}

	private static boolean isBeyondAsciiAndVisible(int c) {
		return c >= 160 && !Character.isSpaceChar(c);
	}

	private static boolean isAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) >= 128) {
				return false;
			}
		}
		return true;
	}

	private static int octets(String text) {
		return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
	}

}
