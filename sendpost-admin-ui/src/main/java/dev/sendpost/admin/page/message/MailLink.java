package dev.sendpost.admin.page.message;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A link in the HTML of a message.
 *
 * @param text what it says
 * @param target where it leads
 * @param follow where it leads if a person may go there: to a page of the web; otherwise
 * {@code null}
 * @param problem what is wrong with it, or {@code null}
 * @param broken whether it leads nowhere
 */
public record MailLink(String text, String target, @Nullable String follow, @Nullable String problem, boolean broken) {

	private static final int MAX_TEXT = 200;

	private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);

	private static final Pattern WEB = Pattern.compile("//([^/?#]*)(.*)", Pattern.DOTALL);

	private static final Set<String> APPLICATIONS = Set.of("tel", "sms", "geo", "webcal");

	/**
	 * The links of a message.
	 */
	static List<MailLink> in(Document html) {
		Set<String> places = new HashSet<>(html.select("[id]").eachAttr("id"));
		places.addAll(html.select("[name]").eachAttr("name"));
		return html.select("a[href], area[href]").stream().map((link) -> of(link, places)).toList();
	}

	private static MailLink of(Element link, Set<String> places) {
		String text = link.text().isBlank() ? link.select("img[alt]").attr("alt") : link.text();
		return of((text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) : text, link.attr("href").strip(), places);
	}

	private static MailLink of(String text, String target, Set<String> places) {
		Matcher scheme = SCHEME.matcher(target);
		if (target.isEmpty() || target.equals("#")) {
			return broken(text, target, "It leads nowhere.");
		}
		if (target.contains("{{") || target.contains("}}")) {
			return broken(text, target, "A variable in it was not filled in.");
		}
		if (target.startsWith("#")) {
			boolean known = places.contains(target.substring(1));
			return known ? new MailLink(text, target, null, null, false)
					: broken(text, target, "There is no such place in the message.");
		}
		if (!scheme.matches()) {
			return broken(text, target, "It has no scheme: a message has no address that it could be relative to.");
		}
		String name = scheme.group(1).toLowerCase(Locale.ROOT);
		return switch (name) {
			case "https", "http" -> web(text, target, name, scheme.group(2));
			case "mailto" ->
				target.contains("@") || target.startsWith("mailto:?") ? new MailLink(text, target, null, null, false)
						: broken(text, target, "It names no address to write to.");
			default -> APPLICATIONS.contains(name) ? new MailLink(text, target, null, null, false)
					: broken(text, target, "Mail clients do not follow links of this kind.");
		};
	}

	private static MailLink web(String text, String target, String scheme, String rest) {
		Matcher web = WEB.matcher(rest);
		if (!web.matches() || web.group(1).isEmpty()) {
			return broken(text, target, "It names no host.");
		}
		String host;
		try {
			String ascii = web.group(1).chars().allMatch((c) -> c < 128) ? web.group(1) : IDN.toASCII(web.group(1));
			host = new URI(scheme + "://" + ascii + web.group(2)).getHost();
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return broken(text, target, "It is no valid address: a blank or another character in it is not encoded.");
		}
		if (host == null) {
			return broken(text, target, "It names no valid host.");
		}
		if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
			return new MailLink(text, target, target, "It leads to the reader's own machine.", false);
		}
		return new MailLink(text, target, target, scheme.equals("http") ? "It is not encrypted: use https." : null,
				false);
	}

	private static MailLink broken(String text, String target, String problem) {
		return new MailLink(text, target, null, problem, true);
	}

}
