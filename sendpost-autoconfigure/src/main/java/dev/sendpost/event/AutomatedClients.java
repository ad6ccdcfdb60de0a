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

	/** Image proxies of mailbox providers, and previews. */
	private static final Set<String> PROXIES = Set.of("googleimageproxy", "ggpht.com", "yahoomailproxy",
			"yahoocachesystem", "existence discovery", "bingpreview", "skypeuripreview", "slackbot", "whatsapp",
			"facebookexternalhit");

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
	 * Whether a client is a machine: an image proxy, a scanner, or a program.
	 * @param userAgent what it calls itself, or {@code null} if that is unknown
	 * @return {@code false} if it may be a person's
	 */
	public static boolean isAutomated(@Nullable String userAgent) {
		if (userAgent == null || userAgent.isBlank()) {
			return false;
		}
		String start = userAgent.substring(0, Math.min(userAgent.length(), 1000));
		String agent = start.strip().toLowerCase(Locale.ROOT);
		return agent.equals(APPLE_MAIL_PRIVACY_PROTECTION) || PROXIES.stream().anyMatch(agent::contains)
				|| SCANNERS.stream().anyMatch(agent::contains) || PROGRAM.matcher(agent).find();
	}

}
