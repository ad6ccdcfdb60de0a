package dev.sendpost.transport.http;

import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a service answered: that it took the request, or that it refused the message.
 *
 * @param transport the name of the transport
 * @param status the HTTP status
 * @param body the JSON of the answer; missing if a refusal had none
 * @param text the answer on one line, the status first, without the key
 * @param key by what the request was let in
 */
public record ApiAnswer(String transport, int status, JsonNode body, String text, ApiKey key) {

	/**
	 * Whether the service took the request. What became of each recipient may still be in
	 * the body.
	 * @return {@code false} if it refused the message
	 */
	public boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	/**
	 * The outcomes if the service refused the message for all.
	 * @param recipients whom the request was to reach
	 * @return their outcomes
	 */
	public List<RecipientOutcome> refused(List<EmailAddress> recipients) {
		return recipients.stream()
			.map((recipient) -> RecipientOutcome.refused(recipient, this.transport, this.text,
					"the service refused the message: " + this.text))
			.toList();
	}

	/**
	 * The outcomes if the service took the message for all.
	 * @param recipients whom the request was to reach
	 * @param providerMessageId the id that the service gave the message, or {@code null}
	 * @return their outcomes
	 */
	public List<RecipientOutcome> sent(List<EmailAddress> recipients, @Nullable String providerMessageId) {
		return recipients.stream()
			.map((recipient) -> RecipientOutcome.sent(recipient, this.transport, this.text, providerMessageId))
			.toList();
	}

	/**
	 * What the answer says of one recipient of several.
	 * @param part the part of the body that is about the recipient
	 * @return the part as an answer
	 */
	public ApiAnswer part(JsonNode part) {
		return new ApiAnswer(this.transport, this.status, part, AnswerText.of(this.status, part, this.key), this.key);
	}

	/**
	 * A text in the body.
	 * @param pointer where it is (RFC 6901)
	 * @return the text, or {@code null} if there is none, or an empty one
	 */
	public @Nullable String text(String pointer) {
		return text(this.body.at(pointer));
	}

	/**
	 * A text in the body for logs and people: on one line, and without the key.
	 * @param pointer where it is (RFC 6901)
	 * @return the text, or {@code null} if there is none, or an empty one
	 */
	public @Nullable String printableText(String pointer) {
		String text = text(pointer);
		return (text != null) ? AnswerText.printable(text, this.key) : null;
	}

	/**
	 * The text that a value is.
	 * @param value the value
	 * @return the text, or {@code null} if it is none, or an empty one
	 */
	public static @Nullable String text(JsonNode value) {
		String text = value.isString() || value.isNumber() ? value.asString() : "";
		return text.isBlank() ? null : text;
	}

}
