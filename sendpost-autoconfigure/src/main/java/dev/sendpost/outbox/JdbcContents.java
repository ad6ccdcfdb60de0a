package dev.sendpost.outbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Attachment;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.EmptyResultDataAccessException;

/**
 * What messages say, in the tables {@code sendpost_content} and
 * {@code sendpost_content_chunk}. The first chunk is with the content itself, so that a
 * message of common size is one row. However large a content is, no more than a chunk of
 * it is in memory.
 */
final class JdbcContents {

	/** Inserts the rows. */
	static final RowInserter ROWS = new RowInserter("sendpost_content", "id", "data", "layout", "expires_at");

	private final Store store;

	private final ChunkEncoder encoder = new ChunkEncoder();

	JdbcContents(Store store) {
		this.store = store;
	}

	/**
	 * Store all of a content but its row, in the current transaction.
	 * @param id its id
	 * @param head the message without its files
	 * @param files the files
	 * @param expiresAt when it may be deleted
	 * @return the row that is left to insert
	 * @throws InvalidEmailException with the field {@code attachments} if a file cannot
	 * be read
	 */
	@Nullable Object[] write(UUID id, byte[] head, List<Attachment> files, Instant expiresAt) {
		Object contentId = this.store.platform().parameter(id);
		if (files.isEmpty() && head.length <= Chunk.SIZE) {
			return row(contentId, this.encoder.encode(head, head.length), String.valueOf(head.length), expiresAt);
		}
		ChunkWriter chunks = new ChunkWriter(this.store, id, this.encoder);
		List<Long> lengths = new ArrayList<>(files.size() + 1);
		String reading = "";
		try {
			lengths.add(chunks.write(new ByteArrayInputStream(head)));
			for (Attachment file : files) {
				reading = file.filename();
				try (InputStream stream = file.content().getInputStream()) {
					lengths.add(chunks.write(stream));
				}
			}
		}
		catch (IOException ex) {
			throw new InvalidEmailException("attachments", "%s cannot be read: " + ex.getMessage(), reading);
		}
		return row(contentId, chunks.finish(), new ContentLayout(lengths).format(), expiresAt);
	}

	private static @Nullable Object[] row(Object id, byte[] data, String layout, Instant expiresAt) {
		return new Object[] { id, data, layout, expiresAt.toEpochMilli() };
	}

	/**
	 * Read a message.
	 * @param id the id of its content
	 * @param data the first chunk, as stored
	 * @param layout the layout, as stored
	 * @return the message without recipients; its files are read from the store when they
	 * are opened
	 * @throws UnreadableContentException if what is stored is damaged
	 */
	EmailBuilder read(UUID id, byte[] data, String layout) {
		return read(id, data, layout, () -> {
		});
	}

	/**
	 * Read a message, and notice when that fails although nothing is damaged.
	 * @param id the id of its content
	 * @param data the first chunk, as stored
	 * @param layout the layout, as stored
	 * @param unavailable told when the database does not answer, now or when a file is
	 * read
	 * @return the message without recipients
	 * @throws UnreadableContentException if what is stored is damaged
	 * @throws DataAccessException if the database does not answer
	 */
	EmailBuilder read(UUID id, byte[] data, String layout, Runnable unavailable) {
		ContentLayout parts = ContentLayout.parse(layout);
		StoredChunks chunks = new StoredChunks(Chunk.decode(data), (number) -> chunk(id, number, unavailable));
		List<StoredFile> files = new ArrayList<>();
		for (int part = 1; part < parts.parts(); part++) {
			files.add(new StoredFile(chunks, parts.start(part), parts.length(part)));
		}
		try (InputStream head = chunks.open(0, parts.length(0))) {
			return EmailCodec.decode(head.readAllBytes(), files);
		}
		catch (IOException ex) {
			throw new UnreadableContentException("The stored content of the e-mail is damaged: " + ex.getMessage(), ex);
		}
	}

	private byte[] chunk(UUID id, int number, Runnable unavailable) throws IOException {
		try {
			byte[] encoded = this.store.jdbc()
				.queryForObject("select data from sendpost_content_chunk where content_id = ? and chunk = ?",
						byte[].class, this.store.platform().parameter(id), number);
			return Chunk.decode((encoded != null) ? encoded : new byte[0]);
		}
		catch (EmptyResultDataAccessException ex) {
			throw new IOException("Chunk " + number + " of content " + id + " is missing", ex);
		}
		catch (DataAccessException ex) {
			unavailable.run();
			throw ex;
		}
	}

}
