package dev.sendpost.relay;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;

import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.internal.server.CommandHandler;
import org.subethamail.smtp.server.Session;

/**
 * What the relay does on each command (RFC 5321 section 4.1). It takes the place of all
 * commands that come with SubEthaSMTP: those know neither enhanced status codes nor
 * PIPELINING, take bare line ends, and advertise CHUNKING, which nothing bounds.
 */
final class RelayProtocol {

	private final RelaySettings settings;

	private final @Nullable ServerTls tls;

	private final Authentication authentication;

	private final TransactionCommands transactions;

	RelayProtocol(RelaySettings settings, @Nullable ServerTls tls, Authentication authentication,
			TransactionCommands transactions) {
		this.settings = settings;
		this.tls = tls;
		this.authentication = authentication;
		this.transactions = transactions;
	}

	/**
	 * Replace the commands of a server.
	 */
	void install(CommandHandler handler, RelaySessions sessions) {
		Map<String, RelayCommand.Action> commands = Map.ofEntries(Map.entry("EHLO", this::ehlo),
				Map.entry("HELO", this::helo), Map.entry("STARTTLS", this::startTls), Map.entry("AUTH", this::auth),
				Map.entry("MAIL", this.transactions::mail), Map.entry("RCPT", this.transactions::rcpt),
				Map.entry("DATA", this.transactions::data), Map.entry("RSET", this.transactions::rset),
				Map.entry("NOOP", (line, session, connection) -> Reply.OK), Map.entry("QUIT", this::quit),
				Map.entry("VRFY", (line, session, connection) -> new Reply(252, "2.5.0", "Send some mail to find out")),
				Map.entry("HELP", RelayProtocol::unsupported), Map.entry("EXPN", RelayProtocol::unsupported),
				Map.entry("BDAT", RelayProtocol::unsupported));
		commands.forEach((name, action) -> handler.addCommand(new RelayCommand(name, sessions, action)));
	}

	private static Reply unsupported(String line, Session session, RelayConnection connection) throws ReplyException {
		throw ReplyException.refused(502, "5.5.1", "The command is not supported");
	}

	private @Nullable Reply ehlo(String line, Session session, RelayConnection connection)
			throws IOException, ReplyException {
		greet(line, connection);
		StringBuilder reply = new StringBuilder("250-").append(this.settings.hostName());
		reply.append("\r\n250-PIPELINING\r\n250-SIZE ").append(this.settings.limits().messageSize());
		reply.append("\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES");
		if (this.tls != null && !session.isTLSStarted()) {
			reply.append("\r\n250-STARTTLS");
		}
		if (this.settings.mayAuthenticate(session.isTLSStarted())) {
			reply.append("\r\n250-AUTH PLAIN LOGIN");
		}
		session.sendResponse(reply.append("\r\n250 VRFY").toString());
		return null;
	}

	private @Nullable Reply helo(String line, Session session, RelayConnection connection)
			throws IOException, ReplyException {
		greet(line, connection);
		session.sendResponse("250 " + this.settings.hostName());
		return null;
	}

	private static void greet(String line, RelayConnection connection) throws ReplyException {
		if (line.length() < 6 || line.substring(5).isBlank()) {
			throw ReplyException.refused(501, "5.5.4", "The name of the client is missing");
		}
		connection.greeted = true;
		connection.transaction = null;
	}

	private @Nullable Reply startTls(String line, Session session, RelayConnection connection)
			throws IOException, ReplyException {
		if (line.strip().length() != 8) {
			throw ReplyException.refused(501, "5.5.4", "STARTTLS has no parameters");
		}
		if (this.tls == null || session.isTLSStarted()) {
			throw ReplyException.refused(503, "5.5.1", "STARTTLS is not available");
		}
		if (session.getRawInput().available() > 0) {
			// It would have been said in the clear, by whomever.
			throw ReplyException.closing(554, "5.5.1", "Nothing may follow STARTTLS before its reply");
		}
		session.sendResponse("220 2.0.0 Ready to start TLS");
		Socket plain = session.getSocket();
		SSLSocket encrypting = this.tls.over(plain);
		try {
			encrypting.startHandshake();
		}
		catch (IOException ex) {
			plain.close();
			return null;
		}
		session.setSocket(encrypting);
		session.setTlsStarted(true);
		session.resetSmtpProtocol();
		connection.encrypted();
		return null;
	}

	private Reply auth(String line, Session session, RelayConnection connection) throws IOException, ReplyException {
		if (!this.settings.mayAuthenticate(session.isTLSStarted())) {
			throw ReplyException.refused(530, "5.7.0", "Issue STARTTLS first");
		}
		connection.requireGreeting();
		return this.authentication.run(line, session, connection);
	}

	private @Nullable Reply quit(String line, Session session, RelayConnection connection) throws IOException {
		session.sendResponse("221 2.0.0 Bye");
		session.quit();
		return null;
	}

}
