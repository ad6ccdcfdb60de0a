package dev.sendpost.subaccount;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * The names of sub-accounts: up to {@value #MAX_LENGTH} lower-case letters, digits and
 * hyphens, as in a label of a domain name (RFC 1035 section 2.3.1).
 */
public final class SubAccountName {

	/** How many characters a name has at most. */
	public static final int MAX_LENGTH = 63;

	private SubAccountName() {
	}

	/**
	 * What is wrong with a name.
	 * @param name the name
	 * @return the reason, or {@code null} if it is a name
	 */
	public static @Nullable String problem(String name) {
		if (name.isEmpty()) {
			return "the name of a sub-account is empty";
		}
		if (name.length() > MAX_LENGTH) {
			return "the name of a sub-account has at most " + MAX_LENGTH + " characters, but this one has "
					+ name.length();
		}
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			boolean hyphen = c == '-';
			if (!hyphen && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
				return "'" + SingleLine.printable(name, MAX_LENGTH)
						+ "' is not the name of a sub-account: it may have lower-case letters a to z, digits and"
						+ " hyphens";
			}
			if (hyphen && (i == 0 || i == name.length() - 1)) {
				return "'" + name + "' is not the name of a sub-account: it begins or ends with a hyphen";
			}
		}
		return null;
	}

	static boolean isValid(String name) {
		return problem(name) == null;
	}

	/**
	 * The number of a sub-account unless another one has it: positive, and the same on
	 * each node and after each start.
	 * @param name the name
	 * @return the number
	 */
	public static int number(String name) {
		CRC32 checksum = new CRC32();
		checksum.update(name.getBytes(StandardCharsets.UTF_8));
		return Math.max(1, (int) (checksum.getValue() & Integer.MAX_VALUE));
	}

}
