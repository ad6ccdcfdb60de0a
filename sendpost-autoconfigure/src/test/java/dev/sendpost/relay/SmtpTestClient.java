package dev.sendpost.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import javax.net.ssl.SSLSocket;

import dev.sendpost.testsmtp.TestCertificates;

/**
 * A client that says what it is told to and no more.
 */
final class SmtpTestClient implements AutoCloseable {

	private Socket socket;

	private BufferedReader reader;

	private SmtpTestClient(int port) throws IOException {
		use(new Socket("127.0.0.1", port));
	}

	/**
	 * Connect, and read the greeting.
	 */
	static SmtpTestClient connect(int port) throws IOException {
		SmtpTestClient client = open(port);
		client.reply();
		return client;
	}

	static SmtpTestClient open(int port) throws IOException {
		return new SmtpTestClient(port);
	}

	/**
	 * Connect, encrypt and authenticate.
	 */
	static SmtpTestClient login(int port, String key) throws IOException {
		SmtpTestClient client = connect(port);
		client.say("EHLO client.example");
		client.say("STARTTLS");
		client.encrypt();
		client.say("EHLO client.example");
		client.say("AUTH PLAIN " + plain(key));
		return client;
	}

	static String plain(String key) {
		return Base64.getEncoder().encodeToString(("\0me\0" + key).getBytes(StandardCharsets.UTF_8));
	}

	private void use(Socket socket) throws IOException {
		this.socket = socket;
		this.socket.setSoTimeout(20_000);
		this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
	}

	void encrypt() throws IOException {
		SSLSocket encrypting = (SSLSocket) TestCertificates.client()
			.getSocketFactory()
			.createSocket(this.socket, "localhost", this.socket.getPort(), true);
		encrypting.startHandshake();
		use(encrypting);
	}

	/**
	 * Say a line, and read the reply.
	 */
	String say(String line) throws IOException {
		write(line + "\r\n");
		return reply();
	}

	void write(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		this.socket.getOutputStream().flush();
	}

	/**
	 * Read a reply.
	 * @return all its lines, or {@code null} if the connection is closed
	 */
	String reply() throws IOException {
		StringBuilder reply = new StringBuilder();
		String line;
		do {
			line = this.reader.readLine();
			if (line == null) {
				return null;
			}
			reply.append(reply.isEmpty() ? "" : "\n").append(line);
		}
		while (line.length() > 3 && line.charAt(3) == '-');
		return reply.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
