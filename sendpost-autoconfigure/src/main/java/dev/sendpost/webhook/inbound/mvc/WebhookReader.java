package dev.sendpost.webhook.inbound.mvc;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.ServletServerHttpRequest;

/**
 * Reads webhooks, up to a size.
 */
final class WebhookReader {

	private final int maxBodySize;

	/**
	 * Create a reader.
	 * @param maxBodySize how many octets a body may have
	 */
	WebhookReader(int maxBodySize) {
		this.maxBodySize = maxBodySize;
	}

	WebhookRequest read(HttpServletRequest request) throws IOException, WebhookBodyTooLargeException {
		if (request.getContentLengthLong() > this.maxBodySize) {
			throw new WebhookBodyTooLargeException(this.maxBodySize);
		}
		byte[] body = request.getInputStream().readNBytes(this.maxBodySize + 1);
		if (body.length > this.maxBodySize) {
			throw new WebhookBodyTooLargeException(this.maxBodySize);
		}
		if (body.length < request.getContentLengthLong()) {
			throw new IllegalStateException("The body of the webhook was read before it could be verified:"
					+ " by a filter, such as one that asks for parameters, or as multipart/form-data");
		}
		return new WebhookRequest(new ServletServerHttpRequest(request).getURI(), headers(request), body);
	}

	private static Map<String, List<String>> headers(HttpServletRequest request) {
		Map<String, List<String>> headers = new HashMap<>();
		for (String name : Collections.list(request.getHeaderNames())) {
			headers.put(name, Collections.list(request.getHeaders(name)));
		}
		return headers;
	}

}
