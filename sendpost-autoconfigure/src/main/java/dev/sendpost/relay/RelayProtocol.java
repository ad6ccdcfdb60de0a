package dev.sendpost.relay;

import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLSocket;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.relay.RelayObserver.Result;
import dev.sendpost.subaccount.ApiKey;
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

	private final RecipientCheck recipients;

	private final Submission submission;

	private final @Nullable BounceIntake bounces;

	private final MessageMemory memory;

	private final RelayObserver observer;

	RelayProtocol(RelaySettings settings, @Nullable ServerTls tls, Authentication authentication,
			RecipientCheck recipients, Submission submission, @Nullable BounceIntake bounces, MessageMemory memory,
			RelayObserver observer) {
		this.settings = settings;
		this.tls = tls;
		this.authentication = authentication;
		this.recipients = recipients;
		this.submission = submission;
		this.bounces = bounces;
		this.memory = memory;
		this.observer = observer;
	}

	/**
	 * Replace the commands of a server.
	 */
	void install(CommandHandler handler, RelaySessions sessions) {
		Map<String, RelayCommand.Action> commands = Map.ofEntries(Map.entry("EHLO", this::ehlo),
				Map.entry("HELO", this::helo), Map.entry("STARTTLS", this::startTls), Map.entry("AUTH", this::auth),
				Map.entry("MAIL", this::mail), Map.entry("RCPT", this::rcpt), Map.entry("DATA", this::data),
				Map.entry("RSET", this::rset), Map.entry("NOOP", (line, session, connection) -> Reply.OK),
				Map.entry("QUIT", this::quit),
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
		if (mayAuthenticate(session)) {
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

	private boolean mayAuthenticate(Session session) {
		return session.isTLSStarted() || !this.settings.requireTls();
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
		if (!mayAuthenticate(session)) {
			throw ReplyException.refused(530, "5.7.0", "Issue STARTTLS first");
		}
		requireGreeting(connection);
		return this.authentication.run(line, session, connection);
	}

	private static void requireGreeting(RelayConnection connection) throws ReplyException {
		if (!connection.greeted) {
			throw ReplyException.refused(503, "5.5.1", "EHLO comes first");
		}
	}

	private Reply mail(String line, Session session, RelayConnection connection) throws ReplyException {
		requireGreeting(connection);
		if (connection.transaction != null) {
			throw ReplyException.refused(503, "5.5.1", "MAIL was said before");
		}
		if (connection.key == null && this.bounces == null) {
			throw ReplyException.refused(530, "5.7.0",
					mayAuthenticate(session) ? "Authentication required" : "Issue STARTTLS first");
		}
		this.authentication.requireStillGood(connection);
		PathArgument path = PathArgument.parse(line, "FROM:");
		boolean smtpUtf8 = parameters(path.parameters());
		EmailAddress sender = null;
		if (!path.address().isEmpty() && connection.key != null) {
			sender = address(path.address(), smtpUtf8, "5.1.7");
		}
		connection.transaction = new Transaction(sender, smtpUtf8);
		return new Reply(250, "2.1.0", "Ok");
	}

	/**
	 * Check the parameters of {@code MAIL}.
	 * @return whether {@code SMTPUTF8} is among them
	 */
	private boolean parameters(Map<String, String> parameters) throws ReplyException {
		for (Map.Entry<String, String> parameter : parameters.entrySet()) {
			String value = parameter.getValue();
			boolean good = switch (parameter.getKey()) {
				case "SIZE" -> value.matches("\\d{1,20}");
				case "BODY" -> Set.of("7BIT", "8BITMIME").contains(value.toUpperCase(Locale.ROOT));
				case "SMTPUTF8" -> value.isEmpty();
				case "AUTH" -> true;
				default -> throw ReplyException.refused(555, "5.5.4",
						"The parameter " + parameter.getKey() + " is not supported");
			};
			if (!good) {
				throw ReplyException.refused(501, "5.5.4", "The parameter " + parameter.getKey() + " is malformed");
			}
		}
		String size = parameters.getOrDefault("SIZE", "0");
		if (size.length() > 10 || Long.parseLong(size) > this.settings.limits().messageSize()) {
			throw ReplyException.refused(552, "5.3.4",
					"A message may have " + this.settings.limits().messageSize() + " octets");
		}
		return parameters.containsKey("SMTPUTF8");
	}

	private static EmailAddress address(String text, boolean smtpUtf8, String status) throws ReplyException {
		try {
			EmailAddress address = EmailAddress.parse(text);
			if (address.name() != null) {
				throw ReplyException.refused(553, status, "An address is expected, without a name");
			}
			if (!smtpUtf8 && address.needsSmtpUtf8()) {
				throw ReplyException.refused(553, "5.6.7", "An address beyond ASCII needs SMTPUTF8 with MAIL");
			}
			return address;
		}
		catch (InvalidEmailException ex) {
			throw ReplyException.refused(553, status, String.valueOf(ex.getMessage()));
		}
	}

	private Reply rcpt(String line, Session session, RelayConnection connection) throws ReplyException {
		Transaction transaction = connection.requireTransaction();
		PathArgument path = PathArgument.parse(line, "TO:");
		if (!path.parameters().isEmpty()) {
			throw ReplyException.refused(555, "5.5.4", "Parameters of RCPT are not supported");
		}
		if (transaction.size() >= this.settings.limits().recipients()) {
			throw ReplyException.refused(452, "4.5.3", "Too many recipients");
		}
		ApiKey key = connection.key;
		if (key == null) {
			returnPath(path.address(), transaction, connection);
			return new Reply(250, "2.1.5", "Ok");
		}
		EmailAddress recipient = address(path.address(), transaction.smtpUtf8, "5.1.3");
		Optional<String> objection = this.recipients.objection(recipient, key.submitter());
		if (objection.isPresent()) {
			if (transaction.refused.size() < this.settings.limits().recipients()) {
				transaction.refused.add(recipient);
			}
			// No mistake of the client's: it cannot know.
			connection.failures--;
			throw ReplyException.refused(550, "5.7.1", "The recipient may not get mail: " + objection.get());
		}
		transaction.recipients.add(recipient);
		return new Reply(250, "2.1.5", "Ok");
	}

	private void returnPath(String address, Transaction transaction, RelayConnection connection) throws ReplyException {
		BounceIntake intake = this.bounces;
		if (intake == null || !intake.accepts(address)) {
			boolean forged = intake != null && intake.returnPaths().hasForm(address);
			throw forged ? ReplyException.refused(550, "5.1.1", "There is no such return path")
					: ReplyException.refused(530, "5.7.0", "Authentication required");
		}
		transaction.returnPaths.add(address);
		connection.socket().expireAfter(this.settings.timeouts().idle());
	}

	private @Nullable Reply data(String line, Session session, RelayConnection connection)
			throws IOException, ReplyException {
		Transaction transaction = connection.requireTransaction();
		if (line.strip().length() != 4) {
			throw ReplyException.refused(501, "5.5.4", "DATA has no parameters");
		}
		if (transaction.size() == 0) {
			throw transaction.refused.isEmpty() ? ReplyException.refused(503, "5.5.1", "RCPT comes first")
					: ReplyException.refused(554, "5.5.1", "There is no valid recipient");
		}
		connection.transaction = null;
		connection.socket().expireAfter(this.settings.timeouts().message());
		session.sendResponse("354 End with <CRLF>.<CRLF>");
		Reply reply;
		try (MessageContent content = new MessageContent(this.settings.limits().messageSize(), this.memory)) {
			reply = handOver(content.read(session.getRawInput()), transaction, connection);
		}
		catch (ReplyException ex) {
			this.observer.received((ex.reply().code() < 500) ? Result.DEFERRED : Result.REFUSED);
			throw ex;
		}
		this.observer.received(result(reply, connection));
		return reply;
	}

	private Reply handOver(byte[] octets, Transaction transaction, RelayConnection connection) {
		ApiKey key = connection.key;
		return (key != null) ? this.submission.send(octets, transaction, key.submitter())
				: this.submission.takeIn(octets, transaction);
	}

	private static Result result(Reply reply, RelayConnection connection) {
		if (reply.isPositive()) {
			return (connection.key != null) ? Result.ACCEPTED : Result.BOUNCE;
		}
		return (reply.code() < 500) ? Result.DEFERRED : Result.REFUSED;
	}

	private Reply rset(String line, Session session, RelayConnection connection) {
		connection.transaction = null;
		return Reply.OK;
	}

	private @Nullable Reply quit(String line, Session session, RelayConnection connection) throws IOException {
		session.sendResponse("221 2.0.0 Bye");
		session.quit();
		return null;
	}

}
