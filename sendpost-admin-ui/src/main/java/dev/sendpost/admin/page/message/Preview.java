package dev.sendpost.admin.page.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.Attachment;

/**
 * Puts the pictures that travel with a message into its HTML, so that showing it takes no
 * further request: one from a sandbox comes without the log-in.
 */
final class Preview {

	private static final Pattern CONTENT_ID = Pattern.compile("(?i)\\bcid:([A-Za-z0-9._@%+-]{1,300})");

	private static final Pattern PICTURE = Pattern.compile("image/[a-z0-9.+-]+");

	/** How many octets of pictures a preview holds. */
	private static final int MAX_PICTURES = 8_000_000;

	private Preview() {
	}

	static String of(String html, List<Attachment> attachments) {
		Map<String, Attachment> inline = new HashMap<>();
		attachments.stream()
			.filter(Attachment::isInline)
			.forEach((attachment) -> inline.putIfAbsent(attachment.contentId(), attachment));
		if (inline.isEmpty()) {
			return html;
		}
		Map<String, String> pictures = new HashMap<>();
		int[] room = { MAX_PICTURES };
		return CONTENT_ID.matcher(html).replaceAll((reference) -> {
			Attachment picture = inline.get(decoded(reference.group(1)));
			String shown = (picture == null) ? reference.group()
					: pictures.computeIfAbsent(String.valueOf(picture.contentId()), (id) -> data(picture, room));
			return Matcher.quoteReplacement(shown.isEmpty() ? reference.group() : shown);
		});
	}

	/**
	 * A content id, or the address of one, as it was before it was put into an address
	 * (RFC 2392).
	 */
	static String decoded(String written) {
		try {
			return URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return written;
		}
	}

	/**
	 * The picture as an address that holds it (RFC 2397); empty if it is none, or too
	 * large.
	 */
	private static String data(Attachment attachment, int[] room) {
		String type = attachment.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
		if (!PICTURE.matcher(type).matches() || attachment.size() > room[0]) {
			return "";
		}
		try (InputStream in = attachment.content().getInputStream()) {
			byte[] octets = in.readNBytes(room[0] + 1);
			if (octets.length > room[0]) {
				return "";
			}
			room[0] -= octets.length;
			return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(octets);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
