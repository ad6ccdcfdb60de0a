package dev.sendpost;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who submits mail (RFC 6409): a sub-account, directly or by one of its keys, or the
 * account as a whole.
 *
 * @param subAccount the name of the sub-account whose mail it is
 * @param wholeAccount whether it may see and change the mail of all sub-accounts
 * @param key the id of the API key that was presented, or {@code null} if none was
 * @param test whether its mail is only captured
 */
public record Submitter(String subAccount, boolean wholeAccount, @Nullable UUID key, boolean test) {

	/** The name of the sub-account that always exists. */
	public static final String DEFAULT_SUB_ACCOUNT = "default";

	private static final Submitter ACCOUNT = new Submitter(DEFAULT_SUB_ACCOUNT, true, null, false);

	/**
	 * The account as a whole. Its mail is that of the default sub-account.
	 * @return the submitter
	 */
	public static Submitter account() {
		return ACCOUNT;
	}

	/**
	 * A sub-account.
	 * @param name its name
	 * @return the submitter
	 */
	public static Submitter subAccount(String name) {
		return new Submitter(name, false, null, false);
	}

	/**
	 * This submitter as one of the sub-accounts whose mail concerns it: with the same
	 * key, and with mail that is only captured if it is so now.
	 * @param subAccount the name of the sub-account
	 * @return the submitter
	 * @throws InvalidEmailException with the field {@code subAccount} if mail of that
	 * sub-account does not concern it, whether or not there is such a sub-account
	 */
	public Submitter narrowedTo(String subAccount) {
		if (!maySee(subAccount)) {
			throw new InvalidEmailException("subAccount", "there is no sub-account %s", subAccount);
		}
		return new Submitter(subAccount, false, this.key, this.test);
	}

	/**
	 * Whether mail of a sub-account concerns this submitter.
	 * @param subAccount the name of the sub-account
	 * @return whether it may see and change that mail
	 */
	public boolean maySee(String subAccount) {
		return this.wholeAccount || this.subAccount.equals(subAccount);
	}

}
