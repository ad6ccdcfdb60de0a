package dev.sendpost.api.sendry;

import java.util.Map;

import dev.sendpost.api.ApiAnswer;

/**
 * Answers that several resources have in common.
 */
final class Answers {

	private Answers() {
	}

	static ApiAnswer deleted() {
		return ApiAnswer.ok(Map.of("deleted", true));
	}

	static ApiAnswer created(Object body) {
		return ApiAnswer.of(201, body);
	}

}
