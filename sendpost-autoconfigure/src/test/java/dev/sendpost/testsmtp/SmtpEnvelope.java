package dev.sendpost.testsmtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The mail transaction under way.
 *
 * @param sender the sender, empty for the null sender
 * @param smtpUtf8 whether the client asked for {@code SMTPUTF8}
 * @param recipients the recipients accepted so far
 */
record SmtpEnvelope(String sender, boolean smtpUtf8, List<String> recipients) {

	private static final Pattern PATH = Pattern
		.compile("(?:MAIL FROM|RCPT TO): ?<((?:\"(?:\\\\.|[^\"\\\\])*\"|[^>\"])*)>(.*)", Pattern.CASE_INSENSITIVE);

	static SmtpEnvelope from(String mail) {
		String address = address(mail);
		return new SmtpEnvelope((address != null) ? address : "", parameters(mail).contains("SMTPUTF8"),
				new ArrayList<>());
	}

	/**
	 * The address in a {@code MAIL} or {@code RCPT} command.
	 * @return the address, or {@code null} if the command is malformed
	 */
	static @Nullable String address(String command) {
		Matcher matcher = PATH.matcher(command);
		return matcher.matches() ? matcher.group(1) : null;
	}

	/**
	 * What is wrong with a {@code MAIL} command.
	 * @return the reply, or {@code null} if nothing is
	 */
	static @Nullable String objection(String mail, SmtpSettings settings) {
		String address = address(mail);
		if (address == null) {
			return "501 5.5.4 Syntax: MAIL FROM:<address>";
		}
		for (String parameter : parameters(mail)) {
			String[] parts = parameter.split("=", 2);
			String extension = "BODY".equals(parts[0]) ? "8BITMIME" : parts[0];
			if (!settings.advertises(extension)) {
				return "555 5.5.4 Unsupported parameter " + parameter;
			}
			if ("SIZE".equals(extension) && parts.length > 1 && Long.parseLong(parts[1]) > settings.maximumSize()) {
				return "552 5.3.4 Message size exceeds fixed limit";
			}
		}
		return from(mail).objection(address);
	}

	/**
	 * What is wrong with an address in this transaction.
	 * @return the reply, or {@code null} if nothing is
	 */
	@Nullable String objection(@Nullable String address) {
		if (address == null) {
			return "501 5.5.4 Syntax: RCPT TO:<address>";
		}
		boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(address);
		return (ascii || this.smtpUtf8) ? null : "553 5.6.7 Address needs SMTPUTF8";
	}

	private static List<String> parameters(String command) {
		Matcher matcher = PATH.matcher(command);
		String parameters = matcher.matches() ? matcher.group(2).strip().toUpperCase(Locale.ROOT) : "";
		return parameters.isEmpty() ? List.of() : List.of(parameters.split(" +"));
	}

}
