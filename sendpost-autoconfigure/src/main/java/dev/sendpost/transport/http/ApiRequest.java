package dev.sendpost.transport.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A request that hands over a message.
 *
 * @param path what follows the base URI, with its slash
 * @param key by what it is let in
 * @param headers further header fields
 * @param body the body
 * @param refusals statuses by which the service refuses this message, although they
 * usually speak of the service
 */
public record ApiRequest(String path, ApiKey key, Map<String, String> headers, JsonBody body, Set<Integer> refusals) {

	/**
	 * Create a request.
	 */
	public ApiRequest {
		headers = Map.copyOf(headers);
		refusals = Set.copyOf(refusals);
	}

	/**
	 * A request without header fields beyond those of each request.
	 * @param path what follows the base URI, with its slash
	 * @param key by what it is let in
	 * @param body the body
	 * @return the request
	 */
	public static ApiRequest post(String path, ApiKey key, JsonBody body) {
		return new ApiRequest(path, key, Map.of(), body, Set.of());
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
		return new ApiRequest(this.path, this.key, headers, this.body, this.refusals);
	}

	/**
	 * The same request, which names something that the service may not know.
	 * @param status the status by which the service says so
	 * @return the request
	 */
	public ApiRequest refusedBy(int status) {
		return new ApiRequest(this.path, this.key, this.headers, this.body, Set.of(status));
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
