package dev.sendpost.mime;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Puts a preheader where mail clients look for it and no reader sees it: hidden, at the
 * start of the HTML body. Scans as the HTML tokenizer does, so far as tags, quoted
 * attributes, comments and raw text go.
 */
public final class Preheader {

	private static final String START = "<div style=\"display:none;font-size:1px;line-height:1px;max-height:0;"
			+ "max-width:0;opacity:0;overflow:hidden;mso-hide:all\">";

	/**
	 * Nothing that can be seen, in place of what would follow the preheader in a list of
	 * messages.
	 */
	private static final String FILLER = "&#847;&zwnj;&nbsp;".repeat(100);

	private static final Set<String> RAW_TEXT = Set.of("style", "script", "title", "textarea");

	private static final Set<String> OF_HEAD = Set.of("base", "basefont", "bgsound", "link", "meta", "noscript",
			"script", "style", "title");

	private final String html;

	private boolean document;

	private boolean prologue = true;

	/** Behind the doctype, the html tag and the head. */
	private int prologueEnd;

	private Preheader(String html) {
		this.html = html;
	}

	/**
	 * Insert a preheader behind the body tag or, without one, where the body starts.
	 * @param preheader plain text, or {@code null} for none
	 * @param html a document or a fragment
	 * @return the HTML with the preheader
	 */
	public static String insert(@Nullable String preheader, String html) {
		if (preheader == null || preheader.isEmpty()) {
			return html;
		}
		int position = new Preheader(html).position();
		return html.substring(0, position) + START + escape(preheader) + FILLER + "</div>" + html.substring(position);
	}

	private int position() {
		int i = 0;
		while ((i = nextTag(i)) >= 0) {
			if (this.html.startsWith("<!--", i)) {
				int end = this.html.indexOf("-->", i + 2);
				i = (end < 0) ? this.html.length() : end + 3;
				continue;
			}
			String name = name(i);
			int end = tagEnd(i + 1 + name.length());
			if (name.equals("body") && end >= 0) {
				return end;
			}
			if (end < 0) {
				break;
			}
			notePrologue(name, end);
			i = RAW_TEXT.contains(name) ? rawTextEnd(name, end) : end;
		}
		return this.document ? this.prologueEnd : 0;
	}

	/**
	 * The next {@code <} at or behind a position that starts a tag or a comment, or -1.
	 */
	private int nextTag(int from) {
		int i = this.html.indexOf('<', from);
		while (i >= 0 && !isTagStart(i + 1)) {
			i = this.html.indexOf('<', i + 1);
		}
		this.prologue = this.prologue && i >= 0 && this.html.substring(from, i).isBlank();
		return i;
	}

	private boolean isTagStart(int index) {
		char c = (index < this.html.length()) ? this.html.charAt(index) : ' ';
		return c == '!' || c == '?' || c == '/' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}

	private void notePrologue(String name, int end) {
		if (!this.prologue || RAW_TEXT.contains(name)) {
			this.prologue &= OF_HEAD.contains(name);
			return;
		}
		if (Set.of("!doctype", "html", "head", "/head").contains(name)) {
			this.document = true;
			this.prologueEnd = end;
		}
		else if (OF_HEAD.contains(name.startsWith("/") ? name.substring(1) : name)) {
			this.prologueEnd = end;
		}
		else if (!name.startsWith("!") && !name.startsWith("?")) {
			this.prologue = false;
		}
	}

	private String name(int tag) {
		int end = tag + 1;
		while (end < this.html.length() && !isWhiteSpace(this.html.charAt(end)) && this.html.charAt(end) != '>'
				&& (this.html.charAt(end) != '/' || end == tag + 1)) {
			end++;
		}
		return this.html.substring(tag + 1, Math.min(end, tag + 12)).toLowerCase(Locale.ROOT);
	}

	/**
	 * Behind the {@code >} that ends a tag, or -1. Quotes count only around a value.
	 */
	private int tagEnd(int from) {
		char before = 0;
		for (int i = from; i < this.html.length(); i++) {
			char c = this.html.charAt(i);
			if (c == '>') {
				return i + 1;
			}
			if ((c == '"' || c == '\'') && before == '=') {
				i = this.html.indexOf(c, i + 1);
				if (i < 0) {
					return -1;
				}
			}
			before = isWhiteSpace(c) ? before : c;
		}
		return -1;
	}

	private int rawTextEnd(String name, int from) {
		for (int i = this.html.indexOf("</", from); i >= 0; i = this.html.indexOf("</", i + 2)) {
			if (this.html.regionMatches(true, i + 2, name, 0, name.length())) {
				return i;
			}
		}
		return this.html.length();
	}

	private static boolean isWhiteSpace(char c) {
		return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
