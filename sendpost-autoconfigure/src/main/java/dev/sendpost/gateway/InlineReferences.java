package dev.sendpost.gateway;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.Attachment;
import dev.sendpost.Email;

/**
 * What an HTML body refers to by {@code cid:} (RFC 2392).
 */
final class InlineReferences {

	/** A reference in an attribute or in a style; not the letters in a text. */
	private static final Pattern REFERENCE = Pattern.compile("(?:=|url\\()\\s*[\"']?cid:([^\"'\\s<>)]+)");

	private InlineReferences() {
	}

	/**
	 * The content ids that no attachment of the message has.
	 */
	static Set<String> missing(Email email) {
		String html = email.html();
		if (html == null || !html.contains("cid:")) {
			return Set.of();
		}
		Set<String> missing = new LinkedHashSet<>();
		Matcher reference = REFERENCE.matcher(html);
		while (reference.find()) {
			missing.add(reference.group(1).replace("%40", "@"));
		}
		email.attachments().stream().filter(Attachment::isInline).map(Attachment::contentId).forEach(missing::remove);
		return missing;
	}

}
