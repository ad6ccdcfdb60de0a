package dev.sendpost.transport.sendpost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
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
import dev.sendpost.transport.http.Requests;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends by SendPost: {@code POST /subaccount/email/}, or
 * {@code /subaccount/email/template} where the message is one of the service's templates.
 * Each recipient in {@code to} gets a copy that names nobody else in {@code to}; the
 * first of these goes to those in {@code cc} and {@code bcc} too.
 */
public final class SendPostTransport implements MailTransport {

	/** Where the service is. */
	public static final String BASE_URL = "https://api.sendpost.io/api/v1";

	/**
	 * How many recipients one request has in {@code to}. The service names no limit; this
	 * is one that services of its kind have.
	 */
	private static final int MAX_COPIES = 100;

	private static final String KEY = "X-SubAccount-ApiKey";

	private static final TransportCapabilities CAPABILITIES = new TransportCapabilities(Set.of(TransportFeature.CC,
			TransportFeature.BCC, TransportFeature.MULTIPLE_RECIPIENTS, TransportFeature.REPLY_TO,
			TransportFeature.HTML, TransportFeature.AMP, TransportFeature.HEADERS, TransportFeature.LIST_UNSUBSCRIBE,
			TransportFeature.PRIORITY, TransportFeature.ATTACHMENTS, TransportFeature.HOSTED_TEMPLATE));

	private final String name;

	private final HttpApi api;

	private final SendPostSettings settings;

	/**
	 * Create a transport.
	 * @param name what routes call it
	 * @param api where the API is and how to speak to it; its key is that of a
	 * sub-account of the service
	 * @param settings what each message is sent with
	 * @param credentials the keys that sub-accounts bring
	 */
	public SendPostTransport(String name, HttpApiSettings api, SendPostSettings settings,
			TransportCredentials credentials) {
		this.name = name;
		this.api = new HttpApi(name, api, credentials);
		this.settings = settings;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String toString() {
		return this.name + " (sendpost " + this.api.baseUri() + ")";
	}

	@Override
	public TransportCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		ApiKey key = this.api.key(email);
		return Requests.each(this.name, Requests.of(Copy.of(email), MAX_COPIES), SendPostTransport::recipients,
				(copies) -> send(email, key, copies));
	}

	private static List<EmailAddress> recipients(List<Copy> copies) {
		return copies.stream().flatMap(Copy::recipients).toList();
	}

	private List<RecipientOutcome> send(OutgoingEmail email, ApiKey key, List<Copy> copies) {
		String path = (email.email().hostedTemplate() != null) ? "/subaccount/email/template" : "/subaccount/email/";
		ApiAnswer answer = this.api.post(
				ApiRequest.post(path, key, new MessageWriter(email, copies, this.settings)).header(KEY, key.secret()));
		if (!answer.isSuccess()) {
			return (copies.size() == 1) ? answer.refused(recipients(copies)) : Requests.each(this.name,
					Requests.of(copies, 1), SendPostTransport::recipients, (copy) -> send(email, key, copy));
		}
		return outcomes(copies, answer);
	}

	/**
	 * What became of each recipient: by its own entry in the answer, or by that of the
	 * copy it was copied in to.
	 * @throws TransportException if the answer says nothing of some
	 */
	private List<RecipientOutcome> outcomes(List<Copy> copies, ApiAnswer answer) {
		Map<String, ApiAnswer> results = results(copies, answer);
		List<RecipientOutcome> outcomes = new ArrayList<>();
		int unknown = 0;
		for (Copy copy : copies) {
			ApiAnswer result = results.get(copy.to().mailbox());
			if (result == null) {
				unknown++;
				continue;
			}
			outcomes.add(outcome(copy.to(), result));
			for (EmailAddress other : copy.others()) {
				ApiAnswer own = results.get(other.mailbox());
				outcomes.add((own != null) ? outcome(other, own) : copiedIn(other, copy.to(), result));
			}
		}
		if (unknown > 0) {
			throw new TransportException(Kind.PERHAPS_SENT, "Transport '" + this.name + "' answered for "
					+ (copies.size() - unknown) + " of " + copies.size() + " recipients", answer.text(), null,
					outcomes);
		}
		return outcomes;
	}

	private static Map<String, ApiAnswer> results(List<Copy> copies, ApiAnswer answer) {
		Map<String, ApiAnswer> results = new HashMap<>();
		for (int i = 0; i < answer.body().size(); i++) {
			JsonNode result = answer.body().path(i);
			String to = ApiAnswer.text(result.path("to"));
			if (to != null) {
				results.put(to.toLowerCase(Locale.ROOT), answer.part(result));
			}
			else if (answer.body().size() == copies.size() && result.isObject()) {
				results.put(copies.get(i).to().mailbox(), answer.part(result));
			}
		}
		return results;
	}

	private static RecipientOutcome outcome(EmailAddress recipient, ApiAnswer result) {
		return (isRefusal(result) ? result.refused(List.of(recipient))
				: result.sent(List.of(recipient), messageId(result)))
			.get(0);
	}

	/**
	 * Whoever was copied in to a message that was refused has done nothing to deserve
	 * that, and is tried again without it.
	 */
	private RecipientOutcome copiedIn(EmailAddress recipient, EmailAddress to, ApiAnswer result) {
		if (!isRefusal(result)) {
			return outcome(recipient, result);
		}
		return RecipientOutcome.failed(recipient, EmailStatus.DEFERRED, this.name, result.text(),
				"the service refused the message to " + to.address() + ", by which the copy was to go", false);
	}

	private static boolean isRefusal(ApiAnswer result) {
		return result.body().path("errorCode").asInt(0) != 0
				|| (messageId(result) == null && result.text("/message") != null);
	}

	private static @Nullable String messageId(ApiAnswer result) {
		return result.text("/messageId");
	}

	@Override
	public void check() {
		this.api
			.check(ApiRequest.get("/subaccount/domain?limit=1", this.api.key()).header(KEY, this.api.key().secret()));
	}

}
