package dev.sendpost;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * How a recipient leaves the list an {@link Email} belongs to: the
 * {@code List-Unsubscribe} header of RFC 2369 and, for a single click in the mail client,
 * {@code List-Unsubscribe-Post} of RFC 8058.
 *
 * @param targets where to leave, the preferred one first; {@code mailto:}, {@code https:}
 * or {@code http:}. In a message with variables, {@code %7B%7Bname%7D%7D}, which is
 * {@code {{name}}} as a URI writes it, stands for one
 * @param oneClick whether a POST to the first {@code https:} target unsubscribes without
 * asking
 */
public record ListUnsubscribe(List<URI> targets, boolean oneClick) {

	/**
	 * Create the way out.
	 * @throws InvalidEmailException with the field {@code listUnsubscribe} if there is no
	 * target, a target has another scheme, or one-click has no {@code https:} target
	 */
	public ListUnsubscribe {
		targets = List.copyOf(targets);
		if (targets.isEmpty()) {
			throw new InvalidEmailException("listUnsubscribe", "no target given");
		}
		for (URI target : targets) {
			if (!List.of("mailto", "https", "http").contains(scheme(target))) {
				throw new InvalidEmailException("listUnsubscribe", "%s is neither mailto: nor https: nor http:",
						target.toString());
			}
		}
		if (oneClick && targets.stream().noneMatch((target) -> "https".equals(scheme(target)))) {
			throw new InvalidEmailException("listUnsubscribe", "one-click needs an https: target (RFC 8058)");
		}
	}

	/**
	 * Leave by a visit to a page or by a mail.
	 * @param targets where to leave, the preferred one first
	 * @return the way out
	 */
	public static ListUnsubscribe of(URI... targets) {
		return new ListUnsubscribe(List.of(targets), false);
	}

	/**
	 * Leave by a single click (RFC 8058).
	 * @param target the {@code https:} address that takes the POST
	 * @return the way out
	 */
	public static ListUnsubscribe oneClick(URI target) {
		return new ListUnsubscribe(List.of(target), true);
	}

	private static String scheme(URI target) {
		return (target.getScheme() != null) ? target.getScheme().toLowerCase(Locale.ROOT) : "";
	}

}
