package dev.sendpost.webhook.inbound.signature;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches certificates over HTTP, of 64 KB at most and within five seconds, without
 * following redirects.
 */
public final class HttpCertificateSource implements CertificateSource {

	private static final int MAX_SIZE = 64 * 1024;

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final HttpClient client = HttpClient.newBuilder()
		.connectTimeout(TIMEOUT)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	@Override
	public byte[] fetch(URI url) throws IOException {
		HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).build();
		CompletableFuture<HttpResponse<byte[]>> answer = this.client.sendAsync(request, (info) -> body());
		try {
			HttpResponse<byte[]> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			if (response.statusCode() != 200) {
				throw new IOException("The answer is " + response.statusCode());
			}
			return response.body();
		}
		catch (ExecutionException ex) {
			throw new IOException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IOException("There is no answer");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted");
		}
		finally {
			answer.cancel(true);
		}
	}

	private static BodySubscriber<byte[]> body() {
		return new BoundedBody(BodySubscribers.ofByteArray(), MAX_SIZE);
	}

}
