package dev.sendpost.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Keeps who changed what. What is written stays as it is, until it is too old to be kept
 * or the person it is about is erased.
 */
public final class AuditLog {

	/** The largest page. */
	public static final int MAX_SIZE = 1000;

	private static final int MAX_LENGTH = 300;

	private static final int MAX_REFUSAL_LENGTH = 1000;

	private static final RowInserter ENTRIES = new RowInserter("sendpost_audit", "id", "at", "actor", "action",
			"subject", "refusal");

	private final Store store;

	private final Supplier<UUID> ids;

	/**
	 * Create a log.
	 * @param store where it is kept
	 * @param ids makes ids that grow with time
	 */
	public AuditLog(Store store, Supplier<UUID> ids) {
		this.store = store;
		this.ids = ids;
	}

	/**
	 * Note a change, in the caller's transaction if there is one. What is longer than
	 * there is room for is cut.
	 * @param actor who made it
	 * @param action what was done
	 * @param subject what it was done to; may be empty
	 * @param refusal why it was not done after all, or {@code null} if it was
	 */
	public void record(String actor, String action, String subject, @Nullable String refusal) {
		@Nullable Object[] row = { this.store.platform().parameter(this.ids.get()), this.store.now().toEpochMilli(),
				cut(actor, MAX_LENGTH), cut(action, MAX_LENGTH), cut(subject, MAX_LENGTH),
				(refusal != null) ? cut(refusal, MAX_REFUSAL_LENGTH) : null };
		this.store.inCallersTransaction(() -> {
			ENTRIES.insert(this.store, List.<@Nullable Object[]>of(row));
			return null;
		});
	}

	/**
	 * Look changes up, the latest first.
	 * @param actor only of this one, or {@code null} for all
	 * @param after the id after which the page begins, or {@code null} for the first page
	 * @param size how many, 1 to {@value #MAX_SIZE}
	 * @return the page
	 */
	public AuditPage find(@Nullable String actor, @Nullable UUID after, int size) {
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("The size of a page must be 1 to " + MAX_SIZE + " but is " + size);
		}
		List<Object> parameters = new ArrayList<>();
		List<String> conditions = new ArrayList<>();
		if (actor != null) {
			conditions.add("actor = ?");
			parameters.add(actor);
		}
		if (after != null) {
			conditions.add("id < ?");
			parameters.add(this.store.platform().parameter(after));
		}
		String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
		List<AuditEntry> found = this.store.jdbc()
			.query("select id, at, actor, action, subject, refusal from sendpost_audit" + where
					+ " order by id desc limit " + (size + 1),
					(row, number) -> new AuditEntry(this.store.platform().requiredUuid(row, "id"),
							Instant.ofEpochMilli(row.getLong("at")), row.getString("actor"), row.getString("action"),
							row.getString("subject"), row.getString("refusal")),
					parameters.toArray());
		if (found.size() <= size) {
			return new AuditPage(found, null);
		}
		List<AuditEntry> page = found.subList(0, size);
		return new AuditPage(page, page.get(size - 1).id());
	}

	/**
	 * Forget what is old.
	 * @param age how old
	 */
	public void deleteOlderThan(Duration age) {
		long until = this.store.now().minus(age).toEpochMilli();
		this.store.inOwnTransaction(() -> this.store.jdbc().update("delete from sendpost_audit where at < ?", until));
	}

	Store store() {
		return this.store;
	}

	private static String cut(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
		return text.substring(0, end);
	}

}
