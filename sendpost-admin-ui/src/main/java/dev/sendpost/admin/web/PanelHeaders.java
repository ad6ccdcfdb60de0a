package dev.sendpost.admin.web;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Headers of every answer of the panel: they keep the browser from running or loading
 * anything that is not the panel's own.
 */
public final class PanelHeaders {

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
			+ "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	/** The headers, by their names. */
	public static final Map<String, String> ALL = Map.of("Content-Security-Policy", POLICY, "Referrer-Policy",
			"no-referrer", "X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Cross-Origin-Opener-Policy",
			"same-origin");

	private PanelHeaders() {
	}

	/**
	 * The headers of a page or a file, some of which may be others.
	 */
	static Map<String, String> with(Map<String, String> others) {
		Map<String, String> headers = new LinkedHashMap<>(ALL);
		headers.putAll(others);
		return headers;
	}

	static void set(HttpServletResponse response) {
		set(response, ALL);
	}

	static void set(HttpServletResponse response, Map<String, String> headers) {
		headers.forEach(response::setHeader);
		response.setHeader("Cache-Control", "no-store");
	}

}
