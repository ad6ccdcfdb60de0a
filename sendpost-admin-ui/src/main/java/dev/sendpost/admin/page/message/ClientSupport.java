package dev.sendpost.admin.page.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Finds what is in the HTML of a message that common mail clients do not support. The
 * list is short on purpose: what is often used, and what is well known about it.
 */
final class ClientSupport {

	private static final String WORD = "Outlook for Windows";

	private static final String GMAIL = "Gmail";

	private static final String GMAIL_WORD = GMAIL + ", " + WORD;

	private static final String GMAIL_OUTLOOK_YAHOO = "Gmail, Outlook, Yahoo Mail";

	private static final List<Feature> FEATURES = List.of(element("script", "script", "all of them"),
			element("form", "form", "Outlook for Windows; others warn or remove it"),
			element("iframe", "iframe", GMAIL_OUTLOOK_YAHOO),
			element("object or embed", "object, embed", GMAIL_OUTLOOK_YAHOO),
			element("video", "video", GMAIL_OUTLOOK_YAHOO), element("audio", "audio", GMAIL_OUTLOOK_YAHOO),
			element("svg in the HTML", "svg", GMAIL_OUTLOOK_YAHOO),
			element("picture in SVG", "img[src~=(?i)\\.svg(\\?|$)]", GMAIL_WORD),
			element("picture in WebP", "img[src~=(?i)\\.webp(\\?|$)]", WORD),
			element("picture in a data: address", "img[src^=data:]", GMAIL_WORD),
			element("base", "base[href]", GMAIL_OUTLOOK_YAHOO),
			element("linked stylesheet", "link[rel=stylesheet]", GMAIL_OUTLOOK_YAHOO),
			element("style outside the head", "body style", GMAIL), css("@import", "@import", GMAIL_OUTLOOK_YAHOO),
			decoration("@font-face", "@font-face", GMAIL_OUTLOOK_YAHOO),
			decoration("@keyframes, animation", "@(-webkit-)?keyframes|[;{\\s]animation(-name)?\\s*:", GMAIL_WORD),
			decoration("prefers-color-scheme", "prefers-color-scheme", GMAIL_WORD),
			css("custom properties, var()", "var\\(\\s*--", GMAIL_OUTLOOK_YAHOO),
			css("display: flex", "display\\s*:\\s*(inline-)?flex", WORD),
			css("display: grid", "display\\s*:\\s*(inline-)?grid", GMAIL_WORD),
			css("position", "[;{\\s]position\\s*:\\s*(absolute|fixed|relative|sticky)", GMAIL_OUTLOOK_YAHOO),
			css("background-image", "background(-image)?\\s*:[^;}]{0,500}url\\(", WORD),
			decoration("linear-gradient()", "gradient\\(", WORD),
			decoration("border-radius", "border-radius\\s*:", WORD),
			decoration("box-shadow", "box-shadow\\s*:", GMAIL_WORD),
			decoration("text-shadow", "text-shadow\\s*:", GMAIL_WORD),
			decoration("opacity", "[;{\\s]opacity\\s*:", WORD),
			decoration("transform", "[;{\\s]transform\\s*:", GMAIL_WORD),
			decoration("transition", "[;{\\s]transition\\s*:", GMAIL_WORD),
			css("filter", "[;{\\s]filter\\s*:", GMAIL_WORD), css("object-fit", "object-fit\\s*:", WORD),
			css("clip-path", "clip-path\\s*:", GMAIL_WORD), css("calc()", "calc\\(", WORD),
			decoration("max-width", "[;{\\s]max-width\\s*:", WORD));

	private ClientSupport() {
	}

	/**
	 * What some clients do not support.
	 */
	static List<Gap> gaps(Document html) {
		String css = css(html);
		List<Gap> gaps = new ArrayList<>();
		for (Feature feature : FEATURES) {
			if (feature.used().test(html, css)) {
				gaps.add(new Gap(feature.name(), feature.clients(), feature.decoration()));
			}
		}
		return gaps;
	}

	private static String css(Document html) {
		String sheets = html.select("style")
			.stream()
			.flatMap((style) -> style.dataNodes().stream())
			.map(DataNode::getWholeData)
			.collect(Collectors.joining("\n"));
		String attributes = html.select("[style]")
			.stream()
			.map((Element element) -> element.attr("style"))
			.collect(Collectors.joining(";\n"));
		return " " + (sheets + "\n{" + attributes).toLowerCase(Locale.ROOT);
	}

	private static Feature element(String name, String selector, String clients) {
		return new Feature(name, clients, false, (html, css) -> !html.select(selector).isEmpty());
	}

	private static Feature css(String name, String pattern, String clients) {
		return css(name, pattern, clients, false);
	}

	/**
	 * Something that nobody misses who does not see it.
	 */
	private static Feature decoration(String name, String pattern, String clients) {
		return css(name, pattern, clients, true);
	}

	private static Feature css(String name, String pattern, String clients, boolean decoration) {
		Pattern compiled = Pattern.compile(pattern);
		return new Feature(name, clients, decoration, (html, css) -> compiled.matcher(css).find());
	}

	/**
	 * Something that some clients do not support.
	 *
	 * @param feature what it is
	 * @param clients the clients
	 * @param decoration whether nobody misses it who does not see it
	 */
	public record Gap(String feature, String clients, boolean decoration) {

	}

	private record Feature(String name, String clients, boolean decoration, BiPredicate<Document, String> used) {

	}

}
