package dev.sendpost.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.EmailPage;
import dev.sendpost.EmailStatus;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages that wait, newest first, and lets those be tried at once that were
 * deferred. However many wait, it reads a bounded number of them.
 */
final class JdbcWaitingMail {

	/** How many messages are read with one statement. */
	private static final int WINDOW = 1000;

	private static final String NO_REASON = "no reason is known";

	private final Store store;

	private final JdbcEmailRecords records;

	private final OutboxSignal signal;

	JdbcWaitingMail(JdbcOutbox outbox) {
		this.store = outbox.store();
		this.records = outbox.records();
		this.signal = outbox.signal();
	}

	/**
	 * How many messages wait in a status, or {@code atMost} if there are as many or more.
	 * In no order: PostgreSQL would take one for a reason to go through the table by id.
	 */
	long count(EmailStatus status, int atMost) {
		Long found = this.store.jdbc()
			.queryForObject("select count(*) from (select id from sendpost_email where status = '" + status.name()
					+ "' limit ?) waiting", Long.class, atMost);
		return (found != null) ? found : 0;
	}

	EmailPage page(EmailStatus status, @Nullable UUID after, int size) {
		List<Waiting> window = window(status, after, size + 1);
		boolean more = window.size() > size;
		List<Waiting> page = more ? window.subList(0, size) : window;
		return new EmailPage(this.records.load(page.stream().map(Waiting::id).toList()),
				more ? page.get(size - 1).id() : null);
	}

	/**
	 * Deferred messages to a domain. A page may have few or none although there are more.
	 */
	EmailPage deferred(String domain, @Nullable UUID after, int size) {
		List<Waiting> window = window(EmailStatus.DEFERRED, after, WINDOW);
		List<UUID> found = to(domain, window);
		if (found.size() > size) {
			return new EmailPage(this.records.load(found.subList(0, size)), found.get(size - 1));
		}
		return new EmailPage(this.records.load(found), (window.size() == WINDOW) ? window.get(WINDOW - 1).id() : null);
	}

	DeferredMail deferred(int atMost) {
		DeferredGroups groups = new DeferredGroups();
		int messages = 0;
		int read = 0;
		UUID after = null;
		while (read < atMost) {
			int size = Math.min(WINDOW, atMost - read);
			List<Waiting> window = window(EmailStatus.DEFERRED, after, size);
			Map<UUID, Instant> dueAt = new HashMap<>();
			window.forEach((message) -> dueAt.put(message.id(), message.dueAt()));
			for (Refused refused : refused(window)) {
				groups.add(refused.id(), dueAt.getOrDefault(refused.id(), Instant.EPOCH), refused.domain(),
						refused.transport(), refused.reason());
			}
			messages += window.size();
			if (window.size() < size) {
				return new DeferredMail(messages, false, groups.domains(), groups.reasons());
			}
			read += size;
			after = window.get(size - 1).id();
		}
		return new DeferredMail(messages, !window(EmailStatus.DEFERRED, after, 1).isEmpty(), groups.domains(),
				groups.reasons());
	}

	boolean retryNow(UUID id) {
		Boolean due = this.store.inCallersTransaction(() -> moveNow(List.of(id), "'QUEUED', 'DEFERRED'") > 0);
		return Boolean.TRUE.equals(due);
	}

	/**
	 * Let deferred messages to a domain be tried at once, in a transaction for each
	 * window.
	 */
	RetriedMail retryNow(String domain, int atMost) {
		int moved = 0;
		int read = 0;
		UUID after = null;
		while (read < atMost) {
			int size = Math.min(WINDOW, atMost - read);
			List<Waiting> window = window(EmailStatus.DEFERRED, after, size);
			List<UUID> found = to(domain, window);
			if (!found.isEmpty()) {
				Integer due = this.store.inOwnTransaction(() -> moveNow(found, "'DEFERRED'"));
				moved += (due != null) ? due : 0;
			}
			if (window.size() < size) {
				return new RetriedMail(moved, false);
			}
			read += size;
			after = window.get(size - 1).id();
		}
		return new RetriedMail(moved, !window(EmailStatus.DEFERRED, after, 1).isEmpty());
	}

	/**
	 * Messages on which somebody holds a lease are left alone: they are being sent.
	 */
	private int moveNow(List<UUID> ids, String statuses) {
		long now = this.store.now().toEpochMilli();
		Set<String> lanes = new LinkedHashSet<>();
		List<UUID> free = new ArrayList<>();
		this.store.jdbc()
			.query("select id, lane from sendpost_email where id in (" + JdbcEmailRecords.marks(ids)
					+ ") and lane is not null and lease is null and status in (" + statuses
					+ ") order by id for update", (row) -> {
						free.add(this.store.platform().requiredUuid(row, "id"));
						lanes.add(row.getString("lane"));
					}, this.records.parameters(ids));
		if (!free.isEmpty()) {
			List<Object> parameters = new ArrayList<>(List.of(now));
			parameters.addAll(List.of(this.records.parameters(free)));
			this.store.jdbc()
				.update("update sendpost_email set due_at = least(due_at, ?) where id in ("
						+ JdbcEmailRecords.marks(free) + ")", parameters.toArray());
			Store.afterCommit(() -> this.signal.raise(lanes));
		}
		return free.size();
	}

	private List<UUID> to(String domain, List<Waiting> window) {
		Set<UUID> found = new HashSet<>();
		for (Refused refused : refused(window)) {
			if (refused.domain().equals(domain)) {
				found.add(refused.id());
			}
		}
		return window.stream().map(Waiting::id).filter(found::contains).toList();
	}

	/**
	 * The status is written out: the plan for any status that PostgreSQL may keep would
	 * go through all messages where hardly one waits.
	 */
	private List<Waiting> window(EmailStatus status, @Nullable UUID after, int size) {
		List<Object> parameters = new ArrayList<>();
		if (after != null) {
			parameters.add(this.store.platform().parameter(after));
		}
		parameters.add(size);
		return this.store.inOwnTransaction(() -> {
			this.store.preferIndexes();
			return this.store.jdbc()
				.query("select id, due_at from sendpost_email where status = '" + status.name() + "'"
						+ ((after != null) ? " and id < ?" : "") + " order by id desc limit ?",
						(row, number) -> new Waiting(this.store.platform().requiredUuid(row, "id"),
								Instant.ofEpochMilli(row.getLong("due_at"))),
						parameters.toArray());
		});
	}

	private List<Refused> refused(List<Waiting> messages) {
		if (messages.isEmpty()) {
			return List.of();
		}
		List<UUID> ids = messages.stream().map(Waiting::id).toList();
		return this.store.jdbc()
			.query("select email_id, mailbox, transport, server_text, reason from sendpost_recipient where email_id in ("
					+ JdbcEmailRecords.marks(ids) + ") and status = 'DEFERRED'", (row, number) -> {
						String mailbox = row.getString("mailbox");
						String serverText = row.getString("server_text");
						String reason = (serverText != null) ? serverText : row.getString("reason");
						return new Refused(this.store.platform().requiredUuid(row, "email_id"),
								mailbox.substring(mailbox.lastIndexOf('@') + 1), row.getString("transport"),
								(reason != null) ? reason : NO_REASON);
					}, this.records.parameters(ids));
	}

	/**
	 * A message, without what it is about.
	 */
	private record Waiting(UUID id, Instant dueAt) {

	}

	/**
	 * A recipient for whom a message was refused for the moment.
	 */
	private record Refused(UUID id, String domain, @Nullable String transport, String reason) {

	}

}
