package dev.sendpost.audience;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.sendpost.MailGatewayException;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.audience.JdbcContacts.Condition;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;

/**
 * The lists of a sub-account, and who is on them. Changes are made in the caller's
 * transaction.
 */
public final class ContactLists {

	/** How many lists a sub-account has at most. */
	public static final int MAX_LISTS = 1000;

	/** How long a contact is not asked again to confirm. */
	private static final Duration BETWEEN_CONFIRMATIONS = Duration.ofMinutes(5);

	private final AudienceStore store;

	private final String subAccount;

	private final DoubleOptIn doubleOptIn;

	ContactLists(AudienceStore store, String subAccount, DoubleOptIn doubleOptIn) {
		this.store = store;
		this.subAccount = subAccount;
		this.doubleOptIn = doubleOptIn;
	}

	/**
	 * Make a list.
	 * @param details what is set about it
	 * @return the list
	 * @throws AudienceException if there is one of that name, there would be more than
	 * {@value #MAX_LISTS}, or the configuration lacks what double opt-in needs
	 */
	public ContactList create(ListDetails details) {
		requireConfigured(details);
		return this.store.change(() -> {
			if (this.store.lists().count(this.subAccount) >= MAX_LISTS) {
				throw new AudienceException(Reason.TOO_MANY,
						"there are " + MAX_LISTS + " lists, and no more are allowed; remove one");
			}
			ContactList created = new ContactList(this.store.newId(), details, this.store.now());
			if (!this.store.lists().insertIfAbsent(this.subAccount, created)) {
				throw exists(details);
			}
			return created;
		});
	}

	/**
	 * Change what is set about a list. Who is on it stays on it.
	 * @param id its id
	 * @param change gives the new details for the present ones
	 * @return the list as it is now
	 * @throws AudienceException if there is no such list, another has the new name, or
	 * the configuration lacks what double opt-in needs
	 */
	public ContactList update(UUID id, UnaryOperator<ListDetails> change) {
		return this.store.change(() -> {
			ContactList before = this.store.lists()
				.lock(this.subAccount, id)
				.orElseThrow(() -> AudienceStore.unknownList(id));
			ContactList after = new ContactList(id, change.apply(before.details()), before.createdAt());
			requireConfigured(after.details());
			try {
				this.store.lists().update(after);
			}
			catch (DuplicateKeyException ex) {
				throw exists(after.details());
			}
			return after;
		});
	}

	private void requireConfigured(ListDetails details) {
		if (details.doubleOptIn()) {
			this.doubleOptIn.requireConfigured();
		}
	}

	private static AudienceException exists(ListDetails details) {
		return new AudienceException(Reason.EXISTS, "there is a list '" + details.name() + "'; choose another name");
	}

	/**
	 * Remove a list. Its members stay contacts.
	 * @param id its id
	 * @return whether there was one
	 */
	public boolean remove(UUID id) {
		return this.store.change(() -> {
			if (this.store.lists().lock(this.subAccount, id).isEmpty()) {
				return false;
			}
			this.store.members().deleteAll(id);
			this.store.lists().delete(id);
			return true;
		});
	}

	/**
	 * Find a list by its id.
	 * @param id the id
	 * @return the list, or nothing if the sub-account has no such list
	 */
	public Optional<ContactList> find(UUID id) {
		return this.store.lists().find(this.subAccount, id);
	}

	/**
	 * Find a list by its name.
	 * @param name the name
	 * @return the list, or nothing if the sub-account has no such list
	 */
	public Optional<ContactList> find(String name) {
		return this.store.lists().find(this.subAccount, name);
	}

	/**
	 * All lists.
	 * @return the lists by name
	 */
	public List<ContactList> all() {
		return this.store.lists().all(this.subAccount);
	}

	/**
	 * Put contacts on a list. Those that were put on it before stay as they are: who has
	 * left it has left it. With double opt-in, the others are asked to confirm.
	 * @param list the id of the list
	 * @param contacts the ids of at most 1,000 contacts
	 * @return how many were not on it before
	 * @throws AudienceException if there is no such list or contact, there are too many,
	 * or the mail that asks them is refused
	 */
	public int add(UUID list, Collection<UUID> contacts) {
		return this.store.change(() -> {
			ContactList locked = lockShared(list);
			this.store.lock(this.subAccount, contacts);
			return put(locked, contacts);
		});
	}

	/**
	 * Put contacts on a list.
	 * @param list a list that is locked
	 * @param contacts contacts that are locked, or that this transaction has inserted
	 */
	int put(ContactList list, Collection<UUID> contacts) {
		Instant now = this.store.now();
		List<UUID> sorted = contacts.stream().distinct().sorted().toList();
		if (!list.details().doubleOptIn()) {
			return this.store.members().insertIfAbsent(list.id(), sorted, MembershipStatus.SUBSCRIBED, now);
		}
		List<UUID> asked = new ArrayList<>();
		for (UUID contact : sorted) {
			if (this.store.members().insertIfAbsent(list.id(), contact, MembershipStatus.PENDING, now)) {
				asked.add(contact);
			}
		}
		this.doubleOptIn.ask(this.subAccount, list, asked);
		return asked.size();
	}

