package dev.sendpost.webhook.inbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A body as it is stored.
 *
 * @param octets the body, compressed or not
 * @param compressed whether it is compressed
 */
record StoredBody(byte[] octets, boolean compressed) {

	/** Smaller bodies gain nothing worth the work. */
	private static final int COMPRESSED_FROM = 2048;

	static StoredBody of(byte[] body) {
		if (body.length < COMPRESSED_FROM) {
			return new StoredBody(body, false);
		}
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4);
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return (compressed.size() < body.length) ? new StoredBody(compressed.toByteArray(), true)
				: new StoredBody(body, false);
	}

	/**
	 * The body as it came.
	 */
	byte[] body() {
		if (!this.compressed) {
			return this.octets;
		}
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(this.octets))) {
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
