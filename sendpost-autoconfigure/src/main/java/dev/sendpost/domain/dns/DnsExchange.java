package dev.sendpost.domain.dns;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/**
 * One question to the configured servers and the first answer that is one. A server that
 * does not answer or cannot tell is passed over; each is asked twice, since datagrams get
 * lost. An answer that was cut off is fetched by TCP.
 */
final class DnsExchange {

	private static final int ROUNDS = 2;

	/** Octets of a datagram that no path fragments (DNS Flag Day 2020). */
	private static final int PAYLOAD_SIZE = 1232;

	private final List<SimpleResolver> resolvers = new ArrayList<>();

	DnsExchange(List<InetSocketAddress> servers, Duration timeout) {
		for (InetSocketAddress server : servers) {
			SimpleResolver resolver = new SimpleResolver(server);
			resolver.setTimeout(timeout);
			resolver.setEDNS(0, PAYLOAD_SIZE, 0, List.of());
			this.resolvers.add(resolver);
		}
	}

	/**
	 * Ask.
	 * @param remaining how many nanoseconds are left for the work that asks
	 * @return an answer whose code says that the name exists or does not
	 * @throws IOException if no server gave one; its message says what they did instead
	 */
	Message ask(Name name, int type, LongSupplier remaining) throws IOException {
		Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
		String failure = "";
		for (int round = 0; round < ROUNDS; round++) {
			for (SimpleResolver resolver : this.resolvers) {
				long timeout = Math.min(resolver.getTimeout().toNanos(), remaining.getAsLong());
				if (timeout <= 0) {
					throw new IOException("the check took too long" + (failure.isEmpty() ? "" : "; " + failure));
				}
				try {
					Message response = send(resolver, query, timeout);
					int code = response.getRcode();
					if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
						return response;
					}
					failure = describe(resolver) + " answers " + Rcode.string(code);
				}
				catch (ExecutionException | TimeoutException ex) {
					failure = describe(resolver) + " gives no answer within " + TimeUnit.NANOSECONDS.toMillis(timeout)
							+ " ms";
				}
			}
		}
		throw new IOException(failure.isEmpty() ? "there is no server to ask" : failure);
	}

	private static Message send(SimpleResolver resolver, Message query, long timeout)
			throws IOException, ExecutionException, TimeoutException {
		CompletableFuture<Message> response = resolver.sendAsync(query).toCompletableFuture();
		try {
			return response.get(timeout, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("the check was interrupted");
		}
	}

	private static String describe(SimpleResolver resolver) {
		return "the name server " + resolver.getAddress().getAddress().getHostAddress() + ":"
				+ resolver.getAddress().getPort();
	}

	List<String> servers() {
		return this.resolvers.stream().map(DnsExchange::describe).toList();
	}

}
