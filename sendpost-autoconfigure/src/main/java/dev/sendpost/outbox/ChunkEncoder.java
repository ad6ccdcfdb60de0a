package dev.sendpost.outbox;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.Deflater;

/**
 * Compresses pieces of content. Compressors are kept: to set one up takes as long as to
 * compress a message of common size.
 */
final class ChunkEncoder {

	private static final int KEPT = 16;

	private final BlockingQueue<Deflater> idle = new ArrayBlockingQueue<>(KEPT);

	/**
	 * The octets to store for a piece of content.
	 * @param content holds the piece, from its beginning
	 * @param length how long the piece is
	 * @return a chunk
	 */
	byte[] encode(byte[] content, int length) {
		byte[] encoded = new byte[length + 1];
		Deflater deflater = this.idle.poll();
		if (deflater == null) {
			deflater = new Deflater(Deflater.BEST_SPEED, true);
		}
		try {
			deflater.setInput(content, 0, length);
			deflater.finish();
			int deflated = deflater.deflate(encoded, 1, length);
			if (deflater.finished()) {
				encoded[0] = Chunk.DEFLATED;
				return Arrays.copyOf(encoded, deflated + 1);
			}
		}
		finally {
			giveBack(deflater);
		}
		encoded[0] = Chunk.PLAIN;
		System.arraycopy(content, 0, encoded, 1, length);
		return encoded;
	}

	private void giveBack(Deflater deflater) {
		deflater.reset();
		if (!this.idle.offer(deflater)) {
			deflater.end();
		}
	}

}
