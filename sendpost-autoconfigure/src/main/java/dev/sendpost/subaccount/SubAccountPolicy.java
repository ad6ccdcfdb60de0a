package dev.sendpost.subaccount;

import java.util.Optional;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.Submitter;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.subaccount.SubAccount.Block;

import org.springframework.core.Ordered;

/**
 * Keeps mail back whose sub-account was blocked or removed while it waited. Mail of a
 * sub-account that this node has never heard of waits on: another node may be configured
 * with it already, or still.
 */
public final class SubAccountPolicy implements MailPolicy, Ordered {

	private final SubAccounts subAccounts;

	/**
	 * Create a policy.
	 * @param subAccounts the sub-accounts
	 */
	public SubAccountPolicy(SubAccounts subAccounts) {
		this.subAccounts = subAccounts;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	/*
	 * Where mail waits for its dispatch it is not known any more whether it came with a
	 * key.
	 */
	@Override
	public void atIntake(PolicyMessage message) {
		String route = message.email().route();
		Submitter submitter = message.submitter();
		if (route == null || submitter.key() == null || submitter.wholeAccount()) {
			return;
		}
		boolean allowed = this.subAccounts.find(submitter.subAccount())
			.map((subAccount) -> subAccount.settings().keysMayName(route))
			.orElse(false);
		if (!allowed) {
			throw new InvalidEmailException("route", "the keys of this sub-account may not name %s", route);
		}
	}

	@Override
	public void atDispatch(PolicyMessage message) {
		String name = message.submitter().subAccount();
		Optional<SubAccount> found = this.subAccounts.find(name);
		Block block = found.map(SubAccount::block).orElse(null);
		if (block != null) {
			message.refuse("the sub-account '" + name + "' is blocked: " + block.reason());
		}
		else if (found.isEmpty()) {
			if (!this.subAccounts.wasRemoved(name)) {
				throw new PolicyUnavailableException("this node knows no sub-account '" + name + "'", null);
			}
			message.refuse("the sub-account '" + name + "' was removed");
		}
	}

}
