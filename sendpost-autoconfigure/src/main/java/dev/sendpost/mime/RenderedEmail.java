package dev.sendpost.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * An Internet message ready to be written (RFC 5322, MIME), its lines ended by CRLF. Its
 * text is in memory; attachments are read when it is written.
 *
 * <p>
 * All octets are ASCII, except for addresses in the header where
 * {@link #needsSmtpUtf8()}, and for a message that goes out as it is where
 * {@link #isEightBit()}. Dots at the start of lines are not doubled.
 */
public final class RenderedEmail {

	private final List<Segment> segments;

	private final boolean smtpUtf8;

	private final boolean eightBit;

	RenderedEmail(List<Segment> segments, boolean smtpUtf8, boolean eightBit) {
		this.segments = segments;
		this.smtpUtf8 = smtpUtf8;
		this.eightBit = eightBit;
	}

	/**
	 * Write the message. Can be done as often as its attachments can be opened, also by
	 * several threads at a time.
	 * @param out takes the octets; neither flushed nor closed
	 * @throws IOException if an attachment cannot be read or {@code out} fails; part of
	 * the message may have been written
	 */
	public void writeTo(OutputStream out) throws IOException {
		for (Segment segment : this.segments) {
			segment.writeTo(out);
		}
	}

	/**
	 * How long the message is, provided that its attachments are as long as they say.
	 * @return the number of octets that {@link #writeTo} writes, or -1 if an attachment
	 * does not know its size
	 */
	public long size() {
		long size = 0;
		for (Segment segment : this.segments) {
			if (segment.size() < 0) {
				return -1;
			}
			size += segment.size();
		}
		return size;
	}

	/**
	 * The same message with further fields above its header.
	 * @param fields whole header fields, each with its line end
	 * @return the message with the fields
	 */
	public RenderedEmail precededBy(byte[] fields) {
		List<Segment> all = new ArrayList<>(this.segments.size() + 1);
		all.add(new Segment.Octets(fields, 0, fields.length));
		all.addAll(this.segments);
		return new RenderedEmail(all, this.smtpUtf8, this.eightBit);
	}

	/**
	 * Whether only a server with SMTPUTF8 (RFC 6531) can take the message, whoever its
	 * recipients are.
	 * @return {@code true} if the header has an address whose local part is not ASCII
	 */
	public boolean needsSmtpUtf8() {
		return this.smtpUtf8;
	}

	/**
	 * Whether only a server with 8BITMIME (RFC 6152) can take the message.
	 * @return {@code true} if it goes out as it was given, and is not ASCII
	 */
	public boolean isEightBit() {
		return this.eightBit;
	}

}
