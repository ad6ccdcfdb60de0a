package dev.sendpost.domain.dkim;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/**
 * Takes a message in as it is written: keeps its header and hashes its body.
 */
final class DkimContent extends OutputStream {

	private static final int HEADER_OCTETS = 2048;

	private final ByteArrayOutputStream header = new ByteArrayOutputStream(HEADER_OCTETS);

	private final RelaxedBody body = new RelaxedBody();

	/** How much of the empty line behind the header has been seen, 4 for all of it. */
	private int matched;

	@Override
	public void write(int octet) {
		write(new byte[] { (byte) octet }, 0, 1);
	}

	@Override
	public void write(byte[] octets, int offset, int length) {
		int i = offset;
		int end = offset + length;
		while (i < end && this.matched < 4) {
			byte octet = octets[i++];
			boolean expected = octet == ((this.matched % 2 == 0) ? '\r' : '\n');
			this.matched = expected ? this.matched + 1 : (octet == '\r') ? 1 : 0;
		}
		this.header.write(octets, offset, i - offset);
		this.body.update(octets, i, end - i);
	}

	HeaderFields header() {
		return new HeaderFields(this.header.toByteArray());
	}

	byte[] bodyHash() {
		return this.body.digest();
	}

}
