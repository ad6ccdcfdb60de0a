package dev.sendpost.testhttp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request as it came over the wire.
 *
 * @param method the method
 * @param path the request target
 * @param headers the header fields, by names in lower case
 * @param body the body
 */
public record ReceivedRequest(String method, String path, Map<String, List<String>> headers, byte[] body) {

	/**
	 * The only value of a header field.
	 */
	public String header(String name) {
		List<String> values = this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
		if (values.size() != 1) {
			throw new AssertionError("The header " + name + " is there " + values.size() + " times: " + this.headers);
		}
		return values.get(0);
	}

	public boolean hasHeader(String name) {
		return this.headers.containsKey(name.toLowerCase(Locale.ROOT));
	}

	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

}
