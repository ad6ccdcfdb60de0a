package dev.sendpost.webhook.inbound.mvc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.server.ServletServerHttpRequest;

/**
 * Reads webhooks, up to a size.
 */
final class WebhookReader {

	/** Within which a body must be there as a whole. */
	private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

	private static final int BUFFER_SIZE = 8192;

	private final int maxBodySize;

	private final LongSupplier nanoTime;

	/**
	 * Create a reader.
	 * @param maxBodySize how many octets a body may have
	 * @param nanoTime measures time in nanoseconds
	 */
	WebhookReader(int maxBodySize, LongSupplier nanoTime) {
		this.maxBodySize = maxBodySize;
		this.nanoTime = nanoTime;
	}

	WebhookRequest read(HttpServletRequest request) throws IOException, WebhookBodyTooLargeException {
		if (request.getContentLengthLong() > this.maxBodySize) {
			throw new WebhookBodyTooLargeException(this.maxBodySize);
		}
		byte[] body = read(request.getInputStream());
		if (body.length < request.getContentLengthLong()) {
			throw new IllegalStateException("The body of the webhook was read before it could be verified:"
					+ " by a filter, such as one that asks for parameters, or as multipart/form-data");
		}
		return new WebhookRequest(new ServletServerHttpRequest(request).getURI(), headers(request), body);
	}

	/**
	 * Read a body that must not come in drops: what each of them may take, the server
	 * limits, but not what all take together.
	 */
	private byte[] read(InputStream in) throws IOException, WebhookBodyTooLargeException {
		long deadline = this.nanoTime.getAsLong() + MAX_NANOS;
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
			body.write(buffer, 0, read);
			if (body.size() > this.maxBodySize) {
				throw new WebhookBodyTooLargeException(this.maxBodySize);
			}
			if (this.nanoTime.getAsLong() - deadline > 0) {
				throw new WebhookBodyTooSlowException();
			}
		}
		return body.toByteArray();
	}

	private static Map<String, List<String>> headers(HttpServletRequest request) {
		Map<String, List<String>> headers = new HashMap<>();
		for (String name : Collections.list(request.getHeaderNames())) {
			headers.put(name, Collections.list(request.getHeaders(name)));
		}
		return headers;
	}

}
