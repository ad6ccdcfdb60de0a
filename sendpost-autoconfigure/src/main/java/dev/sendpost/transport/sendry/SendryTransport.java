package dev.sendpost.transport.sendry;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.mime.ServiceHeader;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCapabilities;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.TransportFeature;
import dev.sendpost.transport.http.Addressing;
import dev.sendpost.transport.http.ApiAnswer;
import dev.sendpost.transport.http.ApiKey;
import dev.sendpost.transport.http.ApiRequest;
import dev.sendpost.transport.http.HttpApi;
import dev.sendpost.transport.http.HttpApiSettings;
import dev.sendpost.transport.http.JsonBody;
import dev.sendpost.transport.http.Requests;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends by Sendry: one message for all recipients by {@code POST /v1/emails}, or by
 * {@code /v1/emails/marketing} if it is a broadcast that says where to unsubscribe.
 * Hidden recipients without any visible one get a message each, by
 * {@code /v1/emails/batch} where that can carry it.
 */
public final class SendryTransport implements MailTransport {

	/** Where the service is. */
	public static final String BASE_URL = "https://api.sendry.online";

	/** How many messages the service takes in one request. */
	private static final int MAX_BATCH = 100;

	private static final TransportCapabilities CAPABILITIES = TransportCapabilities.allBut(TransportFeature.AMP,
			TransportFeature.INLINE_ATTACHMENTS, TransportFeature.MULTIPLE_REPLY_TO, TransportFeature.REPEATED_HEADERS,
			TransportFeature.INTERNATIONAL_ADDRESSES, TransportFeature.VERBATIM);

	private final String name;

	private final HttpApi api;

	/**
	 * Create a transport.
	 * @param name what routes call it
	 * @param settings where the API is and how to speak to it
	 * @param credentials the keys that sub-accounts bring
	 */
	public SendryTransport(String name, HttpApiSettings settings, TransportCredentials credentials) {
		this.name = name;
		this.api = new HttpApi(name, settings, credentials);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String toString() {
		return this.name + " (sendry " + this.api.baseUri() + ")";
	}

	@Override
	public TransportCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		ApiKey key = this.api.key(email);
		int atOnce = isForBatch(email.email()) ? MAX_BATCH : 1;
		return Requests.each(this.name, Requests.of(Addressing.of(email), atOnce), SendryTransport::recipients,
				(batch) -> (batch.size() > 1) ? sendBatch(email, key, batch) : sendOne(email, key, batch.get(0)));
	}

	private static List<EmailAddress> recipients(List<Addressing> batch) {
		return batch.stream().flatMap((addressing) -> addressing.recipients().stream()).toList();
	}

	private List<RecipientOutcome> sendOne(OutgoingEmail email, ApiKey key, Addressing addressing) {
		String unsubscribeUrl = isForMarketing(email.email(), addressing) ? unsubscribeUrl(email.email()) : null;
		MessageWriter message = new MessageWriter(email);
		ApiAnswer answer = post((unsubscribeUrl != null) ? "/v1/emails/marketing" : "/v1/emails",
				email.to(addressing.recipients()), key, (json) -> message.write(json, addressing, unsubscribeUrl));
		return outcomes(answer, answer.body(), addressing);
	}

	private List<RecipientOutcome> sendBatch(OutgoingEmail email, ApiKey key, List<Addressing> batch) {
		OutgoingEmail concerned = email.to(recipients(batch));
		MessageWriter message = new MessageWriter(email);
		ApiAnswer answer = post("/v1/emails/batch", concerned, key, (json) -> {
			json.writeStartObject();
			json.writeArrayPropertyStart("emails");
			for (Addressing addressing : batch) {
				message.write(json, addressing, null);
			}
			json.writeEndArray();
			json.writeEndObject();
		});
		if (!answer.isSuccess()) {
			return Requests.each(this.name, batch, Addressing::recipients, (one) -> sendOne(email, key, one));
		}
		JsonNode results = answer.body().path("data");
		if (results.size() != batch.size()) {
			throw new TransportException(Kind.PERHAPS_SENT, "Transport '" + this.name + "' answered for "
					+ results.size() + " of " + batch.size() + " recipients: " + answer.text(), null);
		}
		List<RecipientOutcome> outcomes = new ArrayList<>(batch.size());
		for (int i = 0; i < batch.size(); i++) {
			outcomes.addAll(outcomes(answer, results.path(i), batch.get(i)));
		}
		return outcomes;
	}

	private ApiAnswer post(String path, OutgoingEmail email, ApiKey key, JsonBody body) {
		ApiRequest request = ApiRequest.post(path, key, body)
			.bearer()
			.header("Idempotency-Key", email.idempotencyKey());
		return this.api.post((email.email().hostedTemplate() != null) ? request.refusedBy(404) : request);
	}

	private static List<RecipientOutcome> outcomes(ApiAnswer answer, JsonNode result, Addressing addressing) {
		if (!answer.isSuccess()) {
			return answer.refused(addressing.recipients());
		}
		ApiAnswer own = answer.part(result);
		return "failed".equals(own.text("/status")) ? own.refused(addressing.recipients())
				: own.sent(addressing.recipients(), own.text("/id"));
	}

	/**
	 * Whether the messages of a batch can say all that the e-mail says. Files are not
	 * repeated for each recipient in the memory that one request takes.
	 */
	private static boolean isForBatch(Email email) {
		return email.attachments().isEmpty() && ServiceHeader.of(email).isEmpty() && email.hostedTemplate() == null
				&& email.sendAt() == null && isTrackedAsUsual(email);
	}

	/**
	 * Whether the e-mail is a broadcast, of which the service's marketing mail can say
	 * all.
	 */
	private static boolean isForMarketing(Email email, Addressing addressing) {
		boolean variables = email.hostedTemplate() != null && !email.hostedTemplate().variables().isEmpty();
		return email.stream() == EmailStream.BROADCAST && addressing.cc().isEmpty() && addressing.bcc().isEmpty()
				&& email.attachments().isEmpty() && !variables && isTrackedAsUsual(email);
	}

	private static boolean isTrackedAsUsual(Email email) {
		return email.trackOpens() == null && email.trackClicks() == null;
	}

	private static @Nullable String unsubscribeUrl(Email email) {
		return (email.listUnsubscribe() == null) ? null
				: email.listUnsubscribe()
					.targets()
					.stream()
					.filter((target) -> "https".equalsIgnoreCase(target.getScheme()))
					.map(URI::toASCIIString)
					.findFirst()
					.orElse(null);
	}

	@Override
	public void check() {
		this.api.check(ApiRequest.get("/v1/smtp/info", this.api.key()).bearer());
	}

}
