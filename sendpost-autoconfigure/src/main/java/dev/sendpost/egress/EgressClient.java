package dev.sendpost.egress;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

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

	/** How much later than the deadline a silent connection ends by itself. */
	private static final Duration DEADLINE_DELAY = Duration.ofSeconds(5);

	private final EgressGuard guard;

	private final Supplier<SSLSocketFactory> ssl;

	private final Duration connectTimeout;

	private final Duration timeout;

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
		catch (IOException ex) {
			if (deadline.expired()) {
				throw tookTooLong(this.timeout);
			}
			throw ex;
		}
		finally {
			expiry.cancel(false);
		}
	}

	private static InterruptedIOException tookTooLong(Duration timeout) {
		return new InterruptedIOException("There was no whole answer within " + timeout.toMillis() + " ms");
	}

	private EgressAnswer post(EgressRequest request, EgressTarget target, Deadline deadline) throws IOException {
		try (Socket plain = connect(target, deadline)) {
			return HttpConversation.post(request, target, plain, target.secure() ? secure(target, plain) : null);
		}
	}

	private Socket connect(EgressTarget target, Deadline deadline) throws IOException {
		IOException failure = new UnknownHostException(target.url().getHost());
		for (InetAddress address : target.addresses()) {
			Socket socket = new Socket(Proxy.NO_PROXY);
			try {
				deadline.watch(socket);
				socket.setTcpNoDelay(true);
				socket.setSoTimeout(Math.toIntExact(this.timeout.plus(DEADLINE_DELAY).toMillis()));
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
