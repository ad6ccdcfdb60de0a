package dev.sendpost.outbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The chunks of one content. The first is at hand, the others are fetched when they are
 * read, one at a time.
 */
final class StoredChunks {

	private final byte[] first;

	private final ChunkSource others;

	StoredChunks(byte[] first, ChunkSource others) {
		this.first = first;
		this.others = others;
	}

	/**
	 * Open a part of the content.
	 * @param start where it begins
	 * @param length how long it is
	 */
	InputStream open(long start, long length) {
		return new PartInputStream(start, length);
	}

	/**
	 * Fetches chunks.
	 */
	@FunctionalInterface
	interface ChunkSource {

		/**
		 * Fetch a chunk.
		 * @param number its number, from 1
		 * @return the piece of content
		 */
		byte[] fetch(int number) throws IOException;

	}

	/**
	 * Reads a part of the content.
	 */
	private final class PartInputStream extends InputStream {

		private long position;

		private final long end;

		private int number = -1;

		private byte[] chunk = {};

		PartInputStream(long start, long length) {
			this.position = start;
			this.end = start + length;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			if (this.position >= this.end) {
				return -1;
			}
			int wanted = (int) (this.position / Chunk.SIZE);
			if (wanted != this.number) {
				this.chunk = (wanted == 0) ? StoredChunks.this.first : StoredChunks.this.others.fetch(wanted);
				this.number = wanted;
			}
			int from = (int) (this.position % Chunk.SIZE);
			int count = (int) Math.min(Math.min(length, this.chunk.length - from), this.end - this.position);
			if (count < 0 || (count == 0 && length > 0)) {
				throw new EOFException("Chunk " + wanted + " is shorter than it should be");
			}
			System.arraycopy(this.chunk, from, target, offset, count);
			this.position += count;
			return count;
		}

	}

}
