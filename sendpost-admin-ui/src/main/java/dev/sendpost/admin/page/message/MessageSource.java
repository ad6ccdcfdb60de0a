package dev.sendpost.admin.page.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.admin.page.message.ReaderView.ReaderHeader;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.mime.MimeRenderer;
import jakarta.mail.internet.MimeUtility;

/**
 * A message as it goes over the wire (RFC 5322, MIME), or its beginning.
 *
 * @param octets the octets
 * @param cut whether there are more
 */
record MessageSource(byte[] octets, boolean cut) {

	private static final MimeRenderer RENDERER = new MimeRenderer();

	/**
	 * Render a message.
	 * @param message the message
	 * @param limit how many octets to render
	 */
	static MessageSource of(OpenMessage message, int limit) {
		Beginning beginning = new Beginning(limit);
		try {
			RENDERER.render(message.email(), message.messageId(), message.date()).writeTo(beginning);
		}
		catch (EnoughException ex) {
			return new MessageSource(beginning.octets.toByteArray(), true);
		}
		catch (IOException ex) {
			throw AdminProblem.refused("An attachment of the message cannot be read: " + ex.getMessage());
		}
		return new MessageSource(beginning.octets.toByteArray(), false);
	}

	/**
	 * Write all of a message.
	 */
	static void write(OpenMessage message, OutputStream out) throws IOException {
		RENDERER.render(message.email(), message.messageId(), message.date()).writeTo(out);
	}

	String text() {
		return new String(this.octets, StandardCharsets.UTF_8).replace("\r\n", "\n");
	}

	/**
	 * The header fields, unfolded and decoded.
	 */
	List<ReaderHeader> headers() {
		List<ReaderHeader> headers = new ArrayList<>();
		String header = text().split("\n\n", 2)[0].replaceAll("\n(?=[ \t])", "");
		for (String line : header.split("\n")) {
			int colon = line.indexOf(':');
			if (colon > 0) {
				headers.add(new ReaderHeader(line.substring(0, colon), decoded(line.substring(colon + 1).strip())));
			}
		}
		return headers;
	}

	private static String decoded(String value) {
		try {
			return MimeUtility.decodeText(value);
		}
		catch (UnsupportedEncodingException ex) {
			return value;
		}
	}

	/**
	 * Takes so many octets, and no more.
	 */
	private static final class Beginning extends OutputStream {

		private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

		private final int limit;

		Beginning(int limit) {
			this.limit = limit;
		}

		@Override
		public void write(int octet) throws IOException {
			write(new byte[] { (byte) octet }, 0, 1);
		}

		@Override
		public void write(byte[] written, int offset, int length) throws IOException {
			int room = this.limit - this.octets.size();
			this.octets.write(written, offset, Math.min(room, length));
			if (length > room) {
				throw new EnoughException();
			}
		}

	}

	private static final class EnoughException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
