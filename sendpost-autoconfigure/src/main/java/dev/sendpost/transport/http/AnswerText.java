package dev.sendpost.transport.http;

import tools.jackson.databind.JsonNode;

/**
 * Puts what a service said on one line, for logs and people.
 */
final class AnswerText {

	private static final int MAX_LENGTH = 500;

	private static final String[] MESSAGES = { "/error/message", "/error", "/message", "/errors/0/message", "/errors/0",
			"/detail", "/title" };

	private static final String[] CODES = { "/error/code", "/code", "/errorCode", "/error_code" };

	private AnswerText() {
	}

	/**
	 * The status, a code if there is one, and the service's words, less the key, which
	 * some repeat when they refuse it.
	 */
	static String of(int status, JsonNode body, ApiKey key) {
		String code = first(body, CODES);
		String message = first(body, MESSAGES);
		String text = status + (code.isEmpty() ? "" : " " + code) + (message.isEmpty() ? "" : " " + message);
		return printable(text, key);
	}

	/**
	 * A text on one line, less the key.
	 */
	static String printable(String text, ApiKey key) {
		return printable(key.secret().isEmpty() ? text : text.replace(key.secret(), "******"));
	}

	private static String first(JsonNode body, String[] pointers) {
		for (String pointer : pointers) {
			JsonNode value = body.at(pointer);
			if ((value.isString() || value.isNumber()) && !value.asString().isBlank()) {
				return value.asString();
			}
		}
		return "";
	}

	static String printable(String text) {
		String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
		return (line.length() > MAX_LENGTH) ? line.substring(0, MAX_LENGTH) : line;
	}

}
