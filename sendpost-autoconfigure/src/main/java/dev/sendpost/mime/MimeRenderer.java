package dev.sendpost.mime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.VerbatimMessage;
import org.jspecify.annotations.Nullable;

/**
 * Renders an {@link Email} as an Internet message (RFC 5322, MIME). Has no state; any
 * number of threads can share one.
 */
public final class MimeRenderer {

	/** Octets of a usual header and of the fields around the parts. */
	private static final int OVERHEAD = 1536;

	/**
	 * Render a message. Bcc is left out; files are not opened yet. A message that goes
	 * out as it is only gets the custom headers above it.
	 * @param email what to render, with a from address
	 * @param messageId the value of {@code Message-ID}, with its angle brackets
	 * @param date the value of {@code Date}, written in UTC
	 * @return the message
	 * @throws IllegalArgumentException if there is no from address, or the message id is
	 * not printable ASCII in angle brackets
	 */
	public RenderedEmail render(Email email, String messageId, Instant date) {
		EmailAddress from = email.from();
		if (from == null) {
			throw new IllegalArgumentException("The e-mail has no from address");
		}
		requireMessageId(messageId);
		VerbatimMessage verbatim = email.verbatim();
		if (verbatim != null) {
			return verbatim(email, verbatim);
		}
		OctetBuffer out = new OctetBuffer(
				OVERHEAD + capacity(email.text()) + capacity(email.html()) + capacity(email.amp()));
		HeaderWriter header = new HeaderWriter(out);
		boolean smtpUtf8 = new MessageHeader(header).write(email, from, messageId,
				(email.date() != null) ? email.date() : date);
		return new RenderedEmail(new BodyWriter(out, header).write(email), smtpUtf8, false);
	}

	private static RenderedEmail verbatim(Email email, VerbatimMessage verbatim) {
		List<Segment> segments = new ArrayList<>(2);
		if (!email.headers().isEmpty()) {
			OctetBuffer out = new OctetBuffer(OVERHEAD);
			new MessageHeader(new HeaderWriter(out)).writeCustom(email);
			segments.add(new Segment.Octets(out.array(), 0, out.length()));
		}
		segments.add(new Segment.Verbatim(verbatim));
		return new RenderedEmail(segments, verbatim.needsSmtpUtf8(), verbatim.isEightBit());
	}

	/**
	 * Room for the text and for what its encoding usually adds.
	 */
	private static int capacity(@Nullable String body) {
		return (body != null) ? body.length() + body.length() / 16 : 0;
	}

	private static void requireMessageId(String messageId) {
		int length = messageId.length();
		if (length < 3 || length > HeaderWriter.MAX_WORD_LENGTH || messageId.charAt(0) != '<'
				|| messageId.charAt(length - 1) != '>') {
			throw new IllegalArgumentException("A message id stands in angle brackets");
		}
		for (int i = 0; i < length; i++) {
			if (messageId.charAt(i) <= ' ' || messageId.charAt(i) > '~') {
				throw new IllegalArgumentException("A message id is printable ASCII without spaces");
			}
		}
	}

}
