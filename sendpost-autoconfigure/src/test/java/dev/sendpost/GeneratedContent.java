package dev.sendpost;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.core.io.InputStreamSource;

/**
 * Content of any size that is never in memory as a whole, the same each time it is read.
 */
public final class GeneratedContent implements InputStreamSource {

	private final long size;

	private final AtomicInteger open = new AtomicInteger();

	/**
	 * Create the content.
	 * @param size the number of bytes
	 */
	public GeneratedContent(long size) {
		this.size = size;
	}

	/**
	 * The number of streams that were opened and not closed.
	 * @return the number
	 */
	public int open() {
		return this.open.get();
	}

	@Override
	public InputStream getInputStream() {
		this.open.incrementAndGet();
		return new Stream();
	}

	private final class Stream extends InputStream {

		private long position;

		@Override
		public int read() {
			if (this.position == GeneratedContent.this.size) {
				return -1;
			}
			long mixed = ++this.position * 0x9E3779B97F4A7C15L;
			return (int) (mixed >>> 56);
		}

		@Override
		public void close() {
			GeneratedContent.this.open.decrementAndGet();
		}

	}

}
