package dev.sendpost;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A mail system status code as of RFC 3463: {@code class.subject.detail}.
 *
 * @param classCode 2 for success, 4 for a failure that may pass, 5 for a final one
 * @param subject what the status is about, 0 to 999; 1 is the address, 2 the mailbox, 7
 * the policy
 * @param detail the status itself, 0 to 999
 */
public record EnhancedStatusCode(int classCode, int subject, int detail) {

	private static final Pattern AT_START = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?=\\s|$)");

	/**
	 * Create a status code.
	 * @throws IllegalArgumentException if a part is out of its range
	 */
	public EnhancedStatusCode {
		if ((classCode != 2 && classCode != 4 && classCode != 5) || subject < 0 || subject > 999 || detail < 0
				|| detail > 999) {
			throw new IllegalArgumentException(
					"Not an enhanced status code: " + classCode + "." + subject + "." + detail);
		}
	}

	/**
	 * Find the code at the start of a server's text, where RFC 2034 puts it.
	 * @param text what follows the three-digit reply code, such as
	 * {@code 5.1.1 No such user}
	 * @return the code, or {@code null} if the text does not start with one
	 */
	public static @Nullable EnhancedStatusCode atStartOf(String text) {
		Matcher matcher = AT_START.matcher(text);
		if (!matcher.lookingAt()) {
			return null;
		}
		return new EnhancedStatusCode(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
				Integer.parseInt(matcher.group(3)));
	}

	@Override
	public String toString() {
		return this.classCode + "." + this.subject + "." + this.detail;
	}

}
