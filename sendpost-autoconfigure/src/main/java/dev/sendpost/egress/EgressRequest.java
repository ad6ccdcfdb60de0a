package dev.sendpost.egress;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A JSON document to be posted.
 *
 * @param url where to
 * @param headers header fields besides those of HTTP itself
 * @param body the document, in UTF-8
 */
public record EgressRequest(URI url, Map<String, String> headers, byte[] body) {

	/**
	 * Create a request.
	 * @throws IllegalArgumentException if a header field has a control character
	 */
	public EgressRequest {
		headers = new LinkedHashMap<>(headers);
		headers.forEach((name, value) -> {
			if ((name + value).chars().anyMatch(Character::isISOControl)) {
				throw new IllegalArgumentException("The header field " + name + " has a control character");
			}
		});
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EgressRequest request && this.url.equals(request.url)
				&& this.headers.equals(request.headers) && Arrays.equals(this.body, request.body);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.url, this.headers, Arrays.hashCode(this.body));
	}

	/**
	 * Where it goes; signatures, content and the rest of the URL are nobody's business.
	 */
	@Override
	public String toString() {
		return "EgressRequest[" + this.url.getHost() + "]";
	}

}
