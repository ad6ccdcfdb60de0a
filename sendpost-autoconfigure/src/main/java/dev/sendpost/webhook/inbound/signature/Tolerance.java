package dev.sendpost.webhook.inbound.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;

/**
 * How far the time of a signature may be off, in both directions.
 *
 * @param duration how far
 * @param clock tells the time
 */
record Tolerance(Duration duration, Clock clock) {

	Tolerance {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("A tolerance of " + duration + " accepts nothing");
		}
	}

	void require(Instant signedAt) {
		Duration age = Duration.between(signedAt, this.clock.instant());
		if (age.compareTo(this.duration) > 0) {
			throw new WebhookVerificationException(Reason.TOO_OLD, "it was signed " + age.toSeconds()
					+ " seconds ago, and " + this.duration.toSeconds() + " are accepted");
		}
		if (age.negated().compareTo(this.duration) > 0) {
			throw new WebhookVerificationException(Reason.TOO_NEW,
					"it says that it will be signed in " + age.negated().toSeconds() + " seconds, and "
							+ this.duration.toSeconds() + " are accepted; the clock here may be slow");
		}
	}

	Duration retention() {
		return this.duration.multipliedBy(2);
	}

}
