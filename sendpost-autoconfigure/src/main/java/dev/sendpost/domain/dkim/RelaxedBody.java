package dev.sendpost.domain.dkim;

import java.security.MessageDigest;

/**
 * Hashes a body as the canonicalization {@code relaxed} has it (RFC 6376 section 3.4.4):
 * white space at the end of lines and empty lines at the end of the body do not count,
 * other white space counts as one space. Holds nothing of the body.
 */
final class RelaxedBody {

	private static final byte[] LINE_END = { '\r', '\n' };

	private static final byte[] SPACE = { ' ' };

	private final MessageDigest digest = Sha256.start();

	private boolean space;

	private boolean carriageReturn;

	private long lineEnds;

	private boolean hasContent;

	void update(byte[] octets, int offset, int length) {
		int end = offset + length;
		int i = offset;
		while (i < end) {
			byte octet = octets[i];
			if (octet == '\n' && this.carriageReturn) {
				this.carriageReturn = false;
				this.space = false;
				this.lineEnds++;
				i++;
			}
			else if (octet == ' ' || octet == '\t') {
				bareCarriageReturn();
				this.space = true;
				i++;
			}
			else if (octet == '\r') {
				bareCarriageReturn();
				this.carriageReturn = true;
				i++;
			}
			else {
				int start = i;
				while (i < end && octets[i] != ' ' && octets[i] != '\t' && octets[i] != '\r') {
					i++;
				}
				bareCarriageReturn();
				content(octets, start, i - start);
			}
		}
	}

	/*
	 * Not in what we render, but it must not be lost either.
	 */
	private void bareCarriageReturn() {
		if (this.carriageReturn) {
			this.carriageReturn = false;
			content(LINE_END, 0, 1);
		}
	}

	private void content(byte[] octets, int offset, int length) {
		for (; this.lineEnds > 0; this.lineEnds--) {
			this.digest.update(LINE_END);
		}
		if (this.space) {
			this.digest.update(SPACE);
			this.space = false;
		}
		this.digest.update(octets, offset, length);
		this.hasContent = true;
	}

	/**
	 * The hash of the body, which is over.
	 */
	byte[] digest() {
		bareCarriageReturn();
		if (this.hasContent) {
			this.digest.update(LINE_END);
		}
		return this.digest.digest();
	}

}
