package dev.sendpost.campaign;

import java.util.List;
import java.util.function.Predicate;

import dev.sendpost.store.Store;

/**
 * Removes the campaigns of sub-accounts that were removed. To be run from time to time.
 */
public final class CampaignCleanUp implements Runnable {

	private static final int CAMPAIGNS_AT_ONCE = 100;

	private final Store store;

	private final JdbcCampaigns stored;

	private final Predicate<String> removed;

	/**
	 * Create a clean-up.
	 * @param campaigns what to remove from
	 * @param removed tells whether the sub-account of a name was removed for good
	 */
	public CampaignCleanUp(Campaigns campaigns, Predicate<String> removed) {
		this.store = campaigns.store();
		this.stored = campaigns.stored();
		this.removed = removed;
	}

	@Override
	public void run() {
		String name = this.stored.subAccountAfter("");
		while (name != null && !Thread.currentThread().isInterrupted()) {
			if (this.removed.test(name)) {
				remove(name);
			}
			name = this.stored.subAccountAfter(name);
		}
	}

	private void remove(String subAccount) {
		boolean more = true;
		while (more && !Thread.currentThread().isInterrupted()) {
			more = this.store.inOwnTransaction(() -> {
				List<StoredCampaign> some = this.stored.page(subAccount, false, null, null, CAMPAIGNS_AT_ONCE);
				some.forEach((campaign) -> this.stored.delete(campaign.campaign().id()));
				return some.size() == CAMPAIGNS_AT_ONCE;
			});
		}
	}

}
