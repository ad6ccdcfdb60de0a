package dev.sendpost.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Adds contacts, or what is new about them, many at once in the current transaction.
 */
final class ContactWriter {

	private final AudienceStore store;

	ContactWriter(AudienceStore store) {
		this.store = store;
	}

	/**
	 * Add contacts whose mailbox is none's yet, and change the others.
	 * @param details at most {@link AudienceStore#ROWS_AT_ONCE}; of the same mailbox,
	 * later ones add to the ones before
	 */
	Written write(String subAccount, Collection<ContactDetails> details) {
		Map<String, ContactDetails> given = new TreeMap<>();
		details.forEach((one) -> given.merge(one.address().mailbox(), one, ContactDetails::with));
		if (given.isEmpty()) {
			return new Written(Map.of(), 0, 0);
		}
		Instant now = this.store.now();
		Map<String, UUID> ids = new HashMap<>(this.store.contacts().ids(subAccount, List.copyOf(given.keySet())));
		Map<String, StoredContact> absent = absent(subAccount, given, ids, now);
		int added = this.store.contacts().insertIfAbsent(absent.values());
		if (added == absent.size()) {
			int changed = change(subAccount, given, ids, now);
			absent.values().forEach((contact) -> ids.put(contact.mailbox(), contact.id()));
			return new Written(ids, added, changed);
		}
		ids.putAll(idsNow(subAccount, List.copyOf(absent.keySet())));
		return new Written(ids, added, change(subAccount, given, ids, now));
	}

	private Map<String, StoredContact> absent(String subAccount, Map<String, ContactDetails> given,
			Map<String, UUID> ids, Instant now) {
		Map<String, StoredContact> absent = new LinkedHashMap<>();
		given.forEach((mailbox, one) -> {
			if (!ids.containsKey(mailbox)) {
				absent.put(mailbox, new StoredContact(this.store.newId(), subAccount, one, now, now, null));
			}
		});
		return absent;
	}

	/**
	 * The ids of contacts that this transaction has inserted, or another one has.
	 */
	private Map<String, UUID> idsNow(String subAccount, List<String> mailboxes) {
		Map<String, UUID> ids = new HashMap<>(this.store.contacts().ids(subAccount, mailboxes));
		List<String> unseen = mailboxes.stream().filter((mailbox) -> !ids.containsKey(mailbox)).toList();
		if (!unseen.isEmpty()) {
			ids.putAll(this.store.contacts().lockedIds(subAccount, unseen));
		}
		return ids;
	}

	/**
	 * Change contacts as far as what is said of them is new.
	 */
	private int change(String subAccount, Map<String, ContactDetails> given, Map<String, UUID> ids, Instant now) {
		if (ids.isEmpty()) {
			return 0;
		}
		List<StoredContact> changed = new ArrayList<>();
		for (StoredContact before : this.store.lock(subAccount, ids.values())) {
			ContactDetails newer = given.get(before.mailbox());
			ContactDetails after = (newer != null) ? before.details().with(newer) : before.details();
			if (!after.equals(before.details())) {
				changed.add(new StoredContact(before.id(), subAccount, after, before.createdAt(), now, null));
			}
		}
		this.store.contacts().update(changed);
		return changed.size();
	}

	/**
	 * What was written.
	 *
	 * @param ids the id of each mailbox
	 */
	record Written(Map<String, UUID> ids, int added, int changed) {

	}

}
