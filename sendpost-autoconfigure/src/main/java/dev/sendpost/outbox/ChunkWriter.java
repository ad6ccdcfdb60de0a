package dev.sendpost.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one content into chunks and stores all but the first.
 */
final class ChunkWriter {

	private final Store store;

	private final UUID contentId;

	private final ChunkEncoder encoder;

	private final byte[] buffer = new byte[Chunk.SIZE];

	private int buffered;

	private int number;

	private byte @Nullable [] first;

	ChunkWriter(Store store, UUID contentId, ChunkEncoder encoder) {
		this.encoder = encoder;
		this.store = store;
		this.contentId = contentId;
	}

	/**
	 * Write what a stream holds.
	 * @return how many octets that was
	 */
	long write(InputStream stream) throws IOException {
		long length = 0;
		int read = stream.readNBytes(this.buffer, this.buffered, Chunk.SIZE - this.buffered);
		while (read > 0) {
			length += read;
			this.buffered += read;
			if (this.buffered == Chunk.SIZE) {
				flush();
			}
			read = stream.readNBytes(this.buffer, this.buffered, Chunk.SIZE - this.buffered);
		}
		return length;
	}

	/**
	 * Store what is left.
	 * @return the first chunk
	 */
	byte[] finish() {
		if (this.buffered > 0 || this.first == null) {
			flush();
		}
		return (this.first != null) ? this.first : new byte[0];
	}

	private void flush() {
		byte[] encoded = this.encoder.encode(this.buffer, this.buffered);
		if (this.number == 0) {
			this.first = encoded;
		}
		else {
			this.store.jdbc()
				.update("insert into sendpost_content_chunk (content_id, chunk, data) values (?, ?, ?)",
						this.store.platform().parameter(this.contentId), this.number, encoded);
		}
		this.number++;
		this.buffered = 0;
	}

}
