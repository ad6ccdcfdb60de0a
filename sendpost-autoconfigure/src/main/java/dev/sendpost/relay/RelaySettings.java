package dev.sendpost.relay;

import java.net.InetAddress;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * How the relay is set up.
 *
 * @param hostName what it calls itself, and what clients connect to
 * @param address where it listens, or {@code null} for all addresses
 * @param port the port for connections that start in the clear; 0 takes a free one
 * @param tlsPort the port for connections that are encrypted from the start, or
 * {@code null} for none; 0 takes a free one
 * @param sslContext its certificate, or {@code null} for no encryption
 * @param requireTls whether a client must encrypt before it authenticates
 * @param limits what it takes
 * @param timeouts how long it waits
 */
public record RelaySettings(String hostName, @Nullable InetAddress address, int port, @Nullable Integer tlsPort,
		@Nullable SSLContext sslContext, boolean requireTls, Limits limits, Timeouts timeouts) {

	/**
	 * Whether a key may be presented.
	 * @param encrypted whether the connection is encrypted
	 * @return {@code true} if it may
	 */
	boolean mayAuthenticate(boolean encrypted) {
		return encrypted || !this.requireTls;
	}

	/**
	 * What the relay takes.
	 *
	 * @param messageSize octets of a message
	 * @param recipients recipients of a message
	 * @param connections connections at a time
	 * @param connectionsPerAddress connections at a time from an address, or from an IPv6
	 * network
	 * @param memory octets of all messages that are being received
	 */
	public record Limits(int messageSize, int recipients, int connections, int connectionsPerAddress, long memory) {

	}

	/**
	 * How long the relay waits.
	 *
	 * @param login for a client to authenticate, from the connection on
	 * @param idle for the next command
	 * @param message for the whole of a message, from {@code DATA} on
	 * @param shutdown for messages that are being received when the application closes
	 */
	public record Timeouts(Duration login, Duration idle, Duration message, Duration shutdown) {

	}

}
