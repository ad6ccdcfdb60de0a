package dev.sendpost.outbox;

import java.io.InputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.AbstractResource;

/**
 * An attached file in the store.
 */
final class StoredFile extends AbstractResource {

	private final StoredChunks chunks;

	private final long start;

	private final long length;

	StoredFile(StoredChunks chunks, long start, long length) {
		this.chunks = chunks;
		this.start = start;
		this.length = length;
	}

	@Override
	public boolean exists() {
		return true;
	}

	@Override
	public long contentLength() {
		return this.length;
	}

	@Override
	public InputStream getInputStream() {
		return this.chunks.open(this.start, this.length);
	}

	@Override
	public String getDescription() {
		return "stored file of " + this.length + " bytes";
	}

	@Override
	public boolean equals(@Nullable Object obj) {
		return this == obj;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
