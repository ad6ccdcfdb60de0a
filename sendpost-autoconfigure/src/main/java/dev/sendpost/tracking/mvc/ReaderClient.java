package dev.sendpost.tracking.mvc;

import java.util.List;

import dev.sendpost.event.AutomatedClients;
import dev.sendpost.tracking.Client;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Reads what a request tells of who made it.
 */
final class ReaderClient {

	/** Where browsers say that they fetch ahead, the older fields last. */
	private static final List<String> PURPOSE = List.of("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz");

	private ReaderClient() {
	}

	/**
	 * A client that does not say what it is, or does not want the content, is no
	 * person's.
	 */
	static Client of(HttpServletRequest request) {
		String userAgent = request.getHeader("User-Agent");
		boolean automated = userAgent == null || userAgent.isBlank() || "HEAD".equals(request.getMethod())
				|| AutomatedClients.isAutomated(userAgent)
				|| PURPOSE.stream().anyMatch((name) -> AutomatedClients.isAhead(request.getHeader(name)));
		return new Client(automated, request.getRemoteAddr(), userAgent);
	}

}
