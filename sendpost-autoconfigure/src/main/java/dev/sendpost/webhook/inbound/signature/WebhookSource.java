package dev.sendpost.webhook.inbound.signature;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

import dev.sendpost.webhook.inbound.signature.ReplayGuard.ClaimResult;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;

/**
 * Somebody who sends webhooks, under a name of the application's own.
 */
public final class WebhookSource {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

	/**
	 * How long somebody may process a webhook before it is taken for lost, with the node
	 * that had it.
	 */
	private static final Duration PROCESSING = Duration.ofMinutes(10);

	private final String name;

	private final WebhookVerifier verifier;

	private final ReplayGuard guard;

	private final Clock clock;

	/**
	 * Create a source.
	 * @param name its name: up to 100 letters, digits, dots, hyphens and underscores
	 * @param verifier checks its signatures
	 * @param guard remembers what came
	 * @param clock tells the time
	 * @throws IllegalArgumentException if the name has other characters
	 */
	public WebhookSource(String name, WebhookVerifier verifier, ReplayGuard guard, Clock clock) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"A name has up to 100 letters, digits, dots, hyphens and underscores, and begins with one of the first two");
		}
		this.name = name;
		this.verifier = verifier;
		this.guard = guard;
		this.clock = clock;
	}

	/**
	 * Its name.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Verify a webhook and claim it, in the caller's transaction if there is one and
	 * webhooks are remembered in a database: if that is rolled back, the webhook may come
	 * again.
	 * @param request the webhook
	 * @return what is known about it
	 * @throws WebhookVerificationException if it cannot be believed, or came before
	 */
	public Verification accept(WebhookRequest request) {
		Verification verification = verify(request);
		if (!claim(verification)) {
			throw replayed();
		}
		return verification;
	}

	/**
	 * Verify a webhook, which takes no transaction. What is to be processed must be
	 * claimed too.
	 * @param request the webhook
	 * @return what is known about it
	 * @throws WebhookVerificationException if it cannot be believed
	 */
	public Verification verify(WebhookRequest request) {
		return this.verifier.verify(request);
	}

	/**
	 * Claim a webhook that was verified, in the caller's transaction if there is one and
	 * webhooks are remembered in a database.
	 * @param verification what {@link #verify} returned
	 * @return whether it has not come before
	 * @throws WebhookVerificationException if it is {@link #begin being processed}
	 */
	public boolean claim(Verification verification) {
		return isClaimed(this.guard.claim(this.name, verification.replayKeys(), remembered()));
	}

	/**
	 * Claim a webhook that was verified and is now processed outside a transaction.
	 * Copies are told to come again, on all nodes, until it is {@link WebhookClaim#finish
	 * finished} or {@link WebhookClaim#release released}, or ten minutes have passed.
	 * @param verification what {@link #verify} returned
	 * @return the claim
	 * @throws WebhookVerificationException if it came before, or is being processed
	 */
	public WebhookClaim begin(Verification verification) {
		Instant expiry = this.clock.instant().plus(PROCESSING).truncatedTo(ChronoUnit.MILLIS);
		if (!isClaimed(this.guard.begin(this.name, verification.replayKeys(), expiry))) {
			throw replayed();
		}
		return new WebhookClaim(() -> this.guard.finish(this.name, verification.replayKeys(), remembered()),
				() -> this.guard.abandon(this.name, verification.replayKeys(), expiry));
	}

	private Instant remembered() {
		return this.clock.instant().plus(this.verifier.retention());
	}

	private static boolean isClaimed(ClaimResult result) {
		if (result == ClaimResult.IN_PROGRESS) {
			throw new WebhookVerificationException(Reason.IN_PROGRESS, "it came before and is still being processed");
		}
		return result == ClaimResult.CLAIMED;
	}

	private static WebhookVerificationException replayed() {
		return new WebhookVerificationException(Reason.REPLAYED, "it came before");
	}

	/**
	 * Let a webhook come again that was {@link #claim claimed} and could not be
	 * processed.
	 * @param verification what is known about it
	 */
	public void release(Verification verification) {
		this.guard.release(this.name, verification.replayKeys());
	}

}
