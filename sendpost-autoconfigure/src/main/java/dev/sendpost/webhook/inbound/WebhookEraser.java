package dev.sendpost.webhook.inbound;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.PersonalDataEraser;

/**
 * Deletes webhooks whose body, as far as it is kept, has a person's address in it. What
 * one of them reports about others and is not recorded yet goes with it.
 */
public final class WebhookEraser implements PersonalDataEraser {

	private static final int BODIES_AT_ONCE = 50;

	private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\{1,4}u([0-9a-fA-F]{4})");

	private static final Pattern FORM_ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");

	private final WebhookDeliveries deliveries;

	/**
	 * Create an eraser.
	 * @param deliveries what to delete from
	 */
	public WebhookEraser(WebhookDeliveries deliveries) {
		this.deliveries = deliveries;
	}

	@Override
	public int erase(EmailAddress address) {
		return this.deliveries.store().inCallersTransaction(() -> {
			int left = 0;
			UUID last = null;
			List<WebhookDeliveries.KeptBody> bodies = this.deliveries.bodiesAfter(last, BODIES_AT_ONCE);
			while (!bodies.isEmpty()) {
				left += erase(address.mailbox(), bodies);
				last = bodies.get(bodies.size() - 1).id();
				bodies = this.deliveries.bodiesAfter(last, BODIES_AT_ONCE);
			}
			return left;
		});
	}

	private int erase(String mailbox, List<WebhookDeliveries.KeptBody> bodies) {
		int left = 0;
		for (WebhookDeliveries.KeptBody kept : bodies) {
			if (names(kept.body().body(), mailbox) && !this.deliveries.deleteUnlessLocked(kept.id())) {
				left++;
			}
		}
		return left;
	}

	/**
	 * Whether a body names a mailbox, however its octets are escaped.
	 */
	static boolean names(byte[] body, String mailbox) {
		String text = new String(body, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
		return text.contains(mailbox) || unescaped(text, JSON_ESCAPE).contains(mailbox)
				|| unescaped(text, FORM_ESCAPE).contains(mailbox);
	}

	private static String unescaped(String text, Pattern escape) {
		return escape.matcher(text)
			.replaceAll((match) -> Matcher.quoteReplacement(
					String.valueOf((char) Integer.parseInt(match.group(1), 16)).toLowerCase(Locale.ROOT)));
	}

}
