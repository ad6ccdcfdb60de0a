package dev.sendpost.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.sendpost.EmailAddress;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.audience.JdbcContacts.Condition;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionTarget;
import org.jspecify.annotations.Nullable;

/**
 * The contacts of a sub-account, one for each mailbox. Changes are made in the caller's
 * transaction.
 */
public final class Contacts {

	private final AudienceStore store;

	private final String subAccount;

	private final ContactLists lists;

	Contacts(AudienceStore store, String subAccount, ContactLists lists) {
		this.store = store;
		this.subAccount = subAccount;
		this.lists = lists;
	}

	/**
	 * Add a contact.
	 * @param details what is known of it
	 * @return the contact
	 * @throws AudienceException if there is a contact with this mailbox
	 */
	public Contact create(ContactDetails details) {
		return this.store.change(() -> {
			Instant now = this.store.now();
			StoredContact created = new StoredContact(this.store.newId(), this.subAccount, details, now, now, null);
			if (this.store.contacts().insertIfAbsent(List.of(created)) == 0) {
				throw new AudienceException(Reason.EXISTS,
						"there is a contact with the address " + details.address().address() + "; change that");
			}
			return complete(created);
		});
	}

	/**
	 * Add contacts, or change those that are there: what is said of them replaces what
	 * was known, and what is not said stays.
	 * @param details at most 1,000 contacts; of the same mailbox, later ones add to the
	 * ones before
	 * @param list the id of a list to put them on, as
	 * {@link ContactLists#add(UUID, Collection)} does, or {@code null}
	 * @return what became of them
	 * @throws AudienceException if there is no such list, there are too many contacts, or
	 * a contact would have too many fields
	 */
	public UpsertResult upsert(Collection<ContactDetails> details, @Nullable UUID list) {
		AudienceStore.requireFew(details.size());
		return this.store.change(() -> write(details, list));
	}

	/**
	 * Add or change contacts in the current transaction.
	 */
	UpsertResult write(Collection<ContactDetails> details, @Nullable UUID list) {
		ContactList locked = (list != null) ? this.lists.lockShared(list) : null;
		ContactWriter.Written written = new ContactWriter(this.store).write(this.subAccount, details);
		if (locked != null) {
			this.lists.put(locked, written.ids().values());
		}
		return new UpsertResult(written.added(), written.changed(),
				details.stream()
					.map((one) -> Objects.requireNonNull(written.ids().get(one.address().mailbox())))
					.toList());
	}

	/**
	 * Find a contact by its id.
	 * @param id the id
	 * @return the contact, or nothing if the sub-account has no such contact
	 */
	public Optional<Contact> find(UUID id) {
		return this.store.contacts().find(this.subAccount, id).map(this::complete);
	}

	/**
	 * Find a contact by its address.
	 * @param address the address; the name and the case do not matter
	 * @return the contact, or nothing if the sub-account has no such contact
	 */
	public Optional<Contact> find(EmailAddress address) {
		return this.store.contacts().find(this.subAccount, address.mailbox()).map(this::complete);
	}

	/**
	 * Change what is known of a contact. The mailbox stays: a contact with another one is
	 * another contact.
	 * @param id its id
	 * @param change gives the new details for the present ones
	 * @return the contact as it is now
	 * @throws AudienceException if there is no such contact, or the mailbox would change
	 */
	public Contact update(UUID id, UnaryOperator<ContactDetails> change) {
		return this.store.change(() -> {
			StoredContact before = this.store.lock(this.subAccount, List.of(id)).get(0);
			ContactDetails details = change.apply(before.details());
			if (!details.address().mailbox().equals(before.mailbox())) {
				throw new AudienceException(Reason.INVALID,
						"the mailbox of a contact cannot change, since what it agreed to was for that mailbox; add a"
								+ " contact with the address " + details.address().address());
			}
			StoredContact after = new StoredContact(id, this.subAccount, details, before.createdAt(), this.store.now(),
					null);
			this.store.contacts().update(List.of(after));
			return complete(after);
		});
	}

	/**
	 * Remove contacts, with their memberships and choices. Who must not get mail still
	 * gets none if it is added again.
	 * @param ids the ids of at most 1,000 contacts
	 * @return how many there were
	 * @throws AudienceException if there are too many ids
	 */
	public int remove(Collection<UUID> ids) {
		AudienceStore.requireFew(ids.size());
		if (ids.isEmpty()) {
			return 0;
		}
		return this.store.change(() -> {
			List<UUID> locked = this.store.contacts()
				.lock(this.subAccount, ids)
				.stream()
				.map(StoredContact::id)
				.toList();
			this.store.contacts().delete(locked);
			return locked.size();
		});
	}

	/**
	 * Remove a contact, as {@link #remove(Collection)} does.
	 * @param id its id
	 * @return whether there was one
	 */
	public boolean remove(UUID id) {
		return remove(List.of(id)) > 0;
	}

