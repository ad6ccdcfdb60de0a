package dev.sendpost.tracking;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.sendpost.tracking.HtmlTag.Range;
import org.jspecify.annotations.Nullable;

/**
 * Puts tracked links and a pixel into HTML. Nothing else changes, not by an octet: only
 * targets of links are replaced, where they stand.
 */
final class HtmlTracking {

	/** On a link: it is to lead where it says. */
	private static final String SWITCH = "data-track";

	private static final String OFF = "off";

	private final String html;

	private final StringBuilder out;

	private int copied;

	private HtmlTracking(String html) {
		this.html = html;
		this.out = new StringBuilder(html.length() + html.length() / 4 + 256);
	}

	/**
	 * Track what readers do.
	 * @param html a document or a fragment, well-formed or not
	 * @param links makes the tracked link, in ASCII without spaces, quotes and angle
	 * brackets, of a target, or leaves it as it is; {@code null} if clicks are not
	 * tracked
	 * @param pixel the URL of the pixel, or {@code null} if opens are not tracked
	 */
	static String apply(String html, @Nullable UnaryOperator<String> links, @Nullable String pixel) {
		return new HtmlTracking(html).apply(links, pixel);
	}

	private String apply(@Nullable UnaryOperator<String> links, @Nullable String pixel) {
		Map<String, String> known = new HashMap<>();
		HtmlTags tags = new HtmlTags(this.html);
		// Of a body that goes on behind its end tag, as browsers let it, that is no end.
		int bodyEnd = -1;
		int documentEnd = -1;
		for (HtmlTag tag = tags.next(); tag != null; tag = tags.next()) {
			if (tag.closing()) {
				bodyEnd = tag.name().equals("body") ? tag.start() : bodyEnd;
				documentEnd = tag.name().equals("html") ? tag.start() : documentEnd;
			}
			else if (links != null && (tag.name().equals("a") || tag.name().equals("area"))) {
				follow(tag, links, known);
			}
		}
		if (pixel == null) {
			return (this.copied == 0) ? this.html
					: this.out.append(this.html, this.copied, this.html.length()).toString();
		}
		int position = (bodyEnd >= 0) ? bodyEnd : documentEnd;
		return insert((position >= this.copied && position >= 0) ? position : tags.end(), pixel);
	}

	private void follow(HtmlTag tag, UnaryOperator<String> links, Map<String, String> known) {
		Range range = tag.attributes().get("href");
		String written = tag.value("href", this.html);
		String off = tag.value(SWITCH, this.html);
		if (range == null || written == null || (off != null && off.strip().equalsIgnoreCase(OFF))) {
			return;
		}
		String target = LinkTarget.of(written);
		if (target == null) {
			return;
		}
		String link = known.computeIfAbsent(target, links);
		if (!link.equals(target)) {
			this.out.append(this.html, this.copied, range.start()).append(link);
			this.copied = range.end();
		}
	}

	private String insert(int position, String pixel) {
		return this.out.append(this.html, this.copied, position)
			.append("<img src=\"")
			.append(pixel)
			.append("\" width=\"1\" height=\"1\" alt=\"\" style=\"width:1px;height:1px;border:0\">")
			.append(this.html, position, this.html.length())
			.toString();
	}

}
