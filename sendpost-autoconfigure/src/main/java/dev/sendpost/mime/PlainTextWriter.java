package dev.sendpost.mime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

import org.springframework.util.StringUtils;

/**
 * Collects the text of an HTML tree, node by node.
 */
final class PlainTextWriter implements NodeFilter {

	private static final Set<String> UNREADABLE = Set.of("head", "style", "script", "title", "template", "svg",
			"iframe", "object", "audio", "video", "canvas");

	private static final Set<String> PARAGRAPHS = Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl",
			"table", "blockquote", "pre", "hr", "figure");

	private static final Set<String> BLOCKS = Set.of("div", "li", "tr", "caption", "section", "article", "header",
			"footer", "main", "nav", "aside", "address", "center", "form", "fieldset", "legend", "dt", "dd",
			"figcaption", "details", "summary");

	private static final int MAX_INDENT = 8;

	private final TextLines lines = new TextLines();

	/** For each open list the next number, or 0 if it has bullets. */
	private final Deque<Integer> lists = new ArrayDeque<>();

	/** For each open link where its text starts. */
	private final Deque<Integer> links = new ArrayDeque<>();

	private int preformatted;

	@Override
	public FilterResult head(Node node, int depth) {
		if (node instanceof TextNode text) {
			if (this.preformatted > 0) {
				this.lines.preformatted(text.getWholeText());
			}
			else {
				this.lines.flow(text.getWholeText());
			}
		}
		else if (node instanceof Element element) {
			if (isHidden(element)) {
				return FilterResult.SKIP_ENTIRELY;
			}
			open(element);
		}
		return FilterResult.CONTINUE;
	}

	@Override
	public FilterResult tail(@Nullable Node node, int depth) {
		if (node instanceof Element element) {
			close(element);
		}
		return FilterResult.CONTINUE;
	}

	String text() {
		return this.lines.toString();
	}

	private void open(Element element) {
		String name = element.normalName();
		separate(name);
		switch (name) {
			case "br" -> this.lines.lineBreak();
			case "td", "th" -> this.lines.space();
			case "img" -> this.lines.flow(element.attr("alt"));
			case "ul" -> this.lists.push(0);
			case "ol" -> this.lists.push(start(element));
			case "li" -> this.lines.prefix(marker());
			case "pre" -> this.preformatted++;
			case "a" -> this.links.push(this.lines.length());
			default -> {
			}
		}
	}

	private void close(Element element) {
		String name = element.normalName();
		switch (name) {
			case "ul", "ol" -> this.lists.pop();
			case "li" -> this.lines.prefix("");
			case "pre" -> this.preformatted--;
			case "td", "th" -> this.lines.space();
			case "a" -> target(element, this.lines.textFrom(this.links.pop()));
			default -> {
			}
		}
		separate(name);
	}

	private void separate(String name) {
		if (PARAGRAPHS.contains(name)) {
			this.lines.separate(this.lists.isEmpty() ? 2 : 1);
		}
		else if (BLOCKS.contains(name)) {
			this.lines.separate(1);
		}
	}

	private static int start(Element list) {
		try {
			return Math.max(1, Integer.parseInt(list.attr("start").strip()));
		}
		catch (NumberFormatException ex) {
			return 1;
		}
	}

	private String marker() {
		String indent = "  ".repeat(Math.min(Math.max(0, this.lists.size() - 1), MAX_INDENT));
		Integer number = this.lists.poll();
		if (number == null || number == 0) {
			this.lists.push(0);
			return indent + "- ";
		}
		this.lists.push(number + 1);
		return indent + number + ". ";
	}

	private void target(Element link, String text) {
		String href = StringUtils.trimAllWhitespace(link.attr("href"));
		if (!isTarget(href) || bare(href).equals(bare(text))) {
			return;
		}
		if (text.isEmpty()) {
			this.lines.flow(href);
		}
		else {
			this.lines.remark(" (" + href + ")");
		}
	}

	private static boolean isTarget(String href) {
		String lowerCase = href.toLowerCase(Locale.ROOT);
		return !href.isEmpty() && !href.startsWith("#") && !lowerCase.startsWith("javascript:")
				&& !lowerCase.startsWith("vbscript:") && !lowerCase.startsWith("data:")
				&& !lowerCase.startsWith("cid:");
	}

	/**
	 * What remains of a target where the text beside it says the same.
	 */
	private static String bare(String target) {
		String bare = target.strip().toLowerCase(Locale.ROOT);
		for (String prefix : new String[] { "https://", "http://", "mailto:", "tel:" }) {
			bare = bare.startsWith(prefix) ? bare.substring(prefix.length()) : bare;
		}
		return bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare;
	}

	private static boolean isHidden(Element element) {
		if (UNREADABLE.contains(element.normalName()) || element.hasAttr("hidden")) {
			return true;
		}
		String style = element.attr("style");
		return !style.isEmpty() && style.toLowerCase(Locale.ROOT).replace(" ", "").contains("display:none");
	}

}
