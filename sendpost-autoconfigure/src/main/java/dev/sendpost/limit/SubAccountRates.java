package dev.sendpost.limit;

import java.util.Optional;

import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccounts;

/**
 * The limits of sub-accounts: their own, or else those of all.
 */
public final class SubAccountRates {

	private final SubAccounts subAccounts;

	private final SubAccountLimits defaults;

	/**
	 * Create the limits of sub-accounts.
	 * @param subAccounts the sub-accounts
	 * @param defaults the limits of those about which nothing is said
	 */
	public SubAccountRates(SubAccounts subAccounts, SubAccountLimits defaults) {
		this.subAccounts = subAccounts;
		this.defaults = defaults;
	}

	SubAccountLimits of(String subAccount) {
		return this.subAccounts.find(subAccount)
			.map(SubAccount::settings)
			.flatMap((settings) -> Optional.ofNullable(settings.limits()))
			.orElse(this.defaults);
	}

}
