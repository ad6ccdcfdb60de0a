package dev.sendpost.csv;

import java.io.IOException;
import java.io.Reader;

/**
 * Passes over the mark that some programs put at the beginning of a file.
 */
final class WithoutByteOrderMark extends Reader {

	private static final int MARK = '\ufeff';

	private final Reader reader;

	private boolean begun;

	WithoutByteOrderMark(Reader reader) {
		this.reader = reader;
	}

	@Override
	public int read(char[] target, int offset, int length) throws IOException {
		if (!this.begun) {
			this.begun = true;
			this.reader.mark(1);
			if (this.reader.read() != MARK) {
				this.reader.reset();
			}
		}
		return this.reader.read(target, offset, length);
	}

	@Override
	public void close() {
		// What was handed in is closed by who opened it.
	}

}
