package dev.sendpost.testsmtp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a client gave in an {@code AUTH} exchange.
 *
 * @param user the name
 * @param password the password
 */
record SmtpLogin(String user, String password) {

	/**
	 * Have the exchange.
	 * @return what the client gave, or {@code null} if it cancelled, made no sense or
	 * chose another mechanism than {@code PLAIN} and {@code LOGIN}
	 */
	static @Nullable SmtpLogin exchange(String command, SmtpChannel channel) throws IOException {
		String[] words = command.split(" ");
		String mechanism = (words.length > 1) ? words[1].toUpperCase(Locale.ROOT) : "";
		String initial = (words.length > 2) ? words[2] : null;
		try {
			return switch (mechanism) {
				case "PLAIN" -> plain((initial != null) ? decode(initial) : ask("", channel));
				case "LOGIN" -> new SmtpLogin((initial != null) ? decode(initial) : ask("Username:", channel),
						ask("Password:", channel));
				default -> null;
			};
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static @Nullable SmtpLogin plain(String response) {
		String[] parts = response.split("\0", -1);
		return (parts.length == 3) ? new SmtpLogin(parts[1], parts[2]) : null;
	}

	private static String ask(String question, SmtpChannel channel) throws IOException {
		channel.send("334 " + Base64.getEncoder().encodeToString(question.getBytes(StandardCharsets.UTF_8)));
		byte[] answer = channel.readLine();
		if (answer == null) {
			throw new EOFException("The client went in the midst of AUTH");
		}
		return decode(new String(answer, StandardCharsets.US_ASCII));
	}

	private static String decode(String base64) {
		return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
	}

}
