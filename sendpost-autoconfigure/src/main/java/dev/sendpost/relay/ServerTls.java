package dev.sendpost.relay;

import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Encrypts connections as their server. Protocols and ciphers are those that the Java
 * runtime enables.
 */
final class ServerTls {

	private final SSLContext context;

	ServerTls(SSLContext context) {
		this.context = context;
	}

	/**
	 * Encrypt a connection. The handshake takes place when it is first used.
	 */
	SSLSocket over(Socket socket) throws IOException {
		// The address and not the name of the client: to look that up takes time.
		SSLSocket encrypting = (SSLSocket) this.context.getSocketFactory()
			.createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
		encrypting.setUseClientMode(false);
		return encrypting;
	}

}
