package dev.sendpost.admin.web;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request.
 *
 * @param status the status code (RFC 9110)
 * @param answer the answer
 */
record Answered(int status, AdminAnswer answer) {

	/** What is said of a failure that its reader can do nothing about. */
	static final String FAILED = "Something went wrong. It is in the application's log.";

	static Answered of(AdminAnswer answer) {
		return new Answered((answer instanceof AdminAnswer.View view && view.mistake() != null) ? 422 : 200, answer);
	}

	static Answered problem(int status, @Nullable String message) {
		return new Answered(status,
				AdminAnswer.view("problem", Map.of("message", Objects.requireNonNullElse(message, ""))));
	}

}
