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
		Instant now = this.clock.instant();
		if (signedAt.plus(this.duration).isBefore(now)) {
			throw new WebhookVerificationException(Reason.TOO_OLD,
					"it was signed " + Duration.between(signedAt, now).toSeconds() + " seconds ago, and "
							+ this.duration.toSeconds() + " are accepted");
		}
		if (signedAt.minus(this.duration).isAfter(now)) {
			throw new WebhookVerificationException(Reason.TOO_NEW,
					"it says that it will be signed in " + Duration.between(now, signedAt).toSeconds()
							+ " seconds, and " + this.duration.toSeconds()
							+ " are accepted; the clock here may be slow");
		}
	}

	Duration retention() {
		return this.duration.multipliedBy(2);
	}

}
