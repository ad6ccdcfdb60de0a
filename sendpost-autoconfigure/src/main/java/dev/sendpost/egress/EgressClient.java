package dev.sendpost.egress;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

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
 * Posts documents to URLs that an {@link EgressGuard} lets pass. Each request has a
 * connection of its own, to an address that was checked right before: the host name is
 * not looked up again, as every client of the JDK would do. No redirect is followed, no
 * proxy is used, and neither the time nor the octets that a server can take are its own
 * choice.
 */
public final class EgressClient implements AutoCloseable {

	/** How much of an answer's body is read. */
	public static final int MAX_EXCERPT = 1000;

	private static final Http1Config HTTP = Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

	private final EgressGuard guard;

	private final Supplier<SSLSocketFactory> ssl;

	private final Duration connectTimeout;

	private final Duration timeout;

	/** Without asking first whether a document is welcome, which few servers answer. */
	private final HttpProcessor processor = HttpProcessorBuilder.create()
		.addAll(new RequestTargetHost(), new RequestContent(), new RequestUserAgent("sendpost"))
		.build();

	private final HttpRequestExecutor executor = new HttpRequestExecutor();

	private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "sendpost-egress-deadlines");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Create a client.
	 * @param guard decides which URLs may be requested
	 * @param ssl makes encrypted connections; asked with the first
	 * @param connectTimeout how long to wait for a connection
	 * @param timeout how long a request may take from the connection to the end
	 */
	public EgressClient(EgressGuard guard, Supplier<SSLSocketFactory> ssl, Duration connectTimeout, Duration timeout) {
		this.guard = guard;
		this.ssl = ssl;
		this.connectTimeout = connectTimeout;
		this.timeout = timeout;
		this.deadlines.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Post a document.
	 * @param request what and where to
	 * @return the answer
	 * @throws EgressRefusedException if the URL may not be requested
	 * @throws UnknownHostException if the host cannot be found
	 * @throws InterruptedIOException if it takes too long
	 * @throws IOException if there is no answer, or none that is HTTP
	 */
	public EgressAnswer post(EgressRequest request) throws IOException {
		EgressTarget target = this.guard.target(request.url());
		Deadline deadline = new Deadline();
		ScheduledFuture<?> expiry = this.deadlines.schedule(deadline::expire, this.timeout.toMillis(),
				TimeUnit.MILLISECONDS);
		try {
			return post(request, target, deadline);
		}
		catch (IOException | HttpException ex) {
			if (deadline.expired()) {
				throw tookTooLong(this.timeout);
			}
			throw (ex instanceof IOException failure) ? failure : new IOException("The answer is not HTTP", ex);
		}
		finally {
			expiry.cancel(false);
		}
	}

	private static InterruptedIOException tookTooLong(Duration timeout) {
		return new InterruptedIOException("There was no whole answer within " + timeout.toMillis() + " ms");
	}

	private EgressAnswer post(EgressRequest request, EgressTarget target, Deadline deadline)
			throws IOException, HttpException {
		try (Socket plain = connect(target, deadline);
				DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(HTTP)) {
			if (target.secure()) {
				connection.bind(secure(target, plain), plain);
			}
			else {
				connection.bind(plain);
			}
			HttpCoreContext context = HttpCoreContext.create();
			ClassicHttpRequest message = message(request, target);
			this.executor.preProcess(message, this.processor, context);
			ClassicHttpResponse response = this.executor.execute(message, connection, context);
			EgressAnswer answer = new EgressAnswer(response.getCode(), excerpt(response.getEntity()),
					RetryAfter.parse(header(response, HttpHeaders.RETRY_AFTER), header(response, HttpHeaders.DATE)));
			// Not read to its end, and so of no further use.
			connection.close(CloseMode.IMMEDIATE);
			return answer;
		}
	}

	private Socket connect(EgressTarget target, Deadline deadline) throws IOException {
		IOException failure = new UnknownHostException(target.url().getHost());
		for (InetAddress address : target.addresses()) {
			Socket socket = new Socket(Proxy.NO_PROXY);
			try {
				deadline.watch(socket);
				socket.setTcpNoDelay(true);
				socket.setSoTimeout(Math.toIntExact(this.timeout.toMillis()));
				socket.connect(new InetSocketAddress(address, target.port()),
						Math.toIntExact(this.connectTimeout.toMillis()));
				return socket;
			}
			catch (IOException ex) {
				socket.close();
				failure = ex;
			}
		}
		throw failure;
	}

	private SSLSocket secure(EgressTarget target, Socket plain) throws IOException {
		SSLSocket socket = (SSLSocket) this.ssl.get().createSocket(plain, target.host(), target.port(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
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
		byte[] octets = new byte[MAX_EXCERPT];
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

	@Override
	public void close() {
		this.deadlines.shutdownNow();
	}

	/**
	 * Ends a request, whatever it waits for, by closing its connection.
	 */
	private static final class Deadline {

		private @Nullable Closeable connection;

		private boolean expired;

		synchronized void watch(Socket socket) throws IOException {
			if (this.expired) {
				socket.close();
			}
			this.connection = socket;
		}

		synchronized void expire() {
			this.expired = true;
			if (this.connection != null) {
				try {
					this.connection.close();
				}
				catch (IOException ex) {
					// It is of no use any more either way.
				}
			}
		}

		synchronized boolean expired() {
			return this.expired;
		}

	}

}
