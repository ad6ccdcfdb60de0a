package dev.sendpost.transport.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a request in memory. Its blocks grow up to a size and no further, so that
 * it takes little more room than it has octets, however large the files in it are.
 */
final class RequestOctets extends OutputStream {

	private static final int FIRST_BLOCK = 1024;

	private static final int LARGEST_BLOCK = 256 * 1024;

	private final List<byte[]> full = new ArrayList<>();

	private byte[] last = new byte[FIRST_BLOCK];

	private int used;

	private long size;

	@Override
	public void write(int octet) {
		makeRoom();
		this.last[this.used++] = (byte) octet;
		this.size++;
	}

	@Override
	public void write(byte[] octets, int offset, int length) {
		int from = offset;
		while (from < offset + length) {
			makeRoom();
			int fitting = Math.min(this.last.length - this.used, offset + length - from);
			System.arraycopy(octets, from, this.last, this.used, fitting);
			this.used += fitting;
			from += fitting;
		}
		this.size += length;
	}

	private void makeRoom() {
		if (this.used == this.last.length) {
			this.full.add(this.last);
			this.last = new byte[Math.min(this.last.length * 2, LARGEST_BLOCK)];
			this.used = 0;
		}
	}

	long size() {
		return this.size;
	}

	/**
	 * Write all.
	 * @param out where to
	 * @param beforeLast told before the last octets go out, since the other side may have
	 * answered, or hung up, by the time that writing them returns
	 * @throws IOException if that fails
	 */
	void writeTo(OutputStream out, Runnable beforeLast) throws IOException {
		for (byte[] block : this.full) {
			out.write(block);
		}
		beforeLast.run();
		out.write(this.last, 0, this.used);
	}

}
