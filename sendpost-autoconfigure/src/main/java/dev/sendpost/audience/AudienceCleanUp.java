package dev.sendpost.audience;

import java.util.List;
import java.util.function.Predicate;

import dev.sendpost.audience.JdbcContacts.Condition;
import dev.sendpost.audience.JdbcTopics.StoredTopic;

/**
 * Removes the audiences of sub-accounts that were removed, some contacts at a time. To be
 * run from time to time; run again, it goes on where it stopped.
 */
public final class AudienceCleanUp implements Runnable {

	private final AudienceStore store;

	private final Predicate<String> removed;

	/**
	 * Create a clean-up.
	 * @param audiences what to remove from
	 * @param removed tells whether the sub-account of a name was removed for good
	 */
	public AudienceCleanUp(Audiences audiences, Predicate<String> removed) {
		this.store = audiences.store();
		this.removed = removed;
	}

	@Override
	public void run() {
		String name = this.store.contacts().subAccountAfter("");
		while (name != null && !Thread.currentThread().isInterrupted()) {
			if (this.removed.test(name)) {
				remove(name);
			}
			name = this.store.contacts().subAccountAfter(name);
		}
	}

	private void remove(String subAccount) {
		List<StoredContact> contacts = next(subAccount);
		while (!contacts.isEmpty() && !Thread.currentThread().isInterrupted()) {
			List<StoredContact> some = contacts;
			this.store.store().inOwnTransaction(() -> {
				this.store.contacts().delete(some.stream().map(StoredContact::id).toList());
				return true;
			});
			contacts = next(subAccount);
		}
		this.store.store().inOwnTransaction(() -> {
			for (ContactList list : this.store.lists().all(subAccount)) {
				this.store.members().deleteAll(list.id());
				this.store.lists().delete(list.id());
			}
			for (StoredTopic topic : this.store.topics().all(subAccount)) {
				this.store.topics().delete(topic.id());
			}
			return true;
		});
	}

	private List<StoredContact> next(String subAccount) {
		return this.store.contacts().page(subAccount, Condition.NONE, null, AudienceStore.ROWS_AT_ONCE, 0);
	}

}
