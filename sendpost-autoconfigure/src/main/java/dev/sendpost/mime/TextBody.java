package dev.sendpost.mime;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes a text in the transfer encoding that suits it: 7bit if nothing can happen to it,
 * else the shorter of quoted-printable and base64.
 */
final class TextBody {

	private static final Base64.Encoder BASE64 = Base64.getMimeEncoder();

	private TextBody() {
	}

	/**
	 * Write the field {@code Content-Transfer-Encoding}, the empty line and the text.
	 * Half a surrogate pair becomes a question mark.
	 */
	static void write(String text, OctetBuffer out) {
		byte[] octets = text.getBytes(StandardCharsets.UTF_8);
		int start = out.length();
		encoding("7bit", out);
		if (SevenBit.write(octets, out)) {
			return;
		}
		out.truncate(start);
		Lines lines = new Lines(octets);
		long base64 = Segment.Base64Content.encodedSize(lines.length());
		if (lines.minimumQuotedPrintable() <= base64) {
			encoding("quoted-printable", out);
			int bodyStart = out.length();
			QuotedPrintable.encode(octets, out);
			if (out.length() - bodyStart <= base64) {
				return;
			}
			out.truncate(start);
		}
		encoding("base64", out);
		byte[] encoded = BASE64.encode(lines.toByteArray());
		out.append(encoded, 0, encoded.length);
	}

	private static void encoding(String name, OctetBuffer out) {
		out.ascii("Content-Transfer-Encoding: ").ascii(name).crlf().crlf();
	}

}
