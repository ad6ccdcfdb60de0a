package dev.sendpost.webhook.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Confirms by HTTP. It follows no redirects, reads no answer, and does not wait for long.
 */
public final class HttpSubscriptionConfirmer implements SubscriptionConfirmer {

	private final Duration timeout;

	private final HttpClient client;

	/**
	 * Create a confirmer.
	 * @param timeout how long to wait for the connection, and again for the answer
	 */
	public HttpSubscriptionConfirmer(Duration timeout) {
		this.timeout = timeout;
		this.client = HttpClient.newBuilder().connectTimeout(timeout).followRedirects(Redirect.NEVER).build();
	}

	@Override
	public void confirm(URI url) throws IOException {
		HttpRequest request = HttpRequest.newBuilder(url).timeout(this.timeout).GET().build();
		try {
			HttpResponse<InputStream> response = this.client.send(request, BodyHandlers.ofInputStream());
			response.body().close();
			if (response.statusCode() != 200) {
				throw new IOException(url.getHost() + " answered " + response.statusCode());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while confirming at " + url.getHost());
		}
	}

}
