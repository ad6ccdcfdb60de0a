package dev.sendpost.api;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request.
 *
 * @param status the status of HTTP
 * @param body what is written as JSON, or {@code null} for nothing
 * @param headers headers beside those that every answer has
 */
public record ApiAnswer(int status, @Nullable Object body, Map<String, String> headers) {

	/**
	 * Create an answer.
	 */
	public ApiAnswer {
		headers = Map.copyOf(headers);
	}

	/**
	 * Answer that it is done.
	 * @param body what is written as JSON
	 * @return the answer
	 */
	public static ApiAnswer ok(Object body) {
		return of(200, body);
	}

	/**
	 * Answer with a status.
	 * @param status the status of HTTP
	 * @param body what is written as JSON, or {@code null} for nothing
	 * @return the answer
	 */
	public static ApiAnswer of(int status, @Nullable Object body) {
		return new ApiAnswer(status, body, Map.of());
	}

	/**
	 * The same answer with a header more.
	 * @param name the name of the header
	 * @param value its value
	 * @return the answer
	 */
	public ApiAnswer header(String name, String value) {
		Map<String, String> all = new LinkedHashMap<>(this.headers);
		all.put(name, value);
		return new ApiAnswer(this.status, this.body, all);
	}

}
