package dev.sendpost.transport.sendtrue;

import java.util.List;
import java.util.Set;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.mime.Preheader;
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
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Sends by SendTrue: {@code POST /smtp/email}, which takes one recipient. Several get a
 * copy each, one request after the other. The user name of a sub-account's own
 * credentials is its SMTP ID, and the secret its API key.
 */
public final class SendTrueTransport implements MailTransport {

	private static final String PATH = "/smtp/email";

	private static final TransportCapabilities CAPABILITIES = new TransportCapabilities(
			Set.of(TransportFeature.MULTIPLE_RECIPIENTS, TransportFeature.HTML));

	private final String name;

	private final String smtpId;

	private final HttpApi api;

	/**
	 * Create a transport.
	 * @param name what routes call it
	 * @param smtpId the id of the SMTP configuration that the service sends by, also for
	 * sub-accounts that bring an API key only
	 * @param settings where the API is and how to speak to it; its base URI ends with
	 * {@code /v1}
	 * @param credentials the keys that sub-accounts bring
	 */
	public SendTrueTransport(String name, String smtpId, HttpApiSettings settings, TransportCredentials credentials) {
		this.name = name;
		this.smtpId = smtpId;
		this.api = new HttpApi(name, settings, credentials);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String toString() {
		return this.name + " (sendtrue " + this.api.baseUri() + ")";
	}

	@Override
	public TransportCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		ApiKey key = this.api.key(email);
		return Requests.each(this.name, email.recipients(), List::of,
				(recipient) -> List.of(send(email, recipient, key)));
	}

	private RecipientOutcome send(OutgoingEmail email, EmailAddress recipient, ApiKey key) {
		ApiAnswer answer = this.api.post(withKey(ApiRequest.post(PATH, key, (json) -> write(json, email, recipient))));
		JsonNode success = answer.body().path("success");
		if (!answer.isSuccess() || success.isBoolean() && !success.booleanValue()) {
			return answer.refused(List.of(recipient)).get(0);
		}
		if (!success.isBoolean()) {
			throw new TransportException(Kind.PERHAPS_SENT,
					"Transport '" + this.name + "' does not say whether it took the message: " + answer.text(), null);
		}
		return answer.sent(List.of(recipient), answer.text("/data/messageId")).get(0);
	}

	private ApiRequest withKey(ApiRequest request) {
		String own = request.key().username();
		return request.header("api-key", request.key().secret()).header("smtp-id", (own != null) ? own : this.smtpId);
	}

	private static void write(JsonGenerator json, OutgoingEmail outgoing, EmailAddress recipient) {
		Email email = outgoing.email();
		json.writeStartObject();
		json.writeStringProperty("from", outgoing.from().toString());
		json.writeStringProperty("to", recipient.address());
		json.writeStringProperty("subject", email.subject());
		String html = email.html();
		if (html != null) {
			json.writeStringProperty("html", Preheader.insert(email.preheader(), html));
		}
		if (email.text() != null) {
			json.writeStringProperty("text", email.text());
		}
		json.writeEndObject();
	}

	/**
	 * The service documents nothing that could be asked for without sending, so any
	 * answer will do of a service that is well, but for one that refuses the key.
	 */
	@Override
	public void check() {
		this.api.check(withKey(ApiRequest.get(PATH, this.api.key())), Set.of(400, 404, 405));
	}

}
