package dev.sendpost.bounce;

import java.text.ParsePosition;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.InvalidEmailException;
import jakarta.mail.internet.MailDateFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of fields.
 */
final class ReportText {

	private static final int MAX_ADDRESS_LENGTH = 1_000;

	private static final int MAX_DATE_LENGTH = 100;

	private static final Pattern CODE = Pattern.compile("(?<![\\d.])([245])\\.(\\d{1,3})\\.(\\d{1,3})(?!\\.?\\d)");

	/** A type such as {@code rfc822;} or {@code smtp;} before the value. */
	private static final Pattern TYPED = Pattern.compile("\\s*([A-Za-z0-9-]{1,40})\\s*;\\s*(.*)", Pattern.DOTALL);

	private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,318}>");

	/** A character in an address of the type {@code utf-8} (RFC 6533 section 3). */
	private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})}");

	private ReportText() {
	}

	/**
	 * What follows the type, if there is a type.
	 */
	static @Nullable String value(@Nullable String typed) {
		if (typed == null) {
			return null;
		}
		Matcher matcher = TYPED.matcher(typed);
		String value = (matcher.matches() ? matcher.group(2) : typed).strip();
		return value.isEmpty() ? null : value;
	}

	/**
	 * An address with its type: {@code rfc822; ann@example.com}.
	 * @return the address, or {@code null} if it is no mail address
	 */
	static @Nullable EmailAddress address(@Nullable String typed) {
		String value = value(typed);
		if (typed == null || value == null || typed.length() > MAX_ADDRESS_LENGTH) {
			return null;
		}
		if (typed.strip().toLowerCase(Locale.ROOT).startsWith("utf-8")) {
			value = EMBEDDED.matcher(value)
				.replaceAll((character) -> Matcher.quoteReplacement(embedded(character.group(1))));
		}
		try {
			EmailAddress address = EmailAddress.parse(value);
			return new EmailAddress(null, address.localPart(), address.domain());
		}
		catch (InvalidEmailException ex) {
			return null;
		}
	}

	private static String embedded(String hex) {
		int codePoint = Integer.parseInt(hex, 16);
		return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "";
	}

	/**
	 * A path: an address, perhaps in angle brackets.
	 * @return the address as it is written, or {@code null} if it is empty
	 */
	static @Nullable String path(@Nullable String text) {
		if (text == null || text.length() > MAX_ADDRESS_LENGTH) {
			return null;
		}
		int open = text.lastIndexOf('<');
		int close = text.indexOf('>', open + 1);
		String path = ((open >= 0 && close > open) ? text.substring(open + 1, close) : text).strip();
		return path.isEmpty() ? null : path;
	}

	/**
	 * The first id of a message in a text, with its angle brackets.
	 */
	static @Nullable String messageId(@Nullable String text) {
		if (text == null) {
			return null;
		}
		Matcher matcher = MESSAGE_ID.matcher(text);
		return matcher.find() ? matcher.group() : null;
	}

	/**
	 * The first status code in a text.
	 */
	static @Nullable EnhancedStatusCode code(@Nullable String text) {
		if (text == null) {
			return null;
		}
		Matcher matcher = CODE.matcher(text);
		if (!matcher.find()) {
			return null;
		}
		return new EnhancedStatusCode(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
				Integer.parseInt(matcher.group(3)));
	}

	/**
	 * The code of a status field, or that of the server's reply if it says more.
	 */
	static @Nullable EnhancedStatusCode code(@Nullable EnhancedStatusCode status, @Nullable String serverText) {
		if (status != null && (status.subject() != 0 || status.detail() != 0)) {
			return status;
		}
		EnhancedStatusCode replied = code(serverText);
		if (status == null || replied == null) {
			return (status != null) ? status : replied;
		}
		return (replied.classCode() == status.classCode()) ? replied : status;
	}

	/**
	 * A date of RFC 5322 section 3.3.
	 */
	static @Nullable Instant date(@Nullable String text) {
		if (text == null || text.length() > MAX_DATE_LENGTH) {
			return null;
		}
		Date date = new MailDateFormat().parse(text, new ParsePosition(0));
		return (date != null) ? date.toInstant() : null;
	}

}
