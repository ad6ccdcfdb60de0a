package dev.sendpost.transport.emailapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

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
import dev.sendpost.transport.http.JsonBody;
import dev.sendpost.transport.http.Requests;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

import org.springframework.web.util.HtmlUtils;

/**
 * Sends by the Email API: one recipient by {@code POST /emails}, several by
 * {@code POST /emails/batch}, each a copy of its own. The service knows HTML bodies only;
 * a message without one gets its text as HTML.
 */
public final class EmailApiTransport implements MailTransport {

	/** How many copies the service takes in one request. */
	private static final int MAX_BATCH = 100;

	private static final TransportCapabilities CAPABILITIES = new TransportCapabilities(
			Set.of(TransportFeature.MULTIPLE_RECIPIENTS, TransportFeature.HTML));

	private final String name;

	private final HttpApi api;

	/**
	 * Create a transport.
	 * @param name what routes call it
	 * @param settings where the API is and how to speak to it; its base URI ends with
	 * {@code /api/v1}
	 * @param credentials the keys that sub-accounts bring
	 */
	public EmailApiTransport(String name, HttpApiSettings settings, TransportCredentials credentials) {
		this.name = name;
		this.api = new HttpApi(name, settings, credentials);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String toString() {
		return this.name + " (email-api " + this.api.baseUri() + ")";
	}

	@Override
	public TransportCapabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public List<RecipientOutcome> send(OutgoingEmail email) {
		ApiKey key = this.api.key(email);
		return Requests.each(this.name, Requests.of(email.recipients(), MAX_BATCH), Function.identity(),
				(batch) -> (batch.size() == 1) ? sendOne(email.to(batch), key, batch.get(0))
						: sendBatch(email.to(batch), key));
	}

	private List<RecipientOutcome> sendOne(OutgoingEmail email, ApiKey key, EmailAddress recipient) {
		ApiAnswer answer = post("/emails", email, key, (json) -> writeCopy(json, email, recipient));
		if (!answer.isSuccess()) {
			return answer.refused(email.recipients());
		}
		return outcome(answer, recipient);
	}

	private List<RecipientOutcome> sendBatch(OutgoingEmail email, ApiKey key) {
		ApiAnswer answer = post("/emails/batch", email, key, (json) -> {
			json.writeStartObject();
			json.writeArrayPropertyStart("emails");
			for (EmailAddress recipient : email.recipients()) {
				writeCopy(json, email, recipient);
			}
			json.writeEndArray();
			json.writeEndObject();
		});
		if (!answer.isSuccess()) {
			return Requests.each(this.name, email.recipients(), List::of,
					(recipient) -> sendOne(email.to(List.of(recipient)), key, recipient));
		}
		return outcomes(answer, email.recipients());
	}

	private List<RecipientOutcome> outcomes(ApiAnswer answer, List<EmailAddress> recipients) {
		JsonNode results = answer.body().path("results");
		List<RecipientOutcome> outcomes = new ArrayList<>(recipients.size());
		for (int i = 0; i < recipients.size(); i++) {
			JsonNode result = find(results, recipients.get(i), (results.size() == recipients.size()) ? i : -1);
			if (result != null) {
				outcomes.addAll(outcome(answer.part(result), recipients.get(i)));
			}
		}
		if (outcomes.size() < recipients.size()) {
			throw new TransportException(Kind.PERHAPS_SENT, "Transport '" + this.name + "' answered for "
					+ outcomes.size() + " of " + recipients.size() + " recipients: " + answer.text(), null)
				.with(outcomes);
		}
		return outcomes;
	}

	/**
	 * The result of a recipient: the one that names it, or one that names nobody and is
	 * in its place.
	 */
	private static @Nullable JsonNode find(JsonNode results, EmailAddress recipient, int place) {
		for (int i = 0; i < results.size(); i++) {
			JsonNode result = results.path(i);
			String to = ApiAnswer.text(result.path("to"));
			if ((to != null) ? isNamed(recipient, to) : i == place && result.isObject()) {
				return result;
			}
		}
		return null;
	}

	private static boolean isNamed(EmailAddress recipient, String to) {
		return to.equalsIgnoreCase(recipient.address()) || to.equalsIgnoreCase(recipient.mailbox())
				|| to.equalsIgnoreCase(recipient.toString());
	}

	private ApiAnswer post(String path, OutgoingEmail email, ApiKey key, JsonBody body) {
		return this.api
			.post(ApiRequest.post(path, key, body).bearer().header("Idempotency-Key", email.idempotencyKey()));
	}

	private static List<RecipientOutcome> outcome(ApiAnswer result, EmailAddress recipient) {
		boolean refused = result.text("/error") != null || result.text("/error/message") != null
				|| "failed".equals(result.text("/status"));
		return refused ? result.refused(List.of(recipient)) : result.sent(List.of(recipient), result.text("/id"));
	}

	private static void writeCopy(JsonGenerator json, OutgoingEmail outgoing, EmailAddress recipient) {
		Email email = outgoing.email();
		json.writeStartObject();
		json.writeStringProperty("to", recipient.toString());
		json.writeStringProperty("from", outgoing.from().toString());
		json.writeStringProperty("subject", email.subject());
		String html = email.html();
		json.writeStringProperty("html",
				(html != null) ? Preheader.insert(email.preheader(), html) : asHtml(email.text()));
		Map<String, String> tags = new TreeMap<>(email.metadata());
		email.tags().forEach((tag) -> tags.putIfAbsent(tag, "true"));
		if (!tags.isEmpty()) {
			json.writeObjectPropertyStart("tags");
			tags.forEach(json::writeStringProperty);
			json.writeEndObject();
		}
		json.writeEndObject();
	}

	private static String asHtml(@Nullable String text) {
		return "<div style=\"white-space: pre-wrap\">" + HtmlUtils.htmlEscape((text != null) ? text : "", "UTF-8")
				+ "</div>";
	}

	@Override
	public void check() {
		this.api.check(ApiRequest.get("/domains", this.api.key()).bearer());
	}

}