	/**
	 * Put a contact on a list because it wants that, also if it has left it before. With
	 * double opt-in, it is asked to confirm, and asked again if it has not yet and some
	 * minutes have gone by. An unsubscribe from all mail stays; see
	 * {@link Contacts#resubscribe(UUID)}.
	 * @param list the id of the list
	 * @param contact the id of the contact
	 * @return the membership
	 * @throws AudienceException if there is no such list or contact
	 * @throws MailGatewayException if the mail that asks it is refused
	 */
	public Membership subscribe(UUID list, UUID contact) {
		return this.store.change(() -> {
			ContactList locked = lockShared(list);
			this.store.lock(this.subAccount, List.of(contact));
			Membership before = this.store.members().lock(list, contact).orElse(null);
			if (before == null) {
				put(locked, List.of(contact));
				return this.store.members().find(list, contact).orElseThrow();
			}
			return subscribe(locked, before);
		});
	}

	private Membership subscribe(ContactList list, Membership before) {
		Instant now = this.store.now();
		boolean pending = before.status() == MembershipStatus.PENDING;
		if (before.status() == MembershipStatus.SUBSCRIBED
				|| (pending && now.isBefore(before.since().plus(BETWEEN_CONFIRMATIONS)))) {
			return before;
		}
		Membership after = new Membership(before.list(), before.contact(),
				list.details().doubleOptIn() ? MembershipStatus.PENDING : MembershipStatus.SUBSCRIBED, now,
				before.confirmedAt(), before.confirmedFrom());
		this.store.members().update(after);
		if (list.details().doubleOptIn()) {
			this.doubleOptIn.ask(this.subAccount, list, List.of(before.contact()));
		}
		return after;
	}

	/**
	 * Note that a contact has left a list by its own will, so that it is not put on it
	 * again by an import.
	 * @param list the id of the list
	 * @param contact the id of the contact
	 * @return whether it was on the list
	 * @throws AudienceException if there is no such list or contact
	 */
	public boolean leave(UUID list, UUID contact) {
		return this.store.change(() -> {
			lockShared(list);
			this.store.lock(this.subAccount, List.of(contact));
			return this.store.members().lock(list, contact).filter(this::markLeft).isPresent();
		});
	}

	/**
	 * Note that contacts want nothing of a list, whether or not they are on it, so that
	 * they are not put on it by an import.
	 * @param list the id of the list
	 * @param contacts the ids of at most 1,000 contacts
	 * @return how many had not left the list before
	 * @throws AudienceException if there is no such list or contact, or there are too
	 * many
	 */
	public int optOut(UUID list, Collection<UUID> contacts) {
		return this.store.change(() -> {
			lockShared(list);
			this.store.lock(this.subAccount, contacts);
			Instant now = this.store.now();
			int left = 0;
			for (UUID contact : contacts.stream().distinct().sorted().toList()) {
				boolean marked = this.store.members()
					.lock(list, contact)
					.map(this::markLeft)
					.orElseGet(() -> this.store.members().insertIfAbsent(list, contact, MembershipStatus.LEFT, now));
				left += marked ? 1 : 0;
			}
			return left;
		});
	}

	/**
	 * Mark a membership that is locked.
	 * @return whether it was not marked before
	 */
	private boolean markLeft(Membership before) {
		if (before.status() == MembershipStatus.LEFT) {
			return false;
		}
		this.store.members()
			.update(new Membership(before.list(), before.contact(), MembershipStatus.LEFT, this.store.now(),
					before.confirmedAt(), before.confirmedFrom()));
		return true;
	}

	/**
	 * Take contacts off a list, as if they had never been put on it.
	 * @param list the id of the list
	 * @param contacts the ids of at most 1,000 contacts
	 * @return how many were on it
	 * @throws AudienceException if there is no such list, or there are too many contacts
	 */
	public int remove(UUID list, Collection<UUID> contacts) {
		AudienceStore.requireFew(contacts.size());
		return this.store.change(() -> {
			lockShared(list);
			return contacts.isEmpty() ? 0 : this.store.members().delete(list, contacts.stream().distinct().toList());
		});
	}

	/**
	 * How a contact stands to a list.
	 * @param list the id of the list
	 * @param contact the id of the contact
	 * @return the membership, or nothing if it was not put on the list
	 * @throws AudienceException if there is no such list
	 */
	public Optional<Membership> membership(UUID list, UUID contact) {
		require(list);
		return this.store.members().find(list, contact);
	}

	/**
	 * The lists that a contact was put on.
	 * @param contact the id of the contact
	 * @return its memberships, none if the sub-account has no such contact
	 */
	public List<Membership> memberships(UUID contact) {
		return this.store.contacts().find(this.subAccount, contact).isPresent() ? this.store.members().of(contact)
				: List.of();
	}

