package dev.sendpost;

import java.net.IDN;
import java.util.Locale;

/**
 * Turns the domain of an address into A-labels (RFC 5890).
 */
final class DomainName {

	private static final int MAX_LABEL_LENGTH = 63;

	private static final int MAX_LENGTH = 253;

	/**
	 * Characters that IDNA 2003, which the JDK implements, maps to others and IDNA 2008
	 * keeps: sharp s, final sigma, the joiners. The two readings are different domains
	 * with different owners, so the sender has to say which is meant.
	 */
	private static final String DEVIATIONS = "\u00df\u1e9e\u03c2\u200c\u200d";

	private DomainName() {
	}

	static String toAscii(String field, String domain) {
		if (domain.isEmpty()) {
			throw new InvalidEmailException(field, "nothing stands after the @");
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
