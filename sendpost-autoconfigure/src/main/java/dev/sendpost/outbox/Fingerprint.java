package dev.sendpost.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether two messages are the same: a SHA-256 over all that the application gave.
 */
final class Fingerprint {

	private Fingerprint() {
	}

	/**
	 * The fingerprint of a message with a sender.
	 * @return 64 hexadecimal digits
	 * @throws InvalidEmailException with the field {@code attachments} if a file cannot
	 * be read
	 */
	static String of(Email email) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
				out.write(EmailCodec.encode(email));
				Map<String, String> metadata = new TreeMap<>(email.metadata());
				String envelope = String.join("\n", String.valueOf(email.to()), String.valueOf(email.cc()),
						String.valueOf(email.bcc()), email.tags().toString(), metadata.toString(),
						email.stream().name(), String.valueOf(email.route()), String.valueOf(email.sendAt()));
				out.write(envelope.getBytes(StandardCharsets.UTF_8));
				out.write((email.template() + "\n" + email.campaign() + canonical(email.variables()))
					.getBytes(StandardCharsets.UTF_8));
				for (Attachment file : EmailCodec.files(email)) {
					write(file, out);
				}
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (IOException | NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a value of a variable is. An object that is no plain value counts as one of
	 * its kind: nothing says when two are the same.
	 */
	private static String canonical(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, String> sorted = new TreeMap<>();
			map.forEach((name, element) -> sorted.put(String.valueOf(name), canonical(element)));
			return sorted.toString();
		}
		if (value instanceof Collection<?> elements) {
			return elements.stream().map(Fingerprint::canonical).toList().toString();
		}
		boolean plain = value == null || value instanceof CharSequence || value instanceof Number
				|| value instanceof Boolean;
		return plain ? String.valueOf(value) : Objects.requireNonNull(value).getClass().getName();
	}

	private static void write(Attachment file, OutputStream out) {
		try (InputStream stream = file.content().getInputStream()) {
			stream.transferTo(out);
		}
		catch (IOException ex) {
			throw new InvalidEmailException("attachments", "%s cannot be read: " + ex.getMessage(), file.filename());
		}
	}

}
