package dev.sendpost;

import java.net.IDN;
import java.util.Locale;

/**
 * Turns domain names into A-labels (RFC 5890). The only place where they are validated.
 */
public final class DomainName {

	private static final int MAX_LABEL_LENGTH = 63;

	private static final int MAX_LENGTH = 253;

	/** Characters before encoding, which may drop some; more are refused unread. */
	private static final int MAX_UNICODE_LENGTH = 1000;

	/**
	 * Characters that IDNA 2003, which the JDK implements, maps to others and IDNA 2008
	 * keeps: sharp s, final sigma, the joiners. The two readings are different domains
	 * with different owners, so the sender has to say which is meant.
	 */
	private static final String DEVIATIONS = "\u00df\u1e9e\u03c2\u200c\u200d";

	private DomainName() {
	}

	/**
	 * Turn a domain name into A-labels.
	 * @param domain the name as people write it, such as {@code Bücher.example}
	 * @return the name in lower case, such as {@code xn--bcher-kva.example}
	 * @throws InvalidEmailException with the field {@code domain} if it is not one
	 */
	public static String toAscii(String domain) {
		if (domain.isEmpty()) {
			throw new InvalidEmailException("domain", "the domain is empty");
		}
		return toAscii("domain", domain);
	}

	static String toAscii(String field, String domain) {
		if (domain.isEmpty()) {
			throw new InvalidEmailException(field, "nothing stands after the @");
		}
		if (domain.length() > MAX_UNICODE_LENGTH) {
			throw new InvalidEmailException(field, "the domain %s is far too long", domain);
		}
		if (domain.startsWith("[")) {
			throw new InvalidEmailException(field, "%s is an address literal; a domain name is needed", domain);
		}
		if (domain.chars().anyMatch((c) -> DEVIATIONS.indexOf(c) >= 0)) {
			throw new InvalidEmailException(field,
					"the domain %s has a character that two versions of IDNA read differently; "
							+ "give the domain as A-labels (xn--...)",
					domain);
		}
		String ascii = encode(field, domain).toLowerCase(Locale.ROOT);
		if (ascii.length() > MAX_LENGTH) {
			throw new InvalidEmailException(field, "the domain %s is longer than " + MAX_LENGTH + " octets", domain);
		}
		for (String label : ascii.split("\\.", -1)) {
			if (!isLabel(label)) {
				throw new InvalidEmailException(field, "%s is not a domain name", domain);
			}
		}
		return ascii;
	}

	private static String encode(String field, String domain) {
		if (domain.chars().allMatch((c) -> c < 128)) {
			return domain;
		}
		try {
			return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
		}
		catch (IllegalArgumentException | IndexOutOfBoundsException ex) {
			throw new InvalidEmailException(field, "%s is not a domain name", domain);
		}
	}

	private static boolean isLabel(String label) {
		return !label.isEmpty() && label.length() <= MAX_LABEL_LENGTH && !label.startsWith("-") && !label.endsWith("-")
				&& label.chars()
					.allMatch((c) -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
	}

}
