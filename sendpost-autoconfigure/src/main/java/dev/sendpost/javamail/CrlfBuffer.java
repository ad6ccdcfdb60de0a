package dev.sendpost.javamail;

import java.io.ByteArrayOutputStream;

/**
 * Octets whose lines end with CRLF, whatever they ended with: Jakarta Mail writes text as
 * the application gave it.
 */
final class CrlfBuffer extends ByteArrayOutputStream {

	private int last;

	@Override
	public synchronized void write(int octet) {
		if (octet == '\n' && this.last != '\r') {
			super.write('\r');
		}
		else if (this.last == '\r' && octet != '\n') {
			super.write('\n');
		}
		super.write(octet);
		this.last = octet;
	}

	@Override
	public synchronized void write(byte[] octets, int offset, int length) {
		for (int i = offset; i < offset + length; i++) {
			write(octets[i]);
		}
	}

	@Override
	public synchronized byte[] toByteArray() {
		if (this.last == '\r') {
			write('\n');
		}
		return super.toByteArray();
	}

}
