package dev.sendpost.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Reports in the forms of the servers and providers they are named after.
 */
final class BounceMailSamples {

	/** The message that all of them are about. */
	static final UUID EMAIL_ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

	static final String MESSAGE_ID = "<" + EMAIL_ID + "@mail.example.com>";

	static final String RETURN_PATH = "bounces+01h455rb4met5rpjlj084pl02n-0123456789abcdef@mail.example.com";

	static final List<String> ALL = List.of("amazon-ses", "exim", "exim-text", "forwarded-bounce", "gmail",
			"hotmail-complaint", "internationalised", "microsoft365", "out-of-office", "postfix", "postfix-delayed",
			"postfix-several", "qmail", "read-receipt", "sendmail", "yahoo-complaint");

	private BounceMailSamples() {
	}

	/**
	 * A report as it comes over the wire, in UTF-8 with CRLF.
	 */
	static String read(String name) {
		try (InputStream in = BounceMailSamples.class.getResourceAsStream(name + ".eml")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\r?\\n", "\r\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static byte[] octets(String name) {
		return read(name).getBytes(StandardCharsets.UTF_8);
	}

}
