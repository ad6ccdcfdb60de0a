package dev.sendpost.suppression;

import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

/**
 * Whose mail a suppression keeps back.
 *
 * @param subAccount the name of the one sub-account, or {@code null} for the account with
 * all its sub-accounts
 */
public record SuppressionScope(@Nullable String subAccount) {

	private static final int MAX_NAME_LENGTH = 100;

	private static final SuppressionScope ACCOUNT = new SuppressionScope(null);

	/**
	 * Create a scope.
	 * @throws InvalidEmailException with the field {@code subAccount} if the name cannot
	 * be one
	 */
	public SuppressionScope {
		if (subAccount != null && (subAccount.isBlank() || subAccount.length() > MAX_NAME_LENGTH
				|| subAccount.chars().anyMatch(Character::isISOControl))) {
			throw new InvalidEmailException("subAccount", "%s is not the name of a sub-account", subAccount);
		}
	}

	/**
	 * The mail of all sub-accounts.
	 * @return the scope
	 */
	public static SuppressionScope account() {
		return ACCOUNT;
	}

	/**
	 * The mail of one sub-account.
	 * @param name its name
	 * @return the scope
	 * @throws InvalidEmailException with the field {@code subAccount} if the name cannot
	 * be one
	 */
	public static SuppressionScope subAccount(String name) {
		return new SuppressionScope(name);
	}

	@Override
	public String toString() {
		return (this.subAccount != null) ? "sub-account " + this.subAccount : "account";
	}

}
