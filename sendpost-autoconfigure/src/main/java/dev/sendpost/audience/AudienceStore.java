package dev.sendpost.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.audience.JdbcContacts.Condition;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionExplanation;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What is stored about the audiences of all sub-accounts. Locks are taken on a list, then
 * on contacts by their ids, then on what belongs to them.
 */
final class AudienceStore {

	/** How many contacts are read or written by one statement at most. */
	static final int ROWS_AT_ONCE = 1000;

	private static final int MAX_TRIES = 5;

	private final Store store;

	private final Supplier<UUID> ids;

	private final Suppressions suppressions;

	private final JdbcContacts contacts;

	private final JdbcLists lists;

	private final JdbcMembers members;

	private final JdbcTopics topics;

	AudienceStore(Store store, Supplier<UUID> ids, Suppressions suppressions) {
		this.store = store;
		this.ids = ids;
		this.suppressions = suppressions;
		this.contacts = new JdbcContacts(store);
		this.lists = new JdbcLists(store);
		this.members = new JdbcMembers(store);
		this.topics = new JdbcTopics(store);
	}

	Store store() {
		return this.store;
	}

	Suppressions suppressions() {
		return this.suppressions;
	}

	JdbcContacts contacts() {
		return this.contacts;
	}

	JdbcLists lists() {
		return this.lists;
	}

	JdbcMembers members() {
		return this.members;
	}

	JdbcTopics topics() {
		return this.topics;
	}

	UUID newId() {
		return this.ids.get();
	}

	/**
	 * The time by the database's clock, to the millisecond.
	 */
	Instant now() {
		return Instant.ofEpochMilli(this.store.now().toEpochMilli());
	}

	/**
	 * Change something in the caller's transaction. Where there is none, it is tried
	 * again if the database undoes it for the sake of another transaction.
	 */
	<T extends @Nullable Object> T change(Supplier<T> action) {
		boolean alone = !TransactionSynchronizationManager.isActualTransactionActive();
		for (int tries = 1; true; tries++) {
			try {
				return this.store.inCallersTransaction(action);
			}
			catch (TransientDataAccessException ex) {
				if (!alone || tries == MAX_TRIES) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Contacts as others see them, with the status that follows from suppressions and
	 * memberships.
	 */
	List<Contact> complete(String subAccount, List<StoredContact> stored) {
		if (stored.isEmpty()) {
			return List.of();
		}
		Map<EmailAddress, SuppressionExplanation> explanations = this.suppressions.explain(
				stored.stream().map((contact) -> contact.details().address()).toList(), subAccount,
				EmailStream.BROADCAST);
		Map<UUID, Set<MembershipStatus>> memberships = this.members.statuses(
				stored.stream().filter((contact) -> contact.membership() == null).map(StoredContact::id).toList());
		List<Contact> contacts = new ArrayList<>(stored.size());
		for (StoredContact contact : stored) {
			SuppressionExplanation explanation = explanations.get(contact.details().address());
			Suppression because = (explanation != null) ? explanation.because() : null;
			ContactStatus status = (because != null) ? ContactStatus.of(because.reason())
					: status(contact, memberships.getOrDefault(contact.id(), Set.of()));
			contacts
				.add(new Contact(contact.id(), contact.details(), status, contact.createdAt(), contact.changedAt()));
		}
		return contacts;
	}

	/**
	 * Whether a suppression keeps broadcast mail from a contact.
	 */
	boolean isSuppressed(StoredContact contact) {
		return this.suppressions.explain(contact.details().address(), contact.subAccount(), EmailStream.BROADCAST)
			.isSuppressed();
	}

	private static ContactStatus status(StoredContact contact, Set<MembershipStatus> memberships) {
		if (contact.membership() != null) {
			return ContactStatus.of(contact.membership());
		}
		if (memberships.isEmpty() || memberships.contains(MembershipStatus.SUBSCRIBED)) {
			return ContactStatus.SUBSCRIBED;
		}
		return memberships.contains(MembershipStatus.PENDING) ? ContactStatus.PENDING : ContactStatus.UNSUBSCRIBED;
	}

	/**
	 * Lock contacts, all of which must exist.
	 * @return the contacts in the order of their ids
	 */
	List<StoredContact> lock(String subAccount, Collection<UUID> ids) {
		Set<UUID> missing = new LinkedHashSet<>(ids);
		requireFew(missing.size());
		if (missing.isEmpty()) {
			return List.of();
		}
		List<StoredContact> locked = this.contacts.lock(subAccount, missing);
		locked.forEach((contact) -> missing.remove(contact.id()));
		if (!missing.isEmpty()) {
			throw unknownContact(missing.iterator().next());
		}
		return locked;
	}

	/**
	 * That a contact receives a topic.
	 * @param topic the key of the topic, or {@code null} for any contact
	 * @throws AudienceException if there is no such topic
	 */
	Condition received(String subAccount, @Nullable String topic, String column, @Nullable UUID after) {
		return (topic != null) ? this.topics.find(subAccount, topic)
			.map((stored) -> this.topics.received(stored, column, after))
			.orElseThrow(() -> unknownTopic(topic)) : Condition.NONE;
	}

	static void requireFew(int count) {
		if (count > ROWS_AT_ONCE) {
			throw new AudienceException(Reason.TOO_MANY,
					count + " contacts cannot be changed at once; " + ROWS_AT_ONCE + " can");
		}
	}

	static AudienceException unknownContact(UUID id) {
		return new AudienceException(Reason.UNKNOWN, "there is no contact " + id);
	}

	static AudienceException unknownList(UUID id) {
		return new AudienceException(Reason.UNKNOWN, "there is no list " + id);
	}

	static AudienceException unknownTopic(String key) {
		return new AudienceException(Reason.UNKNOWN, "there is no topic '" + Texts.printable(key) + "'");
	}

}
