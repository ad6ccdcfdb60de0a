package dev.sendpost;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;

/**
 * Guesses a content type from a file name: the JDK's table, and what mail carries beyond
 * it.
 */
final class ContentTypes {

	private static final String UNKNOWN = "application/octet-stream";

	private static final Map<String, String> OF_MAIL = Map.of("ics", "text/calendar; charset=UTF-8", "vcf",
			"text/vcard; charset=UTF-8", "eml", "message/rfc822", "md", "text/markdown; charset=UTF-8", "heic",
			"image/heic", "avif", "image/avif", "p7m", "application/pkcs7-mime", "p7s", "application/pkcs7-signature",
			"pkpass", "application/vnd.apple.pkpass", "asc", "application/pgp-signature");

	private ContentTypes() {
	}

	static String guess(String filename) {
		String extension = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
		String ofMail = OF_MAIL.get(extension);
		if (ofMail != null) {
			return ofMail;
		}
		// Only the extension is handed over: a '#' in a name would cut it off.
		String known = URLConnection.guessContentTypeFromName("file." + extension);
		return (known != null) ? known : UNKNOWN;
	}

}
