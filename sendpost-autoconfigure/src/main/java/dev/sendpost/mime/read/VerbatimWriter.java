package dev.sendpost.mime.read;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Writes a message as it was, less the fields that are not for its readers.
 */
final class VerbatimWriter {

	/**
	 * Fields that never leave: who is hidden, and the way that the message has come.
	 */
	static final Set<String> LEFT_OUT = Set.of("bcc", "resent-bcc", "return-path", "received");

	private VerbatimWriter() {
	}

	/**
	 * Write a message.
	 * @param added fields to put first, each with its line end
	 * @param moved names of further fields to leave out, in lower case
	 */
	static byte[] write(byte[] octets, List<HeaderField> fields, int bodyStart, String added, Set<String> moved) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + added.length() + 4);
		out.writeBytes(added.getBytes(StandardCharsets.US_ASCII));
		for (HeaderField field : fields) {
			String name = field.lowerCaseName();
			// The way of a signed message is not signed; of others it is of use to
			// nobody.
			if (!LEFT_OUT.contains(name) && !moved.contains(name)) {
				out.write(octets, field.start(), field.end() - field.start());
			}
		}
		out.write('\r');
		out.write('\n');
		out.write(octets, bodyStart, octets.length - bodyStart);
		return out.toByteArray();
	}

}
