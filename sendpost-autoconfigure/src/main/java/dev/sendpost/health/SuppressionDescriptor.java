package dev.sendpost.health;

import java.time.Instant;
import java.util.List;

import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionExplanation;
import dev.sendpost.suppression.SuppressionReason;
import org.jspecify.annotations.Nullable;

/**
 * Whether and why an address gets no mail, for the actuator.
 *
 * @param suppressed whether it gets no mail
 * @param explanation the same in words
 * @param entries all that is known about it
 */
public record SuppressionDescriptor(boolean suppressed, String explanation, List<EntryDescriptor> entries) {

	static SuppressionDescriptor of(SuppressionExplanation explanation) {
		return new SuppressionDescriptor(explanation.isSuppressed(), explanation.toString(),
				explanation.entries().stream().map(EntryDescriptor::of).toList());
	}

	/**
	 * A suppression.
	 *
	 * @param target whom it is about, or {@code null} if only a hash is kept
	 * @param reason why
	 * @param subAccount the sub-account whose mail it keeps back, or {@code null} for all
	 * @param since since when, or {@code null} if that is not known
	 * @param createdBy by whose doing
	 * @param expiresAt until when, or {@code null} if for good
	 */
	public record EntryDescriptor(@Nullable String target, SuppressionReason reason, @Nullable String subAccount,
			@Nullable Instant since, String createdBy, @Nullable Instant expiresAt) {

		private static EntryDescriptor of(Suppression entry) {
			return new EntryDescriptor((entry.target() != null) ? entry.target().toString() : null, entry.reason(),
					entry.scope().subAccount(), entry.since(), entry.createdBy(), entry.expiresAt());
		}

	}

}
