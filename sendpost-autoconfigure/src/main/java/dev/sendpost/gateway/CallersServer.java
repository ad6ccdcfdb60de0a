package dev.sendpost.gateway;

import java.net.InetAddress;
import java.util.List;

/**
 * An SMTP server that whoever sends a message names, and may name.
 *
 * @param host its name
 * @param port its port
 * @param addresses its addresses, of which one is connected to
 * @param secure whether it speaks TLS from the first byte (RFC 8314)
 * @param username the user to log in as
 * @param password that user's password, which is kept nowhere
 */
public record CallersServer(String host, int port, List<InetAddress> addresses, boolean secure, String username,
		String password) {

	/**
	 * Create a server.
	 */
	public CallersServer {
		addresses = List.copyOf(addresses);
	}

	/**
	 * The server without the credentials.
	 */
	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
