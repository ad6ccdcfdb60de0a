package dev.sendpost.transport.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that hands over a message.
 *
 * @param path what follows the base URI, with its slash
 * @param key by what it is let in
 * @param headers further header fields
 * @param body the body
 */
public record ApiRequest(String path, ApiKey key, Map<String, String> headers, JsonBody body) {

	/**
	 * Create a request.
	 */
	public ApiRequest {
		headers = Map.copyOf(headers);
	}

	/**
	 * A request without header fields beyond those of each request.
	 * @param path what follows the base URI, with its slash
	 * @param key by what it is let in
	 * @param body the body
	 * @return the request
	 */
	public static ApiRequest post(String path, ApiKey key, JsonBody body) {
		return new ApiRequest(path, key, Map.of(), body);
	}

	/**
	 * A request without a body.
	 * @param path what follows the base URI, with its slash
	 * @param key by what it is let in
	 * @return the request
	 */
	public static ApiRequest get(String path, ApiKey key) {
		return post(path, key, (json) -> {
		});
	}

	/**
	 * The same request with a header field.
	 * @param name the name of the field
	 * @param value its value
	 * @return the request
	 */
	public ApiRequest header(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new ApiRequest(this.path, this.key, headers, this.body);
	}

	/**
	 * The same request with its key as a bearer token (RFC 6750).
	 * @return the request
	 */
	public ApiRequest bearer() {
		return header("Authorization", "Bearer " + this.key.secret());
	}

	/**
	 * Where it goes, without its header fields, which show the key.
	 */
	@Override
	public String toString() {
		return "ApiRequest[path=" + this.path + "]";
	}

}
