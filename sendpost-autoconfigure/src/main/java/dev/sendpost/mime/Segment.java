package dev.sendpost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

import dev.sendpost.Attachment;
import dev.sendpost.VerbatimMessage;

/**
 * A stretch of a rendered message.
 */
sealed interface Segment {

	/**
	 * The number of octets written, or -1 if only writing would tell.
	 */
	long size();

	void writeTo(OutputStream out) throws IOException;

	/**
	 * Octets that are there already.
	 */
	record Octets(byte[] array, int offset, int length) implements Segment {

		@Override
		public long size() {
			return this.length;
		}

		@Override
		public void writeTo(OutputStream out) throws IOException {
			out.write(this.array, this.offset, this.length);
		}

	}

	/**
	 * A message that goes out as it is.
	 */
	record Verbatim(VerbatimMessage message) implements Segment {

		@Override
		public long size() {
			return this.message.size();
		}

		@Override
		public void writeTo(OutputStream out) throws IOException {
			try (InputStream in = this.message.content().getInputStream()) {
				byte[] chunk = new byte[8192];
				int count;
				while ((count = in.read(chunk)) >= 0) {
					out.write(chunk, 0, count);
				}
			}
		}

	}

	/**
	 * The content of an attachment in base64, without a line end behind the last line.
	 */
	record Base64Content(Attachment attachment) implements Segment {

		private static final Base64.Encoder ENCODER = Base64.getMimeEncoder();

		private static final int OCTETS_PER_LINE = 57;

		private static final int LINES_AT_ONCE = 128;

		private static final byte[] LINE_END = { '\r', '\n' };

		@Override
		public long size() {
			return (this.attachment.size() < 0) ? -1 : encodedSize(this.attachment.size());
		}

		@Override
		public void writeTo(OutputStream out) throws IOException {
			byte[] chunk = new byte[OCTETS_PER_LINE * LINES_AT_ONCE];
			byte[] lines = new byte[(int) encodedSize(chunk.length) + LINE_END.length];
			try (InputStream in = this.attachment.content().getInputStream()) {
				int offset = 0;
				int count;
				do {
					count = in.readNBytes(chunk, 0, chunk.length);
					byte[] source = (count == chunk.length) ? chunk : Arrays.copyOf(chunk, count);
					int length = ENCODER.encode(source, lines);
					if (offset > 0 && length > 0) {
						System.arraycopy(lines, 0, lines, offset, length);
						System.arraycopy(LINE_END, 0, lines, 0, offset);
						length += offset;
					}
					out.write(lines, 0, length);
					offset = LINE_END.length;
				}
				while (count == chunk.length);
			}
		}

		static long encodedSize(long size) {
			long lines = (size + OCTETS_PER_LINE - 1) / OCTETS_PER_LINE;
			return (size + 2) / 3 * 4 + Math.max(0, lines - 1) * 2;
		}

	}

}
