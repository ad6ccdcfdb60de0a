package dev.sendpost.webhook.inbound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.webhook.inbound.signature.WebhookRequest;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that a format needs, one to a line.
 */
final class KeptHeaders {

	private static final int MAX_LENGTH = 500;

	private KeptHeaders() {
	}

	static @Nullable String of(WebhookRequest request, Set<String> names) {
		StringBuilder lines = new StringBuilder();
		for (String name : names) {
			List<String> values = request.headers(name);
			if (!values.isEmpty() && values.get(0).length() <= MAX_LENGTH && values.get(0).indexOf('\n') < 0) {
				lines.append(name).append(':').append(values.get(0)).append('\n');
			}
		}
		return lines.isEmpty() ? null : lines.toString();
	}

	static Map<String, String> parse(@Nullable String lines) {
		Map<String, String> headers = new LinkedHashMap<>();
		if (lines != null) {
			lines.lines().forEach((line) -> {
				int colon = line.indexOf(':');
				headers.put(line.substring(0, colon), line.substring(colon + 1));
			});
		}
		return headers;
	}

}
