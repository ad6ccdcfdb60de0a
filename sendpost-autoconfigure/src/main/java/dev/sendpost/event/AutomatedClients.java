package dev.sendpost.event;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Tells machines that open messages and follow links from people who do, by what a client
 * calls itself. It errs on the side of people: a scanner that poses as a browser is taken
 * for one.
 */
public final class AutomatedClients {

	/**
	 * What Apple Mail's privacy proxy calls itself, as no browser does: nothing follows.
	 */
	private static final String APPLE_MAIL_PRIVACY_PROTECTION = "mozilla/5.0";

	/**
	 * What fetches images of messages that Gmail is about to show in a list, as the last
	 * browser of that kind did not call itself.
	 */
	private static final String GMAIL_PREFETCH = "edge/12.246 mozilla/5.0";

	/**
	 * What fetches ahead, and previews. The image proxies of Gmail and Yahoo are none of
	 * these: they fetch when somebody opens a message, and hide who.
	 */
	private static final Set<String> PREVIEWS = Set.of("yahoocachesystem", "existence discovery", "bingpreview",
			"skypeuripreview", "slackbot", "whatsapp", "facebookexternalhit", "telegrambot", "discordbot",
			"google-read-aloud", "google-safety");

	private static final Set<String> AHEAD = Set.of("prefetch", "preview", "prerender");

	/** Scanners of links and attachments. */
	private static final Set<String> SCANNERS = Set.of("barracuda", "mimecast", "proofpoint", "urldefense", "safelinks",
			"trendmicro", "symantec", "messagelabs", "fireeye", "cloudmark", "sophos", "fortinet", "forcepoint",
			"ironport", "vadesecure", "virustotal", "urlscan", "checkphish", "zscaler");

	/** Programs, by how their names begin or end. */
	private static final Pattern PROGRAM = Pattern
		.compile("\\b(?:headlesschrome|phantomjs|curl|wget|python-requests|python-urllib|aiohttp|go-http-client|okhttp"
				+ "|apache-httpclient|java|libwww-perl|axios|node-fetch|scrapy)/|(?<!cu)bot\\b|crawler|spider|\\bscanner");

	private AutomatedClients() {
	}

	/**
	 * Whether a client is a machine: what fetches ahead, a scanner, or a program.
	 * @param userAgent what it calls itself, or {@code null} if that is unknown
	 * @return {@code false} if it may be a person's
	 */
	public static boolean isAutomated(@Nullable String userAgent) {
		if (userAgent == null || userAgent.isBlank()) {
			return false;
		}
		String start = userAgent.substring(0, Math.min(userAgent.length(), 1000));
		String agent = start.strip().toLowerCase(Locale.ROOT);
		return agent.equals(APPLE_MAIL_PRIVACY_PROTECTION) || agent.endsWith(GMAIL_PREFETCH)
				|| PREVIEWS.stream().anyMatch(agent::contains) || SCANNERS.stream().anyMatch(agent::contains)
				|| PROGRAM.matcher(agent).find();
	}

	/**
	 * Whether a browser fetches something before anybody asks for it.
	 * @param purpose what its header field {@code Sec-Purpose}, or an older one such as
	 * {@code Purpose}, says; or {@code null} if there is none
	 * @return whether it is to be had ready, or for a preview
	 */
	public static boolean isAhead(@Nullable String purpose) {
		if (purpose == null) {
			return false;
		}
		String said = purpose.substring(0, Math.min(purpose.length(), 100)).toLowerCase(Locale.ROOT);
		return AHEAD.stream().anyMatch(said::contains);
	}

}
