package dev.sendpost.api.sendry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * Says that something was not done as the service does: <code>{"error": {"code",
 * "message", "details"}}</code>.
 */
final class SendryProblems {

	/** The names that the service has for fields of an e-mail and of its recipients. */
	private static final Map<String, String> NAMES = Map.of("replyTo", "reply_to", "metadata", "tags",
			"listUnsubscribe", "unsubscribe_url", "template", "template_id", "sendAt", "scheduled_at", "idempotencyKey",
			"Idempotency-Key", "address", "email", "preheader", "preview_text");

	/** A field of a message in a batch, or of a message. */
	private static final Pattern FIELD = Pattern.compile("((?:emails|contacts)\\[\\d+]\\.)?([^.\\[]+)(.*)",
			Pattern.DOTALL);

	private SendryProblems() {
	}

	static ApiAnswer answer(ApiProblem problem) {
		@Nullable String field = (problem.field() != null) ? field(problem.field()) : null;
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("code", code(problem.kind()));
		error.put("message", (field != null) ? field + ": " + problem.detail() : problem.detail());
		if (field != null) {
			error.put("details", Map.of("field", field));
		}
		return ApiAnswer.of(problem.kind().status(), Map.of("error", error));
	}

	private static String field(String field) {
		Matcher matcher = FIELD.matcher(field);
		if (!matcher.matches()) {
			return field;
		}
		String path = (matcher.group(1) != null) ? matcher.group(1) : "";
		String rest = matcher.group(2).equals("metadata") ? "" : matcher.group(3);
		return path + NAMES.getOrDefault(matcher.group(2), matcher.group(2)) + rest;
	}

	private static String code(ApiProblem.Kind kind) {
		return switch (kind) {
			case MALFORMED, TOO_SLOW, UNSUPPORTED_MEDIA_TYPE -> "bad_request";
			case UNAUTHENTICATED -> "authentication_error";
			case FORBIDDEN -> "forbidden";
			case NOT_FOUND, UNKNOWN_PATH -> "not_found";
			case METHOD_NOT_ALLOWED -> "method_not_allowed";
			case CONFLICT -> "conflict";
			case TOO_LARGE -> "payload_too_large";
			case INVALID -> "validation_error";
			case REJECTED -> "email_rejected";
			case TOO_MANY_REQUESTS -> "rate_limit_error";
			case INTERNAL -> "internal_error";
			case NOT_SUPPORTED -> "not_supported";
			case UNAVAILABLE -> "service_unavailable";
		};
	}

}
