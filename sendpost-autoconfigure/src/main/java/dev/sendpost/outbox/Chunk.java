package dev.sendpost.outbox;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A piece of content as it is stored: compressed where that makes it smaller, and
 * readable without the pieces before it.
 */
final class Chunk {

	/**
	 * How much content a chunk holds, so that any place in the content is found by
	 * number.
	 */
	static final int SIZE = 128 * 1024;

	static final byte PLAIN = 0;

	static final byte DEFLATED = 1;

	private Chunk() {
	}

	/**
	 * The piece of content.
	 * @throws UnreadableContentException if the octets are not a chunk
	 */
	static byte[] decode(byte[] encoded) {
		if (encoded.length > 0 && encoded[0] == PLAIN) {
			return Arrays.copyOfRange(encoded, 1, encoded.length);
		}
		Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(encoded, 1, encoded.length - 1);
			byte[] content = new byte[Math.min(SIZE, Math.max(1024, encoded.length * 4))];
			int length = inflater.inflate(content);
			while (!inflater.finished()) {
				if (length == SIZE || inflater.needsInput()) {
					throw new DataFormatException("it does not end");
				}
				content = Arrays.copyOf(content, Math.min(SIZE, content.length * 2));
				length += inflater.inflate(content, length, content.length - length);
			}
			return (length == content.length) ? content : Arrays.copyOf(content, length);
		}
		catch (DataFormatException | RuntimeException ex) {
			throw new UnreadableContentException("The stored content of the e-mail is damaged: " + ex.getMessage(), ex);
		}
		finally {
			inflater.end();
		}
	}

}
