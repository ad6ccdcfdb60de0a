package dev.sendpost.suppression;

import java.time.Instant;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

/**
 * A suppression to add.
 *
 * @param target whom it is about
 * @param reason why
 * @param scope whose mail it keeps back
 * @param smtpError what the server said, or {@code null} if no server did
 * @param since since when, or {@code null} for now
 * @param expiresAt when it ends, or {@code null} if it does not
 * @param createdBy by whose doing, at most 100 characters on one line
 */
public record NewSuppression(SuppressionTarget target, SuppressionReason reason, SuppressionScope scope,
		@Nullable String smtpError, @Nullable Instant since, @Nullable Instant expiresAt, String createdBy) {

	private static final int MAX_NAME_LENGTH = 100;

	/**
	 * Create a suppression to add.
	 * @throws InvalidEmailException with the field {@code createdBy} if that is empty,
	 * too long or has control characters
	 */
	public NewSuppression {
		if (createdBy.isBlank() || createdBy.length() > MAX_NAME_LENGTH
				|| createdBy.chars().anyMatch(Character::isISOControl)) {
			throw new InvalidEmailException("createdBy",
					"%s is not a name of up to " + MAX_NAME_LENGTH + " characters on one line", createdBy);
		}
	}

	/**
	 * Suppress somebody from now on, for the account with all its sub-accounts.
	 * @param target an address, a domain, or {@code *.} and a domain
	 * @param reason why
	 * @return the suppression, to be completed
	 * @throws InvalidEmailException if the target is none of these
	 */
	public static NewSuppression of(String target, SuppressionReason reason) {
		return of(SuppressionTarget.parse(target), reason);
	}

	/**
	 * Suppress an address from now on, for the account with all its sub-accounts.
	 * @param address the address
	 * @param reason why
	 * @return the suppression, to be completed
	 */
	public static NewSuppression of(EmailAddress address, SuppressionReason reason) {
		return of(SuppressionTarget.of(address), reason);
	}

	private static NewSuppression of(SuppressionTarget target, SuppressionReason reason) {
		return new NewSuppression(target, reason, SuppressionScope.account(), null, null, null, Suppression.BY_API);
	}

	/**
	 * Keep back only the mail of one sub-account.
	 * @param name its name
	 * @return the suppression
	 * @throws InvalidEmailException with the field {@code subAccount} if the name cannot
	 * be one
	 */
	public NewSuppression subAccount(String name) {
		return new NewSuppression(this.target, this.reason, SuppressionScope.subAccount(name), this.smtpError,
				this.since, this.expiresAt, this.createdBy);
	}

	/**
	 * What the server said.
	 * @param smtpError its reply, or {@code null} for none
	 * @return the suppression
	 */
	public NewSuppression smtpError(@Nullable String smtpError) {
		return new NewSuppression(this.target, this.reason, this.scope, smtpError, this.since, this.expiresAt,
				this.createdBy);
	}

	/**
	 * Since when it is so.
	 * @param since the time, or {@code null} for now
	 * @return the suppression
	 */
	public NewSuppression since(@Nullable Instant since) {
		return new NewSuppression(this.target, this.reason, this.scope, this.smtpError, since, this.expiresAt,
				this.createdBy);
	}

	/**
	 * When it ends.
	 * @param expiresAt the time, or {@code null} if it does not end
	 * @return the suppression
	 */
	public NewSuppression expiresAt(@Nullable Instant expiresAt) {
		return new NewSuppression(this.target, this.reason, this.scope, this.smtpError, this.since, expiresAt,
				this.createdBy);
	}

	/**
	 * By whose doing.
	 * @param createdBy a name, such as that of a user
	 * @return the suppression
	 * @throws InvalidEmailException with the field {@code createdBy} if it is not a name
	 */
	public NewSuppression createdBy(String createdBy) {
		return new NewSuppression(this.target, this.reason, this.scope, this.smtpError, this.since, this.expiresAt,
				createdBy);
	}

}
