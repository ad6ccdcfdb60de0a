package dev.sendpost.outbox;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
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

	private static final byte PLAIN = 0;

	private static final byte DEFLATED = 1;

	private Chunk() {
	}

	/**
	 * The octets to store for a piece of content.
	 * @param content holds the piece, from its beginning
	 * @param length how long the piece is
	 */
	static byte[] encode(byte[] content, int length) {
		byte[] encoded = new byte[length + 1];
		Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
		try {
			deflater.setInput(content, 0, length);
			deflater.finish();
			int deflated = deflater.deflate(encoded, 1, length);
			if (deflater.finished()) {
				encoded[0] = DEFLATED;
				return Arrays.copyOf(encoded, deflated + 1);
			}
		}
		finally {
			deflater.end();
		}
		encoded[0] = PLAIN;
		System.arraycopy(content, 0, encoded, 1, length);
		return encoded;
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
