package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.sendpost.webhook.outbound.WebhookDispatcherSettings;
import dev.sendpost.webhook.outbound.WebhookRetries;

/**
 * Makes the settings of webhooks that go out from properties, and names the property that
 * is wrong.
 */
final class OutgoingWebhookPropertiesMapper {

	private static final String PREFIX = "sendpost.outgoing-webhooks.";

	/**
	 * What a delivery takes besides its request: to look up names, and to be written
	 * down.
	 */
	private static final Duration LEASE_RESERVE = Duration.ofMinutes(1);

	private OutgoingWebhookPropertiesMapper() {
	}

	static WebhookDispatcherSettings settings(OutgoingWebhookProperties properties, EgressProperties egress,
			Duration shutdownTimeout) {
		requireAtLeastOne("concurrency", properties.concurrency());
		requireAtLeastOne("concurrency-per-subscriber", properties.concurrencyPerSubscriber());
		requirePositive("poll-interval", properties.pollInterval(), "1s");
		requirePositive("pause-after", properties.pauseAfter(), "24h");
		return new WebhookDispatcherSettings(properties.concurrency(), properties.concurrencyPerSubscriber(),
				properties.pollInterval(), egress.timeout().multipliedBy(2).plus(LEASE_RESERVE), retries(properties),
				properties.pauseAfter(), shutdownTimeout);
	}

	private static WebhookRetries retries(OutgoingWebhookProperties properties) {
		List<Duration> delays = properties.retry().delays();
		if (delays.isEmpty() || delays.stream().anyMatch((delay) -> delay.toMillis() < 1)) {
			throw new InvalidSendpostPropertyException(PREFIX + "retry.delays",
					delays + " are no delays to wait between attempts", "List durations such as 5s, 5m, 1h.");
		}
		double jitter = properties.retry().jitter();
		if (!(jitter >= 0 && jitter <= 1)) {
			throw new InvalidSendpostPropertyException(PREFIX + "retry.jitter", jitter + " is not a share of a delay",
					"Set it to 0 to 1.");
		}
		return new WebhookRetries(delays, jitter);
	}

	static Duration retention(OutgoingWebhookProperties properties) {
		requirePositive("retention", properties.retention(), "14d");
		return properties.retention();
	}

	private static void requireAtLeastOne(String property, int value) {
		if (value < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + property,
					"with " + value + " requests at a time no webhook can be sent", "Set it to 1 or more.");
		}
	}

	private static void requirePositive(String property, Duration value, String example) {
		if (value.toMillis() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + property, value + " is no duration",
					"Set it to a duration such as " + example + ".");
		}
	}

}
