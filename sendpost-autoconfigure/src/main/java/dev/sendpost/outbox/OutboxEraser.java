package dev.sendpost.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.PersonalDataEraser;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Removes a recipient from the log and from contents. A message to nobody else goes as a
 * whole, also if it still waits, and so does its content unless it is shared with another
 * message, which says the same to others. From a message to several, the recipient and
 * what is known of it are removed; what it says belongs to the others too, and goes when
 * it is no longer kept. A message that is being sent stays until it is.
 */
public final class OutboxEraser implements PersonalDataEraser {

	private static final int EMAILS_AT_ONCE = 200;

	private final Store store;

	/**
	 * Create an eraser.
	 * @param store what to remove from
	 */
	public OutboxEraser(Store store) {
		this.store = store;
	}

	@Override
	public int erase(EmailAddress address) {
		return this.store.inCallersTransaction(() -> {
			String mailbox = address.mailbox();
			List<UUID> emails = emailsAfter(null, mailbox);
			while (!emails.isEmpty()) {
				List<UUID> idle = lock(emails);
				if (!idle.isEmpty()) {
					erase(mailbox, idle);
				}
				emails = emailsAfter(emails.get(emails.size() - 1), mailbox);
			}
			Integer left = this.store.jdbc()
				.queryForObject("select count(*) from sendpost_recipient where mailbox = ?", Integer.class, mailbox);
			return (left != null) ? left : 0;
		});
	}

	/**
	 * Some messages to the mailbox, in the order of their ids. The recipients are locked
	 * first, as they are when facts are recorded; and a row that is locked is read as it
	 * is now, not as it was when the transaction began.
	 */
	private List<UUID> emailsAfter(@Nullable UUID last, String mailbox) {
		List<Object> parameters = new ArrayList<>(List.of(mailbox));
		if (last != null) {
			parameters.add(this.store.platform().parameter(last));
		}
		return this.store.jdbc()
			.query("select email_id from sendpost_recipient where mailbox = ?"
					+ ((last != null) ? " and email_id > ?" : "") + " order by email_id limit " + EMAILS_AT_ONCE
					+ " for update", (row, number) -> this.store.platform().requiredUuid(row, "email_id"),
					parameters.toArray());
	}

	/**
	 * Those messages that nobody sends now, and nobody will while they are locked.
	 */
	private List<UUID> lock(Collection<UUID> emails) {
		return this.store.jdbc()
			.query("select id from sendpost_email where lease is null and id in (" + JdbcEmailRecords.marks(emails)
					+ ") order by id for update", (row, number) -> this.store.platform().requiredUuid(row, "id"),
					parameters(List.of(), emails));
	}

	private void erase(String mailbox, List<UUID> emails) {
		Set<UUID> shared = new LinkedHashSet<>(
				ids("select distinct email_id as id from sendpost_recipient" + " where mailbox <> ? and email_id in ",
						List.of(mailbox), emails));
		List<UUID> sole = emails.stream().filter((email) -> !shared.contains(email)).toList();
		if (!sole.isEmpty()) {
			delete(sole);
		}
		if (!shared.isEmpty()) {
			removeFrom(shared, mailbox);
		}
	}

	private void delete(List<UUID> emails) {
		List<UUID> contents = ids("select distinct content_id as id from sendpost_email where id in ", List.of(),
				emails);
		for (String table : List.of("sendpost_event", "sendpost_recipient", "sendpost_email_tag",
				"sendpost_idempotency")) {
			update("delete from " + table + " where email_id in ", List.of(), emails);
		}
		update("delete from sendpost_email where id in ", List.of(), emails);
		List<UUID> used = ids("select distinct content_id as id from sendpost_email where content_id in ", List.of(),
				contents);
		List<UUID> unused = contents.stream().filter((content) -> !used.contains(content)).toList();
		if (!unused.isEmpty()) {
			update("delete from sendpost_content_chunk where content_id in ", List.of(), unused);
			update("delete from sendpost_content where id in ", List.of(), unused);
		}
	}

	private void removeFrom(Set<UUID> emails, String mailbox) {
		update("delete from sendpost_recipient where mailbox = ? and email_id in ", List.of(mailbox), emails);
		for (UUID email : emails) {
			deleteEvents(email, mailbox);
			settleIfNobodyWaits(email);
		}
	}

	private void deleteEvents(UUID email, String mailbox) {
		Object key = this.store.platform().parameter(email);
		List<UUID> events = new ArrayList<>();
		this.store.jdbc()
			.query("select id, address from sendpost_event where email_id = ? and address is not null", (row) -> {
				if (EmailAddress.parse(Objects.requireNonNull(row.getString("address"))).mailbox().equals(mailbox)) {
					events.add(this.store.platform().requiredUuid(row, "id"));
				}
			}, key);
		for (UUID event : events) {
			this.store.jdbc()
				.update("delete from sendpost_event where email_id = ? and id = ?", key,
						this.store.platform().parameter(event));
		}
	}

	private void settleIfNobodyWaits(UUID email) {
		Object key = this.store.platform().parameter(email);
		List<EmailStatus> statuses = this.store.jdbc()
			.query("select " + RecipientRow.COLUMNS + " from sendpost_recipient where email_id = ?",
					(row, number) -> RecipientRow.read(row), key)
			.stream()
			.filter((row) -> !row.isOpen())
			.map((row) -> row.outcome().status())
			.toList();
		this.store.jdbc()
			.update("update sendpost_email set status = ?, lane = null, due_at = null where id = ? and not exists"
					+ " (select 1 from sendpost_recipient where email_id = ?"
					+ " and status in ('SCHEDULED', 'QUEUED', 'SENDING', 'DEFERRED'))",
					EmailStatus.bestOff(statuses).name(), key, key);
	}

	private List<UUID> ids(String select, List<Object> values, Collection<UUID> ids) {
		return this.store.jdbc()
			.query(select + "(" + JdbcEmailRecords.marks(ids) + ")",
					(row, number) -> this.store.platform().requiredUuid(row, "id"), parameters(values, ids));
	}

	private void update(String sql, List<Object> values, Collection<UUID> ids) {
		this.store.jdbc().update(sql + "(" + JdbcEmailRecords.marks(ids) + ")", parameters(values, ids));
	}

	private Object[] parameters(List<Object> values, Collection<UUID> ids) {
		List<Object> parameters = new ArrayList<>(values);
		ids.forEach((id) -> parameters.add(this.store.platform().parameter(id)));
		return parameters.toArray();
	}

}
