package dev.sendpost.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLSocket;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/**
 * Says a request over a connection and hears the answer. Its library is loaded with the
 * first request, which many applications never make.
 */
final class HttpConversation {

	private static final Http1Config HTTP = Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

	/** Without asking first whether a document is welcome, which few servers answer. */
	private static final HttpProcessor PROCESSOR = HttpProcessorBuilder.create()
		.addAll(new RequestTargetHost(), new RequestContent(), new RequestUserAgent("sendpost"))
		.build();

	private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

	private HttpConversation() {
	}

	/**
	 * Post a document.
	 * @param plain the connection
	 * @param secure the same encrypted, or {@code null} if it is not
	 * @throws IOException if there is no answer, or none that is HTTP
	 */
	static EgressAnswer post(EgressRequest request, EgressTarget target, Socket plain, @Nullable SSLSocket secure)
			throws IOException {
		try (DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(HTTP)) {
			if (secure != null) {
				connection.bind(secure, plain);
			}
			else {
				connection.bind(plain);
			}
			HttpCoreContext context = HttpCoreContext.create();
			ClassicHttpRequest message = message(request, target);
			EXECUTOR.preProcess(message, PROCESSOR, context);
			ClassicHttpResponse response = EXECUTOR.execute(message, connection, context);
			EgressAnswer answer = new EgressAnswer(response.getCode(), excerpt(response.getEntity()),
					RetryAfter.parse(header(response, HttpHeaders.RETRY_AFTER), header(response, HttpHeaders.DATE)));
			// Not read to its end, and so of no further use.
			connection.close(CloseMode.IMMEDIATE);
			return answer;
		}
		catch (HttpException ex) {
			throw new IOException("The answer is not HTTP", ex);
		}
	}

	private static ClassicHttpRequest message(EgressRequest request, EgressTarget target) {
		String path = target.url().getRawPath();
		String query = target.url().getRawQuery();
		ClassicHttpRequest message = new BasicClassicHttpRequest("POST",
				((path == null || path.isEmpty()) ? "/" : path) + ((query != null) ? "?" + query : ""));
		message.setScheme(target.secure() ? "https" : "http");
		message.setAuthority(new URIAuthority(target.url().getHost(), target.url().getPort()));
		request.headers().forEach(message::setHeader);
		message.setHeader(HttpHeaders.CONNECTION, "close");
		message.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
		return message;
	}

	/*
	 * What the server means it says by the status, so that a body that breaks off, or
	 * does not come, changes nothing. The stream is not closed: that would read the rest.
	 */
	private static String excerpt(@Nullable HttpEntity entity) {
		byte[] octets = new byte[EgressClient.MAX_EXCERPT];
		int length = 0;
		try {
			InputStream body = (entity != null) ? entity.getContent() : null;
			int count = (body != null) ? body.read(octets) : -1;
			while (body != null && count > 0) {
				length += count;
				count = body.read(octets, length, octets.length - length);
			}
		}
		catch (IOException ex) {
			// What came until then is the excerpt.
		}
		return new String(octets, 0, length, StandardCharsets.UTF_8);
	}

	private static @Nullable String header(HttpMessage message, String name) {
		Header header = message.getFirstHeader(name);
		return (header != null) ? header.getValue() : null;
	}

}
