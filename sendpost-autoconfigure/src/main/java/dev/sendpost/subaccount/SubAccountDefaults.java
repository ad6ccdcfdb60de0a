package dev.sendpost.subaccount;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Submitter;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.subaccount.SubAccount.Block;

/**
 * Completes mail with what is set about the sub-account whose mail it is, and refuses
 * that of one that does not exist or is blocked.
 */
public final class SubAccountDefaults implements MailDefaults {

	private final SubAccounts subAccounts;

	private final MailDefaults account;

	/**
	 * Create the defaults.
	 * @param subAccounts the sub-accounts
	 * @param account completes what a sub-account leaves open
	 */
	public SubAccountDefaults(SubAccounts subAccounts, MailDefaults account) {
		this.subAccounts = subAccounts;
		this.account = account;
	}

	@Override
	public Email complete(Email email, Submitter submitter) {
		SubAccount subAccount = known(submitter);
		Block block = subAccount.block();
		if (block != null) {
			throw new InvalidEmailException("subAccount",
					"the sub-account '" + subAccount.name() + "' is blocked: " + block.reason());
		}
		EmailAddress from = subAccount.settings().from();
		String route = subAccount.settings().route();
		Email completed = email;
		if (email.from() == null && from != null) {
			completed = completed.toBuilder().from(from).build();
		}
		if (email.route() == null && route != null) {
			completed = completed.toBuilder().route(route).build();
		}
		return this.account.complete(completed, submitter);
	}

	@Override
	public void requireKnown(Submitter submitter) {
		known(submitter);
	}

	/*
	 * Which others there are is nothing to tell: the reader may be one of them.
	 */
	private SubAccount known(Submitter submitter) {
		return this.subAccounts.find(submitter.subAccount())
			.orElseThrow(() -> new InvalidEmailException("subAccount",
					"there is no sub-account %s; define it by sendpost.sub-accounts.<name>.* or make it by"
							+ " SubAccounts.create",
					submitter.subAccount()));
	}

}
