package dev.sendpost.transport.smtp;

import java.net.InetAddress;
import java.util.List;

/**
 * A server that whoever sends a message names.
 *
 * @param host the name by which its certificate is checked
 * @param port its port
 * @param addresses its addresses, which were checked
 * @param encryption how the connection is encrypted
 * @param username the user to authenticate as
 * @param password that user's password
 */
public record OneTimeServer(String host, int port, List<InetAddress> addresses, SmtpEncryption encryption,
		String username, String password) {

	/**
	 * Create a server.
	 */
	public OneTimeServer {
		addresses = List.copyOf(addresses);
	}

	/**
	 * The server without the password.
	 */
	@Override
	public String toString() {
		return this.host + ":" + this.port + " (" + this.encryption + ")";
	}

}
