package dev.sendpost.admin.page.suppression;

import java.time.Instant;

import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionTarget;
import org.jspecify.annotations.Nullable;

/**
 * An entry in a list.
 *
 * @param id its id, 0 for one from the configuration
 * @param target whom it is about, or {@code null} if only a hash is kept
 * @param reason why, in words
 * @param tone how bad that is: the class of its status
 * @param keepsBack which mail it keeps back, in words
 * @param subAccount the name of the one sub-account whose mail it keeps back, or
 * {@code null} for the account with all of them
 * @param words what the server said, or {@code null}
 * @param since since when, or {@code null} for one from the configuration
 * @param until when it ends, or {@code null} if it does not
 * @param ended whether that was
 * @param by by whose doing
 */
public record SuppressionRow(long id, @Nullable String target, String reason, String tone, String keepsBack,
		@Nullable String subAccount, @Nullable String words, @Nullable Instant since, @Nullable Instant until,
		boolean ended, String by) {

	static SuppressionRow of(Suppression entry, Instant now) {
		SuppressionTarget target = entry.target();
		Instant until = entry.expiresAt();
		return new SuppressionRow(entry.id(), (target != null) ? target.toString() : null, words(entry.reason()),
				tone(entry.reason()), keepsBack(entry), entry.scope().subAccount(), entry.smtpError(), entry.since(),
				until, until != null && !until.isAfter(now), entry.createdBy());
	}

	static String words(SuppressionReason reason) {
		return switch (reason) {
			case MANUAL -> "by hand";
			case UNSUBSCRIBE -> "unsubscribed";
			case HARD_BOUNCE -> "hard bounce";
			case SPAM_COMPLAINT -> "spam complaint";
		};
	}

	private static String tone(SuppressionReason reason) {
		return switch (reason) {
			case MANUAL -> "cool";
			case UNSUBSCRIBE -> "wait";
			case HARD_BOUNCE, SPAM_COMPLAINT -> "bad";
		};
	}

	private static String keepsBack(Suppression entry) {
		String mail = (entry.reason() == SuppressionReason.UNSUBSCRIBE) ? "broadcast mail" : "all mail";
		String subAccount = entry.scope().subAccount();
		return (subAccount != null) ? mail + " of sub-account " + subAccount : mail;
	}

}
