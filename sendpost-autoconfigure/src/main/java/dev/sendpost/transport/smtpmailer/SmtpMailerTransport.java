package dev.sendpost.transport.smtpmailer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.TransportFeature;
import dev.sendpost.transport.http.ApiAnswer;
import dev.sendpost.transport.http.ApiKey;
import dev.sendpost.transport.http.ApiRequest;
import dev.sendpost.transport.http.HttpApi;
import dev.sendpost.transport.http.HttpApiSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Sends by SMTP Mailer: {@code POST /api/smtp}. The service logs in to the SMTP server of
 * a mailbox and sends from there, so each request shows it the password of the mailbox.
 * The user name of a sub-account's own credentials is its mailbox at the same server, and
 * the secret the password.
 */
public final class SmtpMailerTransport implements MailTransport {

	private static final String PATH = "/api/smtp";

	/** The words of an answer that anything else means the contrary of. */
	private static final String SUCCESS = "Email sent successfully";

	private static final TransportCapabilities CAPABILITIES = new TransportCapabilities(
			Set.of(TransportFeature.MULTIPLE_RECIPIENTS, TransportFeature.CC));

	private final String name;

	private final Mailbox mailbox;

	private final HttpApi api;

	/**
	 * Create a transport.
	 * @param name what routes call it
	 * @param mailbox the mailbox to send from
	 * @param settings where the API is and how to speak to it; the secret of its key is
	 * the password of the mailbox, so its base URI should begin with {@code https}
	 * @param credentials the mailboxes that sub-accounts bring
	 */
	public SmtpMailerTransport(String name, Mailbox mailbox, HttpApiSettings settings,
			TransportCredentials credentials) {
		this.name = name;
		this.mailbox = mailbox;
		this.api = new HttpApi(name, settings, credentials);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String toString() {
		return this.name + " (smtp-mailer " + this.api.baseUri() + " for " + this.mailbox.server() + ":"
				+ this.mailbox.port() + ")";
	}

	@Override
	public TransportCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		ApiAnswer answer = this.api
			.post(withMailbox(ApiRequest.post(PATH, this.api.key(email), (json) -> write(json, email))));
		return answer.isSuccess() ? outcomes(answer, email.recipients()) : answer.refused(email.recipients());
	}

	/**
	 * The documentation names the header fields of the mailbox in one way in its table
	 * and in another in its example, and the service may read either.
	 */
	private ApiRequest withMailbox(ApiRequest request) {
		String own = request.key().username();
		String email = (own != null) ? own : this.mailbox.email();
		requireNoColon(email);
		String password = request.key().secret();
		String port = Integer.toString(this.mailbox.port());
		String secure = Boolean.toString(this.mailbox.secure());
		return request.header("Authorization", basic(email, password))
			.header("X-SMTP-Server", this.mailbox.server())
			.header("X-SMTP-Port", port)
			.header("X-SMTP-Secure", secure)
			.header("server", this.mailbox.server())
			.header("port", port)
			.header("secure", secure)
			.header("email", email)
			.header("password", password);
	}

	private void requireNoColon(String username) {
		if (username.indexOf(':') >= 0) {
			throw new TransportException(Kind.CREDENTIALS_REFUSED, "Transport '" + this.name
					+ "' cannot log in: the user name has a colon, after which the password would be taken to begin",
					null);
		}
	}

	private static String basic(String username, String password) {
		return "Basic "
				+ Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

	private static void write(JsonGenerator json, OutgoingEmail outgoing) {
		Email email = outgoing.email();
		Map<Boolean, List<EmailAddress>> byTo = outgoing.recipients()
			.stream()
			.collect(Collectors.partitioningBy((recipient) -> isAmong(email.to(), recipient)));
		List<EmailAddress> to = byTo.getOrDefault(true, List.of());
		List<EmailAddress> cc = byTo.getOrDefault(false, List.of());
		json.writeStartObject();
		json.writeStringProperty("from", outgoing.from().toString());
		// A message needs somebody in its To, also when all of those are settled.
		json.writeStringProperty("to", list(to.isEmpty() ? cc : to));
		if (!to.isEmpty() && !cc.isEmpty()) {
			json.writeStringProperty("cc", list(cc));
		}
		json.writeStringProperty("subject", email.subject());
		json.writeStringProperty("text", (email.text() != null) ? email.text() : "");
		json.writeEndObject();
	}

	private static boolean isAmong(List<EmailAddress> addresses, EmailAddress recipient) {
		return addresses.stream().anyMatch(recipient::isSameMailbox);
	}

	private static String list(List<EmailAddress> addresses) {
		return addresses.stream().map(EmailAddress::address).collect(Collectors.joining(", "));
	}

	private List<RecipientOutcome> outcomes(ApiAnswer answer, List<EmailAddress> recipients) {
		JsonNode info = answer.body().path("info");
		String message = answer.text("/message");
		if (!info.isObject() && message != null && !message.equals(SUCCESS)) {
			throw new TransportException(Kind.DEFERRED,
					"Transport '" + this.name + "' says that it did not send the message: " + answer.text(),
					answer.text(), null, List.of());
		}
		Set<String> accepted = mailboxes(info.path("accepted"));
		Set<String> rejected = mailboxes(info.path("rejected"));
		String reply = answer.printableText("/info/response");
		List<RecipientOutcome> outcomes = new ArrayList<>(recipients.size());
		for (EmailAddress recipient : recipients) {
			RecipientOutcome outcome = outcome(recipient, accepted, rejected, (reply != null) ? reply : answer.text(),
					answer.text("/info/messageId"));
			if (outcome != null) {
				outcomes.add(outcome);
			}
		}
		if (outcomes.size() < recipients.size()) {
			throw new TransportException(Kind.PERHAPS_SENT, "Transport '" + this.name + "' answered for "
					+ outcomes.size() + " of " + recipients.size() + " recipients: " + answer.text(), null)
				.with(outcomes);
		}
		return outcomes;
	}

	private @Nullable RecipientOutcome outcome(EmailAddress recipient, Set<String> accepted, Set<String> rejected,
			String reply, @Nullable String messageId) {
		if (rejected.contains(recipient.mailbox())) {
			return RecipientOutcome.refused(recipient, this.name, null,
					"the mailbox's SMTP server rejected the recipient; SMTP Mailer does not say why");
		}
		return accepted.contains(recipient.mailbox()) ? RecipientOutcome.sent(recipient, this.name, reply, messageId)
				: null;
	}

	private static Set<String> mailboxes(JsonNode addresses) {
		Set<String> mailboxes = new HashSet<>();
		addresses.forEach((address) -> mailboxes.add(address.asString("").toLowerCase(Locale.ROOT)));
		return mailboxes;
	}

	/**
	 * The service documents nothing that could be asked for without sending, so any
	 * answer will do of a service that is well. It is asked without the password.
	 */
	@Override
	public void check() {
		this.api.check(ApiRequest.get(PATH, this.api.key()), Set.of(400, 401, 403, 404, 405));
	}

}
