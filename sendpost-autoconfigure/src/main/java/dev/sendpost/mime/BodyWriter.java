package dev.sendpost.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import org.jspecify.annotations.Nullable;

/**
 * Writes the MIME fields and the body of a message: {@code mixed} around
 * {@code alternative} around {@code related}, each only where it is needed.
 */
final class BodyWriter {

	/**
	 * What each boundary line starts with. Neither quoted-printable nor base64 has it,
	 * and text that does is not sent in 7bit.
	 */
	static final String BOUNDARY_LINE = "--=_";

	private final OctetBuffer out;

	private final HeaderWriter header;

	private final List<Segment> segments = new ArrayList<>(1);

	private int segmentStart;

	BodyWriter(OctetBuffer out, HeaderWriter header) {
		this.out = out;
		this.header = header;
	}

	/**
	 * Write the rest of a message.
	 * @return the whole message
	 */
	List<Segment> write(Email email) {
		this.header.field("MIME-Version", "1.0");
		String html = present(email.html());
		List<Attachment> inline = email.attachments()
			.stream()
			.filter((file) -> html != null && file.isInline())
			.toList();
		if (inline.size() == email.attachments().size()) {
			alternatives(email, html, inline);
		}
		else {
			String boundary = open("mixed", "");
			next(boundary);
			alternatives(email, html, inline);
			for (Attachment file : email.attachments()) {
				if (html == null || !file.isInline()) {
					next(boundary);
					file(file, null);
				}
			}
			close(boundary);
		}
		if (!this.out.endsWithCrlf()) {
			this.out.crlf();
		}
		endSegment();
		return this.segments;
	}

	private void alternatives(Email email, @Nullable String html, List<Attachment> inline) {
		String text = present(email.text());
		String amp = present(email.amp());
		if (amp == null && (text == null || html == null)) {
			textOrHtml(email, text, html, inline);
			return;
		}
		String boundary = open("alternative", "");
		if (text != null) {
			next(boundary);
			text("plain", text);
		}
		if (amp != null) {
			next(boundary);
			text("x-amp-html", amp);
		}
		if (html != null) {
			next(boundary);
			html(email, html, inline);
		}
		close(boundary);
	}

	private void textOrHtml(Email email, @Nullable String text, @Nullable String html, List<Attachment> inline) {
		if (html != null) {
			html(email, html, inline);
		}
		else {
			text("plain", (text != null) ? text : "");
		}
	}

	private void html(Email email, String html, List<Attachment> inline) {
		String shown = Preheader.insert(email.preheader(), html);
		if (inline.isEmpty()) {
			text("html", shown);
			return;
		}
		String boundary = open("related", " type=\"text/html\";");
		next(boundary);
		text("html", shown);
		for (Attachment file : inline) {
			next(boundary);
			file(file, file.contentId());
		}
		close(boundary);
	}

	private void text(String subtype, String text) {
		this.out.ascii("Content-Type: text/").ascii(subtype).ascii("; charset=UTF-8").crlf();
		TextBody.write(text, this.out);
	}

	private void file(Attachment file, @Nullable String contentId) {
		ContentType contentType = ContentType.of(file);
		Parameters parameters = new Parameters(this.header);
		this.header.begin("Content-Type").separate(contentType.type().length() + 1).out().ascii(contentType.type());
		contentType.parameters().forEach((parameter) -> parameters.write(parameter.name(), parameter.value()));
		if (!contentType.hasParameter("name")) {
			parameters.write("name", file.filename());
		}
		this.header.end();
		this.header.field("Content-Transfer-Encoding", "base64");
		if (contentId != null) {
			this.header.field("Content-ID", "<" + contentId + ">");
		}
		this.header.begin("Content-Disposition").token((contentId != null) ? "inline" : "attachment");
		parameters.write("filename", file.filename());
		this.header.end();
		this.out.crlf();
		endSegment();
		this.segments.add(new Segment.Base64Content(file));
	}

	private String open(String subtype, String parameter) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		String boundary = BOUNDARY_LINE + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())
				+ subtype.charAt(0);
		this.out.ascii("Content-Type: multipart/").ascii(subtype).append(';').ascii(parameter).crlf();
		this.out.ascii(" boundary=\"").ascii(boundary.substring(2)).append('"').crlf();
		return boundary;
	}

	private void next(String boundary) {
		this.out.crlf().ascii(boundary).crlf();
	}

	private void close(String boundary) {
		this.out.crlf().ascii(boundary).ascii("--");
	}

	private void endSegment() {
		int end = this.out.length();
		this.segments.add(new Segment.Octets(this.out.array(), this.segmentStart, end - this.segmentStart));
		this.segmentStart = end;
	}

	private static @Nullable String present(@Nullable String value) {
		return (value == null || value.isEmpty()) ? null : value;
	}

}
