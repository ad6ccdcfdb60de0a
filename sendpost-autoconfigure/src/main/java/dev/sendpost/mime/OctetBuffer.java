package dev.sendpost.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A byte array that grows.
 */
final class OctetBuffer {

	private byte[] octets;

	private int length;

	OctetBuffer(int capacity) {
		this.octets = new byte[capacity];
	}

	OctetBuffer append(int octet) {
		if (this.length == this.octets.length) {
			reserve(1);
		}
		this.octets[this.length++] = (byte) octet;
		return this;
	}

	OctetBuffer append(byte[] source, int offset, int count) {
		reserve(count);
		System.arraycopy(source, offset, this.octets, this.length, count);
		this.length += count;
		return this;
	}

	/**
	 * Append text that is known to be ASCII.
	 */
	OctetBuffer ascii(String text) {
		int count = text.length();
		reserve(count);
		for (int i = 0; i < count; i++) {
			this.octets[this.length + i] = (byte) text.charAt(i);
		}
		this.length += count;
		return this;
	}

	OctetBuffer utf8(String text) {
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		return append(encoded, 0, encoded.length);
	}

	OctetBuffer crlf() {
		return append('\r').append('\n');
	}

	boolean endsWithCrlf() {
		return this.length > 1 && this.octets[this.length - 2] == '\r' && this.octets[this.length - 1] == '\n';
	}

	int length() {
		return this.length;
	}

	/**
	 * Forget what was appended behind a position.
	 */
	void truncate(int length) {
		this.length = length;
	}

	/**
	 * The array itself, filled up to {@link #length()}.
	 */
	byte[] array() {
		return this.octets;
	}

	private void reserve(int count) {
		int needed = Math.addExact(this.length, count);
		if (needed > this.octets.length) {
			long doubled = Math.min(this.octets.length * 2L, Integer.MAX_VALUE - 8);
			this.octets = Arrays.copyOf(this.octets, (int) Math.max(needed, doubled));
		}
	}

}
