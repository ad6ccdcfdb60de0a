package dev.sendpost.autoconfigure;

import java.time.Duration;

import dev.sendpost.autoconfigure.OutboxProperties.RetryProperties;
import dev.sendpost.outbox.DispatcherSettings;
import dev.sendpost.outbox.OutboxSettings;
import dev.sendpost.outbox.RetrySchedule;

/**
 * Makes the settings of the outbox from properties, and names the property that is wrong.
 */
final class OutboxPropertiesMapper {

	private static final String PREFIX = "sendpost.outbox.";

	private OutboxPropertiesMapper() {
	}

	static RetrySchedule schedule(RetryProperties retry) {
		if (retry.delays().isEmpty() || retry.delays().stream().anyMatch((delay) -> delay.toMillis() < 1)) {
			throw new InvalidSendpostPropertyException(PREFIX + "retry.delays",
					retry.delays() + " are no delays to wait between attempts",
					"List durations such as 1m, 5m, 1h; the last goes on.");
		}
		if (!(retry.jitter() >= 0 && retry.jitter() < 1)) {
			throw new InvalidSendpostPropertyException(PREFIX + "retry.jitter",
					retry.jitter() + " is not a share of a delay", "Set it to 0 or more, and less than 1.");
		}
		if (retry.maxAge().toMillis() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + "retry.max-age",
					"after " + retry.maxAge() + " there is no time to try", "Set it to a duration such as 3d.");
		}
		return new RetrySchedule(retry.delays(), retry.jitter(), retry.maxAge());
	}

	static OutboxSettings settings(OutboxProperties properties) {
		requireNotNegative("idempotency-window", properties.idempotencyWindow());
		requireNotNegative("retention.content", properties.retention().content());
		requireNotNegative("retention.log", properties.retention().log());
		return new OutboxSettings(properties.idempotencyWindow(), properties.retention().content(),
				properties.retention().log(), schedule(properties.retry()).maxAge());
	}

	private static void requireNotNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new InvalidSendpostPropertyException(PREFIX + property, value + " is before now",
					"Set it to a duration such as 7d, or to 0 to keep nothing.");
		}
	}

	static DispatcherSettings dispatcher(OutboxProperties properties, MailGatewayProperties gateway) {
		if (properties.pollInterval().toMillis() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + "poll-interval",
					properties.pollInterval() + " is no interval", "Set it to a duration such as 1s.");
		}
		if (properties.lease().toSeconds() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + "lease",
					properties.lease() + " is too short to send an e-mail", "Set it to a duration such as 1m.");
		}
		return new DispatcherSettings(gateway.requiredConcurrency(), properties.pollInterval(), properties.lease(),
				gateway.shutdownTimeout());
	}

}