	/**
	 * The next members of a list in the order of their ids, for whoever goes through a
	 * list of any length and may have to go on from where it stopped. Who is on it, is
	 * not pending and has not left is among them; whether it gets mail says its status.
	 * One that is put on the list meanwhile is found only if its id is greater than the
	 * key.
	 * @param list the id of the list
	 * @param topic only those that receive this topic, or {@code null} for all
	 * @param after the id of the last member before, or {@code null} to begin
	 * @param size how many members, 1 to 1,000
	 * @return the members, none if there are no more
	 * @throws AudienceException if there is no such list or topic
	 */
	public List<Contact> membersAfter(UUID list, @Nullable String topic, @Nullable UUID after, int size) {
		return membersAfter(list, topic, null, after, size);
	}

	/**
	 * The next members of a list, as {@link #membersAfter(UUID, String, UUID, int)} gives
	 * them, of those who were members at some time and still are.
	 * @param list the id of the list
	 * @param topic only those that receive this topic, or {@code null} for all
	 * @param since by when they must have been on the list, or {@code null} for all
	 * @param after the id of the last member before, or {@code null} to begin
	 * @param size how many members, 1 to 1,000
	 * @return the members, none if there are no more
	 * @throws AudienceException if there is no such list or topic
	 */
	public List<Contact> membersAfter(UUID list, @Nullable String topic, @Nullable Instant since, @Nullable UUID after,
			int size) {
		if (size < 1 || size > AudienceStore.ROWS_AT_ONCE) {
			throw new IllegalArgumentException(
					"The number of members must be 1 to " + AudienceStore.ROWS_AT_ONCE + " but is " + size);
		}
		require(list);
		return this.store.complete(this.subAccount,
				this.store.contacts().page(list, subscribed(topic, since, after), after, size, 0));
	}

	/**
	 * How many members a list has, as {@link #membersAfter} gives them.
	 * @param list the id of the list
	 * @param topic only those that receive this topic, or {@code null} for all
	 * @param since by when they must have been on the list, or {@code null} for all
	 * @return how many, also those that get no mail
	 * @throws AudienceException if there is no such list or topic
	 */
	public long countMembers(UUID list, @Nullable String topic, @Nullable Instant since) {
		require(list);
		return this.store.contacts().count(list, subscribed(topic, since, null));
	}

	/**
	 * How many members a list has, as {@link #membersAfter} gives them, but not on and
	 * on: of a long list an exact number takes time and is wrong by then.
	 * @param list the id of the list
	 * @param topic only those that receive this topic, or {@code null} for all
	 * @param atMost where to stop, 1 or more
	 * @return how many, also those that get no mail; {@code atMost} if there are as many
	 * or more
	 * @throws AudienceException if there is no such list or topic
	 */
	public int countMembers(UUID list, @Nullable String topic, int atMost) {
		require(list);
		return this.store.contacts().count(list, subscribed(topic, null, null), atMost);
	}

	private Condition subscribed(@Nullable String topic, @Nullable Instant since, @Nullable UUID after) {
		return new Condition("k.status = 'SUBSCRIBED'", List.of())
			.and((since != null) ? new Condition("k.since <= ?", List.of(since.toEpochMilli())) : Condition.NONE)
			.and(this.store.received(this.subAccount, topic, "k.contact_id", after));
	}

	/**
	 * All members of a list as {@link #membersAfter} gives them, 1,000 of them in memory.
	 * @param list the id of the list
	 * @return the members
	 * @throws AudienceException if there is no such list
	 */
	public Stream<Contact> members(UUID list) {
		require(list);
		return StreamSupport.stream(
				Spliterators.spliteratorUnknownSize(new Members(list), Spliterator.ORDERED | Spliterator.NONNULL),
				false);
	}

	ContactList lockShared(UUID list) {
		return this.store.lists().lockShared(this.subAccount, list).orElseThrow(() -> AudienceStore.unknownList(list));
	}

	ContactList require(UUID list) {
		return find(list).orElseThrow(() -> AudienceStore.unknownList(list));
	}

	/**
	 * Goes through the members of a list.
	 */
	private final class Members implements Iterator<Contact> {

		private final UUID list;

		private Iterator<Contact> chunk = List.<Contact>of().iterator();

		private @Nullable UUID last;

		private boolean ended;

		Members(UUID list) {
			this.list = list;
		}

		@Override
		public boolean hasNext() {
			if (!this.chunk.hasNext() && !this.ended) {
				this.chunk = membersAfter(this.list, null, this.last, AudienceStore.ROWS_AT_ONCE).iterator();
				this.ended = !this.chunk.hasNext();
			}
			return this.chunk.hasNext();
		}

		@Override
		public Contact next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			Contact next = this.chunk.next();
			this.last = next.id();
			return next;
		}

	}

}
