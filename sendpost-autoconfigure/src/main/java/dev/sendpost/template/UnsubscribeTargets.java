package dev.sendpost.template;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.ListUnsubscribe;
import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Fills variables in where a recipient leaves the list.
 */
final class UnsubscribeTargets {

	private static final String OPENED = "%7B%7B";

	private static final String CLOSED = "%7D%7D";

	private UnsubscribeTargets() {
	}

	/**
	 * Fill in a way out, with values encoded for a URI.
	 * @return the way out for one recipient, or {@code null} if there is none
	 * @throws TemplateException if a variable is missing
	 */
	static @Nullable ListUnsubscribe fillIn(@Nullable ListUnsubscribe unsubscribe,
			Map<String, ? extends @Nullable Object> variables, MustacheRenderer renderer) {
		if (unsubscribe == null
				|| unsubscribe.targets().stream().noneMatch((target) -> target.toString().contains(OPENED))) {
			return unsubscribe;
		}
		Map<String, String> encoded = new HashMap<>();
		variables.forEach((name, value) -> {
			if (value instanceof String || value instanceof Number) {
				encoded.put(name, URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20"));
			}
		});
		List<URI> targets = unsubscribe.targets()
			.stream()
			.map((target) -> fillIn(target.toString(), encoded, renderer))
			.toList();
		return new ListUnsubscribe(targets, unsubscribe.oneClick());
	}

	private static URI fillIn(String target, Map<String, String> encoded, MustacheRenderer renderer) {
		String filledIn = renderer.plain("listUnsubscribe", target.replace(OPENED, "{{").replace(CLOSED, "}}"),
				encoded);
		try {
			return URI.create(filledIn);
		}
		catch (IllegalArgumentException ex) {
			throw new TemplateException(Reason.INVALID, "the listUnsubscribe is no URI once it is filled in");
		}
	}

}
