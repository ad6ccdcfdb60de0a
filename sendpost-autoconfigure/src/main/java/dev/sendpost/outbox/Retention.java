package dev.sendpost.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.store.Store;

/**
 * Deletes what is no longer to be kept, some at a time, so that no transaction is long.
 */
public final class Retention {

	private static final int ROWS_AT_ONCE = 500;

	private final Store store;

	private final OutboxSettings settings;

	/**
	 * Create a retention.
	 * @param store what to delete from
	 * @param settings how long things are kept
	 */
	public Retention(Store store, OutboxSettings settings) {
		this.store = store;
		this.settings = settings;
	}

	/**
	 * Delete all that is due to be deleted now. What still waits is kept.
	 */
	public void apply() {
		Instant now = this.store.now();
		deleteInTurns(
				"select id from sendpost_content where id < ? and expires_at <= " + now.toEpochMilli()
						+ " and not exists (select 1 from sendpost_email e"
						+ " where e.content_id = sendpost_content.id and e.lane is not null) order by id",
				this.store.platform().parameter(EmailQuery.firstIdAt(now.minus(this.settings.contentRetention()))),
				List.of("delete from sendpost_content_chunk where content_id in ",
						"delete from sendpost_content where id in "));
		deleteInTurns("select id from sendpost_email where id < ? and lane is null order by id",
				this.store.platform().parameter(EmailQuery.firstIdAt(now.minus(this.settings.logRetention()))),
				List.of("delete from sendpost_event where email_id in ",
						"delete from sendpost_recipient where email_id in ",
						"delete from sendpost_email_tag where email_id in ",
						"delete from sendpost_email where id in "));
		this.store.inOwnTransaction(() -> this.store.jdbc()
			.update("delete from sendpost_idempotency where expires_at <= ?", now.toEpochMilli()));
	}

	private void deleteInTurns(String selection, Object parameter, List<String> deletions) {
		int deleted = ROWS_AT_ONCE;
		while (deleted == ROWS_AT_ONCE && !Thread.currentThread().isInterrupted()) {
			deleted = this.store.inOwnTransaction(() -> {
				List<Object> ids = new ArrayList<>(this.store.jdbc()
					.query(selection + " limit " + ROWS_AT_ONCE, (row, number) -> this.store.platform()
						.parameter(this.store.platform().requiredUuid(row, "id")), parameter));
				if (!ids.isEmpty()) {
					deletions.forEach((deletion) -> this.store.jdbc()
						.update(deletion + "(" + JdbcEmailRecords.marks(ids) + ")", ids.toArray()));
				}
				return ids.size();
			});
		}
	}

}
