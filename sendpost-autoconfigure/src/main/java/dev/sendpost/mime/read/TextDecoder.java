package dev.sendpost.mime.read;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

import jakarta.mail.internet.MimeUtility;

/**
 * Decodes a text part, so that not a character is lost.
 */
final class TextDecoder {

	/**
	 * Charsets that programs name without meaning it: readers take what is beyond ASCII
	 * for UTF-8 or windows-1252.
	 */
	private static final Set<String> ASCII = Set.of("us-ascii", "ascii");

	private TextDecoder() {
	}

	/**
	 * The text of a part, its lines ended by LF.
	 * @throws UnmappableException if it is not text in a known charset
	 */
	static String decode(Part part) throws UnmappableException {
		String charset = part.parameters.getOrDefault("charset", "us-ascii").toLowerCase(Locale.ROOT);
		return decode(part.content, charset).replace("\r\n", "\n");
	}

	private static String decode(byte[] content, String charset) throws UnmappableException {
		try {
			return charset(content, charset).newDecoder()
				.onMalformedInput(CodingErrorAction.REPORT)
				.onUnmappableCharacter(CodingErrorAction.REPORT)
				.decode(ByteBuffer.wrap(content))
				.toString();
		}
		catch (CharacterCodingException | IllegalArgumentException ex) {
			throw new UnmappableException("text that is not " + charset);
		}
	}

	private static Charset charset(byte[] content, String name) {
		if (ASCII.contains(name)) {
			return StandardCharsets.UTF_8;
		}
		if (name.equals("iso-8859-1")) {
			for (byte octet : content) {
				if ((octet & 0xE0) == 0x80) {
					return Charset.forName("windows-1252");
				}
			}
		}
		return Charset.forName(MimeUtility.javaCharset(name));
	}

}