	/**
	 * Find contacts.
	 * @param search which
	 * @return a page of them
	 * @throws AudienceException if there is no such list or topic
	 */
	public ContactPage search(ContactSearch search) {
		if (search.status() != null) {
			return inStatus(search, search.status());
		}
		List<StoredContact> found = read(search, search.after(), search.size() + 1, search.skip());
		boolean more = found.size() > search.size();
		List<StoredContact> page = more ? found.subList(0, search.size()) : found;
		return new ContactPage(this.store.complete(this.subAccount, page),
				more ? page.get(page.size() - 1).id() : null);
	}

	/**
	 * Contacts are read some at a time, more each time: a status that many have is found
	 * among few.
	 */
	private ContactPage inStatus(ContactSearch search, ContactStatus status) {
		List<Contact> found = new ArrayList<>();
		UUID after = search.after();
		int most = Math.min(AudienceStore.ROWS_AT_ONCE, 2 * search.size());
		int left = search.examined();
		while (left > 0) {
			int size = Math.min(most, left);
			List<Contact> chunk = chunk(search, after, size);
			for (Contact contact : chunk) {
				after = contact.id();
				if (contact.status() == status) {
					found.add(contact);
					if (found.size() == search.size()) {
						return new ContactPage(found, after);
					}
				}
			}
			if (chunk.size() < size) {
				return new ContactPage(found, null);
			}
			left -= size;
			most = Math.min(AudienceStore.ROWS_AT_ONCE, 2 * most);
		}
		return new ContactPage(found, after);
	}

	private List<Contact> chunk(ContactSearch search, @Nullable UUID after, int size) {
		return this.store.complete(this.subAccount, read(search, after, size, 0));
	}

	private List<StoredContact> read(ContactSearch search, @Nullable UUID after, int size, int skip) {
		if (search.list() != null) {
			this.lists.require(search.list());
			return this.store.contacts()
				.page(search.list(), received(search, "k.contact_id", after), after, size, skip);
		}
		return this.store.contacts().page(this.subAccount, received(search, "k.id", after), after, size, skip);
	}

	/**
	 * Count contacts. Where a status is asked for, all others that match are read.
	 * @param search which; where a page begins and its size do not matter
	 * @return how many there are
	 * @throws AudienceException if there is no such list or topic
	 */
	public long count(ContactSearch search) {
		if (search.status() == null) {
			return all(search);
		}
		long count = 0;
		List<Contact> chunk = chunk(search, null, AudienceStore.ROWS_AT_ONCE);
		while (!chunk.isEmpty()) {
			count += chunk.stream().filter((contact) -> contact.status() == search.status()).count();
			chunk = chunk(search, chunk.get(chunk.size() - 1).id(), AudienceStore.ROWS_AT_ONCE);
		}
		return count;
	}

	private long all(ContactSearch search) {
		if (search.list() != null) {
			this.lists.require(search.list());
			return this.store.contacts().count(search.list(), received(search, "k.contact_id", null));
		}
		return this.store.contacts().count(this.subAccount, received(search, "k.id", null));
	}

	private Condition received(ContactSearch search, String column, @Nullable UUID after) {
		return this.store.received(this.subAccount, search.topic(), column, after);
	}

	/**
	 * Keep all broadcast mail of the sub-account from a contact: a suppression, so that
	 * it is kept from it whichever way it comes in.
	 * @param id its id
	 * @param createdBy by whose doing, such as the name of a user
	 * @return the contact as it is now
	 * @throws AudienceException if there is no such contact
	 */
	public Contact unsubscribe(UUID id, String createdBy) {
		return this.store.change(() -> {
			StoredContact contact = this.store.lock(this.subAccount, List.of(id)).get(0);
			this.store.suppressions()
				.add(NewSuppression.of(contact.details().address(), SuppressionReason.UNSUBSCRIBE)
					.subAccount(this.subAccount)
					.createdBy(createdBy));
			return complete(contact);
		});
	}

	/**
	 * Undo what {@link #unsubscribe} did, because the contact wants it. Other
	 * suppressions, also an unsubscribe from the account as a whole, stay.
	 * @param id its id
	 * @return the contact as it is now
	 * @throws AudienceException if there is no such contact
	 */
	public Contact resubscribe(UUID id) {
		return this.store.change(() -> {
			StoredContact contact = this.store.lock(this.subAccount, List.of(id)).get(0);
			this.store.suppressions()
				.lift(SuppressionTarget.of(contact.details().address()), SuppressionScope.subAccount(this.subAccount),
						SuppressionReason.UNSUBSCRIBE);
			return complete(contact);
		});
	}

	private Contact complete(StoredContact stored) {
		return this.store.complete(this.subAccount, List.of(stored)).get(0);
	}

}
