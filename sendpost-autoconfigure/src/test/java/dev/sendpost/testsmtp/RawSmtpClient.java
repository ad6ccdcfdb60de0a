package dev.sendpost.testsmtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A client that sends what it is told to and no more.
 */
final class RawSmtpClient implements AutoCloseable {

	private final Socket socket;

	private final BufferedReader reader;

	RawSmtpClient(ScriptedSmtpServer server) throws IOException {
		this.socket = new Socket(server.host(), server.port());
		this.socket.setSoTimeout(20_000);
		this.reader = new BufferedReader(new InputStreamReader(this.socket.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * A client that has read the banner and sent some commands.
	 */
	static RawSmtpClient after(ScriptedSmtpServer server, String... commands) throws IOException {
		RawSmtpClient client = new RawSmtpClient(server);
		client.reply();
		for (String command : commands) {
			client.say(command);
		}
		return client;
	}

	/**
	 * A client that has gone as far as a step and read all replies before it.
	 */
	static RawSmtpClient at(ScriptedSmtpServer server, SmtpStep step) throws IOException {
		RawSmtpClient client = new RawSmtpClient(server);
		for (String line : route(step)) {
			client.reply();
			client.send(line);
		}
		if (step == SmtpStep.HANDSHAKE || step == SmtpStep.BODY) {
			client.reply();
		}
		if (step == SmtpStep.DOT) {
			client.reply();
			client.send("content", ".");
		}
		return client;
	}

	private static List<String> route(SmtpStep step) {
		String ehlo = "EHLO client.test";
		String mail = "MAIL FROM:<a@example.com>";
		String rcpt = "RCPT TO:<b@example.com>";
		return switch (step) {
			case CONNECT -> List.of();
			case EHLO -> List.of(ehlo);
			case STARTTLS, HANDSHAKE -> List.of(ehlo, "STARTTLS");
			case AUTH -> List.of(ehlo, "AUTH PLAIN AHVzZXIAc2VjcmV0");
			case MAIL -> List.of(ehlo, mail);
			case RCPT -> List.of(ehlo, mail, rcpt);
			case DATA, BODY, DOT -> List.of(ehlo, mail, rcpt, "DATA");
			case NOOP, RSET, QUIT -> List.of(ehlo, step.name());
		};
	}

	String say(String... lines) throws IOException {
		send(lines);
		return reply();
	}

	void send(String... lines) throws IOException {
		String text = String.join("\r\n", lines) + "\r\n";
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Read a reply.
	 * @return its last line
	 */
	String reply() throws IOException {
		String line = readLine();
		while (line != null && line.length() > 3 && line.charAt(3) == '-') {
			line = readLine();
		}
		return String.valueOf(line);
	}

	@Nullable String readLine() throws IOException {
		return this.reader.readLine();
	}

	Socket socket() {
		return this.socket;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
