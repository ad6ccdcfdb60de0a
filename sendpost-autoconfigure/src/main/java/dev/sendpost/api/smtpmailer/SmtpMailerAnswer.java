package dev.sendpost.api.smtpmailer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.gateway.CallersServerResult;
import org.jspecify.annotations.Nullable;

/**
 * What is answered about a message.
 *
 * @param email the message
 * @param result what came of it
 * @param captured whether it was kept here because the key is a test key
 */
record SmtpMailerAnswer(Email email, CallersServerResult result, boolean captured) {

	ApiAnswer answer() {
		Receipt receipt = this.result.receipt();
		boolean sent = receipt.status() == EmailStatus.SENT;
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("message", sent ? "Email sent successfully" : reason(receipt));
		body.put("info", info(receipt));
		return ApiAnswer.of(sent ? 200 : failureStatus(receipt), body);
	}

	private int failureStatus(Receipt receipt) {
		if (this.result.failure() != null) {
			return switch (this.result.failure()) {
				case CREDENTIALS_REFUSED -> 401;
				case NOT_POSSIBLE -> 502;
				case DEFERRED -> 503;
				case TIMED_OUT, PERHAPS_SENT -> 504;
			};
		}
		return switch (receipt.status()) {
			case DROPPED -> 403;
			case DEFERRED -> 503;
			default -> 422;
		};
	}

	private static String reason(Receipt receipt) {
		return receipt.outcomes()
			.stream()
			.sorted((a, b) -> Boolean.compare(a.status() == EmailStatus.DROPPED, b.status() == EmailStatus.DROPPED))
			.flatMap((outcome) -> Stream.ofNullable(words(outcome)))
			.findFirst()
			.orElse("The message was sent to nobody");
	}

	private static @Nullable String words(RecipientOutcome outcome) {
		return (outcome.reason() != null) ? outcome.reason() : outcome.serverText();
	}

	private Map<String, Object> info(Receipt receipt) {
		List<RecipientOutcome> rejected = receipt.outcomes()
			.stream()
			.filter((outcome) -> outcome.status() != EmailStatus.SENT)
			.toList();
		Map<String, Object> info = new LinkedHashMap<>();
		info.put("accepted", addresses(receipt.recipients(EmailStatus.SENT)));
		info.put("rejected", addresses(rejected.stream().map(RecipientOutcome::recipient).toList()));
		if (!rejected.isEmpty()) {
			info.put("rejectedErrors", rejected.stream().map(SmtpMailerAnswer::error).toList());
		}
		info.put("envelopeTime", this.result.envelopeMillis());
		info.put("messageTime", this.result.messageMillis());
		info.put("messageSize", this.result.messageSize());
		info.put("response", this.captured ? "Captured, not sent: the key is a test key"
				: Objects.requireNonNullElse(this.result.response(), ""));
		Map<String, Object> envelope = new LinkedHashMap<>();
		envelope.put("from", Objects.requireNonNull(this.email.from()).address());
		envelope.put("to",
				addresses(receipt.outcomes()
					.stream()
					.filter((outcome) -> outcome.status() != EmailStatus.DROPPED)
					.map(RecipientOutcome::recipient)
					.toList()));
		info.put("envelope", envelope);
		info.put("messageId", receipt.messageId());
		info.put("id", receipt.id());
		return info;
	}

	private static Map<String, Object> error(RecipientOutcome outcome) {
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("recipient", outcome.recipient().address());
		error.put("response", Objects
			.requireNonNullElse((outcome.serverText() != null) ? outcome.serverText() : outcome.reason(), ""));
		return error;
	}

	private static List<String> addresses(List<EmailAddress> addresses) {
		return addresses.stream().map(EmailAddress::address).toList();
	}

}
