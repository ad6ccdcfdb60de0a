package dev.sendpost.relay;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.relay.RelayObserver.Result;
import dev.sendpost.subaccount.ApiKey;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.Session;

/**
 * What the relay does on the commands of a mail transaction (RFC 5321 section 3.3).
 */
final class TransactionCommands {

	private final RelaySettings settings;

	private final Authentication authentication;

	private final RecipientCheck recipients;

	private final Submission submission;

	private final @Nullable BounceIntake bounces;

	private final MessageMemory memory;

	private final RelayObserver observer;

	TransactionCommands(RelaySettings settings, Authentication authentication, RecipientCheck recipients,
			Submission submission, @Nullable BounceIntake bounces, MessageMemory memory, RelayObserver observer) {
		this.settings = settings;
		this.authentication = authentication;
		this.recipients = recipients;
		this.submission = submission;
		this.bounces = bounces;
		this.memory = memory;
		this.observer = observer;
	}

	Reply mail(String line, Session session, RelayConnection connection) throws ReplyException {
		connection.requireGreeting();
		if (connection.transaction != null) {
			throw ReplyException.refused(503, "5.5.1", "MAIL was said before");
		}
		if (connection.key == null && this.bounces == null) {
			throw ReplyException.refused(530, "5.7.0", this.settings.mayAuthenticate(session.isTLSStarted())
					? "Authentication required" : "Issue STARTTLS first");
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

	Reply rcpt(String line, Session session, RelayConnection connection) throws ReplyException {
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

	Reply data(String line, Session session, RelayConnection connection) throws IOException, ReplyException {
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

	Reply rset(String line, Session session, RelayConnection connection) {
		connection.transaction = null;
		return Reply.OK;
	}

}
