package dev.sendpost.suppression;

import java.time.Duration;

import javax.crypto.SecretKey;

import org.jspecify.annotations.Nullable;

/**
 * How suppressions are kept and found.
 *
 * @param hashSecret the key of the hashes that stand for addresses, or {@code null} if
 * none can be made
 * @param hashOnly whether addresses are kept only as hashes, which needs the secret
 * @param foldPlusTags whether {@code ann+tag@example.com} is taken for
 * {@code ann@example.com}
 * @param softBounceThreshold how many messages must bounce softly within the window to
 * suppress an address; 0 if that never does
 * @param softBounceWindow how long a soft bounce counts, and how long an address is
 * suppressed for them
 */
public record SuppressionSettings(@Nullable SecretKey hashSecret, boolean hashOnly, boolean foldPlusTags,
		int softBounceThreshold, Duration softBounceWindow) {

	/** What holds where nothing is configured. */
	public static final SuppressionSettings DEFAULT = new SuppressionSettings(null, false, false, 5,
			Duration.ofDays(30));

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if only hashes are to be kept and there is no
	 * secret, or a count or duration cannot be
	 */
	public SuppressionSettings {
		if (hashOnly && hashSecret == null) {
			throw new IllegalArgumentException("Keeping only hashes needs a secret");
		}
		if (softBounceThreshold < 0 || softBounceWindow.toMillis() < 1) {
			throw new IllegalArgumentException(
					"Soft bounces cannot be counted up to " + softBounceThreshold + " within " + softBounceWindow);
		}
	}

}
