package dev.sendpost.tracking;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.sendpost.tracking.HtmlTag.Range;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tags of an HTML document as a browser's tokenizer does (WHATWG HTML section
 * 13.2.5), in one pass: what is in comments, conditional ones included, and in raw text
 * is no tag.
 */
final class HtmlTags {

	/** Elements whose content is text, whatever it looks like. */
	private static final Set<String> RAW_TEXT = Set.of("style", "script", "title", "textarea", "xmp", "iframe",
			"noembed", "noframes");

	private final String html;

	private int position;

	/**
	 * Where the last construct starts if it never ends, so that browsers ignore it.
	 */
	private int end;

	HtmlTags(String html) {
		this.html = html;
		this.end = html.length();
	}

	/**
	 * The next tag, or {@code null} if there are no more.
	 */
	@Nullable HtmlTag next() {
		while (this.position < this.html.length()) {
			int start = this.html.indexOf('<', this.position);
			if (start < 0 || start + 1 >= this.html.length()) {
				break;
			}
			char next = this.html.charAt(start + 1);
			boolean closing = next == '/';
			if (isLetter(closing ? start + 2 : start + 1)) {
				HtmlTag tag = tag(start, closing);
				if (tag != null) {
					return tag;
				}
			}
			else if (this.html.startsWith("<!--", start)) {
				skip(start, commentEnd(start + 4));
			}
			else if (next == '!' || next == '?' || closing) {
				skip(start, after(">", start + 2));
			}
			else {
				this.position = start + 1;
			}
		}
		this.position = this.html.length();
		return null;
	}

	/**
	 * Where something can be put behind all that a browser shows. To be asked when there
	 * are no more tags.
	 */
	int end() {
		return this.end;
	}

	/**
	 * Go on behind a construct; if it has no end, there is nothing more.
	 */
	private void skip(int start, int end) {
		if (end < 0) {
			this.end = start;
		}
		this.position = (end < 0) ? this.html.length() : end;
	}

	private int after(String mark, int from) {
		int found = this.html.indexOf(mark, from);
		return (found < 0) ? -1 : found + mark.length();
	}

	private int commentEnd(int from) {
		if (is(from, '>')) {
			return from + 1;
		}
		if (this.html.startsWith("->", from)) {
			return from + 2;
		}
		for (int at = this.html.indexOf("--", from); at >= 0; at = this.html.indexOf("--", at + 1)) {
			if (is(at + 2, '>')) {
				return at + 3;
			}
			if (this.html.startsWith("!>", at + 2)) {
				return at + 4;
			}
		}
		return -1;
	}

	private @Nullable HtmlTag tag(int start, boolean closing) {
		int nameStart = start + (closing ? 2 : 1);
		int at = nameStart;
		while (at < this.html.length() && !isSpace(at) && !is(at, '/') && !is(at, '>')) {
			at++;
		}
		String name = this.html.substring(nameStart, at).toLowerCase(Locale.ROOT);
		Map<String, Range> attributes = new LinkedHashMap<>();
		at = attributes(at, attributes);
		skip(start, at);
		if (at < 0) {
			return null;
		}
		if (!closing && RAW_TEXT.contains(name)) {
			skip(start, rawTextEnd(name, at));
		}
		else if (!closing && name.equals("plaintext")) {
			this.position = this.html.length();
		}
		return new HtmlTag(name, closing, start, attributes);
	}

	/**
	 * Read attributes up to the end of the tag.
	 * @return the position behind the tag, or -1 if it has no end
	 */
	private int attributes(int from, Map<String, Range> attributes) {
		int at = from;
		while (at < this.html.length()) {
			if (is(at, '>')) {
				return at + 1;
			}
			if (isSpace(at) || is(at, '/')) {
				at++;
				continue;
			}
			int nameStart = at++;
			while (at < this.html.length() && !isSpace(at) && !is(at, '/') && !is(at, '>') && !is(at, '=')) {
				at++;
			}
			String name = this.html.substring(nameStart, at).toLowerCase(Locale.ROOT);
			int equals = afterSpace(at);
			if (!is(equals, '=')) {
				attributes.putIfAbsent(name, new Range(at, at));
				continue;
			}
			int valueStart = afterSpace(equals + 1);
			Range value = value(valueStart);
			if (value == null) {
				return -1;
			}
			attributes.putIfAbsent(name, value);
			at = isQuote(valueStart) ? value.end() + 1 : value.end();
		}
		return -1;
	}

	/**
	 * The value of an attribute without its quotes, or {@code null} if it has no end.
	 */
	private @Nullable Range value(int from) {
		if (isQuote(from)) {
			int end = this.html.indexOf(this.html.charAt(from), from + 1);
			return (end < 0) ? null : new Range(from + 1, end);
		}
		int end = from;
		while (end < this.html.length() && !isSpace(end) && !is(end, '>')) {
			end++;
		}
		return new Range(from, end);
	}

	private int rawTextEnd(String name, int from) {
		for (int at = this.html.indexOf("</", from); at >= 0; at = this.html.indexOf("</", at + 2)) {
			int behind = at + 2 + name.length();
			if (this.html.regionMatches(true, at + 2, name, 0, name.length())
					&& (isSpace(behind) || is(behind, '/') || is(behind, '>'))) {
				return at;
			}
		}
		return -1;
	}

	private int afterSpace(int from) {
		int at = from;
		while (isSpace(at)) {
			at++;
		}
		return at;
	}

	private boolean is(int at, char c) {
		return at < this.html.length() && this.html.charAt(at) == c;
	}

	private boolean isQuote(int at) {
		return is(at, '"') || is(at, '\'');
	}

	private boolean isSpace(int at) {
		return is(at, ' ') || is(at, '\n') || is(at, '\t') || is(at, '\r') || is(at, '\f');
	}

	private boolean isLetter(int at) {
		if (at >= this.html.length()) {
			return false;
		}
		char c = this.html.charAt(at);
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}

}
