package dev.sendpost.webhook.inbound.mvc;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.sendpost.servlet.BodyReader;
import dev.sendpost.servlet.BodyTooLargeException;
import dev.sendpost.servlet.BodyTooSlowException;
import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.ServletServerHttpRequest;

/**
 * Reads webhooks, up to a size.
 */
final class WebhookReader {

	private final BodyReader bodies;

	/**
	 * Create a reader.
	 * @param maxBodySize how many octets a body may have
	 * @param nanoTime measures time in nanoseconds
	 */
	WebhookReader(int maxBodySize, LongSupplier nanoTime) {
		this.bodies = new BodyReader(maxBodySize, nanoTime);
	}

	WebhookRequest read(HttpServletRequest request) throws IOException, WebhookBodyTooLargeException {
		try {
			return new WebhookRequest(new ServletServerHttpRequest(request).getURI(), headers(request),
					this.bodies.read(request));
		}
		catch (BodyTooLargeException ex) {
			throw new WebhookBodyTooLargeException(ex.getMaxSize());
		}
		catch (BodyTooSlowException ex) {
			throw new WebhookBodyTooSlowException();
		}
	}

	private static Map<String, List<String>> headers(HttpServletRequest request) {
		Map<String, List<String>> headers = new HashMap<>();
		for (String name : Collections.list(request.getHeaderNames())) {
			headers.put(name, Collections.list(request.getHeaders(name)));
		}
		return headers;
	}

}
