package dev.sendpost.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;

/**
 * Renders as the tests need it.
 */
final class Rendering {

	static final String MESSAGE_ID = "<1@example.com>";

	static final Instant DATE = Instant.parse("2026-02-03T04:05:06Z");

	private Rendering() {
	}

	static EmailBuilder email() {
		return Email.builder().from("shop@example.com").to("customer@example.org").subject("Your order");
	}

	static RenderedEmail render(Email email) {
		return new MimeRenderer().render(email, MESSAGE_ID, DATE);
	}

	static byte[] octets(Email email) {
		return octets(render(email));
	}

	static byte[] octets(RenderedEmail rendered) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			rendered.writeTo(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	static String string(Email email) {
		return new String(octets(email), StandardCharsets.UTF_8);
	}

}
