package dev.sendpost.webhook.inbound.signature;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it came.
 */
public final class WebhookRequest {

	private final URI uri;

	private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final byte[] body;

	/**
	 * Create a request.
	 * @param uri where it was sent to, as the sender wrote it
	 * @param headers its header fields
	 * @param body its body, octet by octet; it must not be changed afterwards
	 */
	public WebhookRequest(URI uri, Map<String, ? extends List<String>> headers, byte[] body) {
		this.uri = uri;
		headers.forEach(
				(name, values) -> this.headers.computeIfAbsent(name, (absent) -> new ArrayList<>()).addAll(values));
		this.body = body;
	}

	/**
	 * Where it was sent to.
	 * @return the URI
	 */
	public URI uri() {
		return this.uri;
	}

	/**
	 * The values of a header field.
	 * @param name the name of the field, in any case
	 * @return the values, possibly none
	 */
	public List<String> headers(String name) {
		return Collections.unmodifiableList(this.headers.getOrDefault(name, List.of()));
	}

	/**
	 * The value of a header field that must not be there twice.
	 * @param name the name of the field, in any case
	 * @return the value, or {@code null} if the field is missing
	 * @throws WebhookVerificationException if it is there twice
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.getOrDefault(name, List.of());
		if (values.size() > 1) {
			throw new WebhookVerificationException(Reason.AMBIGUOUS,
					"the header " + name + " is there " + values.size() + " times");
		}
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * The value of a header field that must be there once.
	 * @param name the name of the field, in any case
	 * @return the value
	 * @throws WebhookVerificationException if it is missing or there twice
	 */
	public String requiredHeader(String name) {
		String value = header(name);
		if (value == null) {
			throw new WebhookVerificationException(Reason.MISSING, "the header " + name + " is missing");
		}
		return value;
	}

	/**
	 * The body, octet by octet.
	 * @return the body itself, which must not be changed
	 */
	public byte[] body() {
		return this.body;
	}

}
