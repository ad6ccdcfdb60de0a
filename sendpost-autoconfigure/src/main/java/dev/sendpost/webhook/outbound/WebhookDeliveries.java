package dev.sendpost.webhook.outbound;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sendpost.store.Columns;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import dev.sendpost.webhook.outbound.WebhookDelivery.State;
import org.jspecify.annotations.Nullable;

/**
 * What subscribers are told, in the tables {@code sendpost_webhook_delivery} and
 * {@code sendpost_webhook_attempt}: a queue with a lane for each subscriber, and a log.
 */
public final class WebhookDeliveries {

	private static final String TABLE = "sendpost_webhook_delivery";

	private static final RowInserter ROWS = new RowInserter(TABLE, "id", "subscriber_id", "email_id", "event_id",
			"type", "sub_account", "state", "attempts", "tries", "created_at", "lane", "due_at");

	private static final String COLUMNS = "id, subscriber_id, email_id, event_id, type, sub_account, state, attempts, "
			+ "tries, created_at, lane, due_at";

	private static final String WAIT = "state = 'WAITING', tries = 0, lane = subscriber_id, due_at = ?, lease = null";

	private static final int MAX_TEXT_LENGTH = 500;

	private static final int MAX_ANSWER_LENGTH = 1000;

	private static final int ROWS_AT_ONCE = 500;

	private final Store store;

	private final Supplier<UUID> ids;

	private final WebhookSignal signal = new WebhookSignal();

	/**
	 * Create the storage of deliveries.
	 * @param store where they are kept
	 * @param ids makes ids, UUIDs of version 7
	 */
	public WebhookDeliveries(Store store, Supplier<UUID> ids) {
		this.store = store;
		this.ids = ids;
	}

	WebhookSignal signal() {
		return this.signal;
	}

	Store store() {
		return this.store;
	}

	/**
	 * Queue deliveries, in the current transaction.
	 */
	void add(List<NewWebhookDelivery> deliveries) {
		long now = this.store.now().toEpochMilli();
		ROWS.insert(this.store, deliveries.stream().map((delivery) -> {
			Object subscriber = parameter(delivery.subscriberId());
			return new @Nullable Object[] { parameter(this.ids.get()), subscriber,
					parameter(delivery.fact().event().emailId()), parameter(delivery.fact().event().id()),
					delivery.type().name(), delivery.fact().subAccount(), State.WAITING.name(), 0, 0, now, subscriber,
					now };
		}).toList());
		wakeAfterCommit(deliveries.stream().map(NewWebhookDelivery::subscriberId).collect(Collectors.toSet()));
	}

	private void wakeAfterCommit(Set<UUID> subscribers) {
		Store.afterCommit(() -> this.signal.raise(subscribers));
	}

	/**
	 * The subscribers that are told and for which deliveries are due.
	 */
	Set<UUID> lanes() {
		return this.store.inOwnTransaction(() -> {
			this.store.preferIndexes();
			// The first of each lane, which takes one look at the index of lanes.
			return new LinkedHashSet<>(this.store.jdbc()
				.query("select s.id from sendpost_webhook_subscriber s where s.enabled = ? and s.paused_at is null"
						+ " and (select d.due_at from " + TABLE + " d where d.lane = s.id"
						+ " order by d.lane, d.due_at limit 1) <= ?",
						(row, number) -> this.store.platform().requiredUuid(row, "id"), true,
						this.store.now().toEpochMilli()));
		});
	}

	/**
	 * What waits now.
	 * @return the state of the queue
	 */
	public WebhookQueueState state() {
		long now = this.store.now().toEpochMilli();
		AtomicLong told = new AtomicLong();
		AtomicLong held = new AtomicLong();
		AtomicLong oldest = new AtomicLong(now);
		this.store.jdbc()
			.query("select s.enabled, s.paused_at, count(*) as deliveries, min(d.due_at) as oldest from " + TABLE
					+ " d join sendpost_webhook_subscriber s on s.id = d.lane where d.lane is not null"
					+ " group by s.enabled, s.paused_at", (row) -> {
						boolean active = row.getBoolean("enabled") && row.getObject("paused_at") == null;
						(active ? told : held).addAndGet(row.getLong("deliveries"));
						if (active) {
							oldest.accumulateAndGet(row.getLong("oldest"), Math::min);
						}
					});
		return new WebhookQueueState(told.get(), held.get(), Duration.ofMillis(now - oldest.get()));
	}

	/**
	 * The values of a column that begins an index, looked up one after the other: to sort
	 * out those of all rows would read them all.
	 */
	private Set<UUID> distinct(String column) {
		Set<UUID> values = new LinkedHashSet<>();
		Optional<UUID> value = first(column, column + " is not null");
		while (value.isPresent()) {
			values.add(value.get());
			value = first(column, column + " > ?", parameter(value.get()));
		}
		return values;
	}

	private Optional<UUID> first(String column, String condition, Object... values) {
		return this.store.jdbc()
			.query("select " + column + " from " + TABLE + " where " + condition + " order by " + column + " limit 1",
					(row, number) -> this.store.platform().requiredUuid(row, column), values)
			.stream()
			.findFirst();
	}

	/**
	 * Claim deliveries of a subscriber, those first that are due longest. Each claim is
	 * an attempt, so that what brings a node down does not do so for ever.
	 */
	List<ClaimedDelivery> claim(UUID subscriber, int limit, Duration lease) {
		UUID claim = this.ids.get();
		return this.store.inOwnTransaction(() -> {
			this.store.preferIndexes();
			long now = this.store.now().toEpochMilli();
			List<Object> ids = new ArrayList<>(this.store.jdbc()
				.query("select id from " + TABLE + " where lane = ? and due_at <= ? order by due_at limit ?"
						+ " for update skip locked",
						(row, number) -> parameter(this.store.platform().requiredUuid(row, "id")),
						parameter(subscriber), now, limit));
			if (ids.isEmpty()) {
				return List.of();
			}
			String in = " where id in (" + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
			List<Object> values = new ArrayList<>(List.of(parameter(claim), now + lease.toMillis()));
			values.addAll(ids);
			this.store.update(
					"update " + TABLE + " set attempts = attempts + 1, tries = tries + 1, lease = ?, due_at = ?" + in,
					values);
			return this.store.jdbc()
				.query("select " + COLUMNS + " from " + TABLE + in + " order by id",
						(row, number) -> new ClaimedDelivery(delivery(row), row.getInt("tries"), claim), ids.toArray());
		});
	}

	/**
	 * Note, in the current transaction, what came of an attempt. The note stands also
	 * where the lease was lost; what happens next is then up to who holds it now.
	 * @param dueAt when the next attempt is, or {@code null} if there is none
	 */
	void finish(ClaimedDelivery claimed, @Nullable WebhookAttempt attempt, State state, @Nullable Instant dueAt) {
		Object id = parameter(claimed.delivery().id());
		if (attempt != null) {
			this.store.insertIfAbsent("sendpost_webhook_attempt",
					"delivery_id, number, attempted_at, duration, status, answer, problem", id, attempt.number(),
					attempt.attemptedAt().toEpochMilli(), attempt.duration().toMillis(), attempt.status(),
					Columns.fit(attempt.answer(), MAX_ANSWER_LENGTH), Columns.fit(attempt.problem(), MAX_TEXT_LENGTH));
		}
		this.store.update(
				"update " + TABLE + " set state = ?, lane = " + ((dueAt != null) ? "lane" : "null")
						+ ", due_at = ?, lease = null where id = ? and lease = ?",
				Arrays.asList(state.name(), (dueAt != null) ? dueAt.toEpochMilli() : null, id,
						parameter(claimed.lease())));
	}

	/**
	 * Give back, in the current transaction, what was not attempted.
	 */
	void postpone(ClaimedDelivery claimed, Instant dueAt) {
		this.store.update(
				"update " + TABLE + " set attempts = attempts - 1, tries = tries - 1, due_at = ?, lease = null"
						+ " where id = ? and lease = ?",
				List.of(dueAt.toEpochMilli(), parameter(claimed.delivery().id()), parameter(claimed.lease())));
	}

	Optional<WebhookDelivery> find(UUID id) {
		return this.store.jdbc()
			.query("select " + COLUMNS + " from " + TABLE + " where id = ?", (row, number) -> delivery(row),
					parameter(id))
			.stream()
			.findFirst();
	}

	WebhookDeliveryPage search(UUID subscriber, WebhookDeliverySearch search) {
		List<Object> values = new ArrayList<>();
		// Each state by itself, so that each is one look at the index.
		String selects = ((search.state() != null) ? Stream.of(search.state()) : Arrays.stream(State.values()))
			.map((state) -> "(" + select(subscriber, state, search.after(), values) + newestFirst(search) + ")")
			.collect(Collectors.joining(" union all "));
		List<WebhookDelivery> found = this.store.jdbc()
			.query("select * from (" + selects + ") deliveries" + newestFirst(search), (row, number) -> delivery(row),
					values.toArray());
		boolean more = found.size() > search.size();
		List<WebhookDelivery> page = more ? found.subList(0, search.size()) : found;
		return new WebhookDeliveryPage(page, more ? page.get(page.size() - 1).id() : null);
	}

	private String select(UUID subscriber, State state, @Nullable UUID after, List<Object> values) {
		values.addAll(List.of(parameter(subscriber), state.name()));
		String select = "select " + COLUMNS + " from " + TABLE + " where subscriber_id = ? and state = ?";
		if (after == null) {
			return select;
		}
		values.add(parameter(after));
		return select + " and id < ?";
	}

	private static String newestFirst(WebhookDeliverySearch search) {
		return " order by id desc limit " + (search.size() + 1);
	}

	/**
	 * How many deliveries of a period there are, up to a number.
	 */
	int count(UUID subscriber, Instant from, Instant until, boolean failedOnly, int most) {
		return Optional
			.ofNullable(
					this.store.jdbc()
						.queryForObject("select count(*) from (select 1 as one from " + TABLE
								+ " where subscriber_id = ? and created_at >= ? and created_at < ?"
								+ (failedOnly ? " and state = 'FAILED'" : "") + " limit " + most + ") deliveries",
								Integer.class, parameter(subscriber), from.toEpochMilli(), until.toEpochMilli()))
			.orElse(0);
	}

	List<WebhookAttempt> attempts(UUID deliveryId) {
		return this.store.jdbc()
			.query("select number, attempted_at, duration, status, answer, problem from sendpost_webhook_attempt"
					+ " where delivery_id = ? order by number", (row, number) -> attempt(row), parameter(deliveryId));
	}

	/**
	 * Queue a delivery again, in the caller's transaction. One that is being attempted is
	 * left to that attempt.
	 */
	void resend(UUID id) {
		this.store.inCallersTransaction(() -> {
			find(id).ifPresent((delivery) -> wakeAfterCommit(Set.of(delivery.subscriberId())));
			return this.store.update("update " + TABLE + " set " + WAIT + " where id = ? and lease is null",
					List.of(this.store.now().toEpochMilli(), parameter(id)));
		});
	}

	/**
	 * Queue deliveries again, in the caller's transaction.
	 */
	int resend(UUID subscriber, Instant from, Instant until, boolean failedOnly) {
		wakeAfterCommit(Set.of(subscriber));
		return this.store.inCallersTransaction(() -> this.store.update(
				"update " + TABLE + " set " + WAIT
						+ " where subscriber_id = ? and created_at >= ? and created_at < ? and lease is null"
						+ (failedOnly ? " and state = 'FAILED'" : ""),
				List.of(this.store.now().toEpochMilli(), parameter(subscriber), from.toEpochMilli(),
						until.toEpochMilli())));
	}

	/**
	 * Let what waits for a subscriber be due now, in the caller's transaction.
	 */
	void hasten(UUID subscriber) {
		this.store.inCallersTransaction(() -> {
			long now = this.store.now().toEpochMilli();
			return this.store.update(
					"update " + TABLE + " set due_at = ? where lane = ? and due_at > ? and lease is null",
					List.of(now, parameter(subscriber), now));
		});
		wakeAfterCommit(Set.of(subscriber));
	}

	/**
	 * Delete what is older than a time, whatever became of it, some at a time.
	 */
	void deleteBefore(Instant time) {
		deleteInTurns("select id from " + TABLE + " where created_at < ? order by created_at", time.toEpochMilli());
	}

	/**
	 * Delete what is of subscribers that do not exist, some at a time.
	 */
	void deleteUnlessOf(Predicate<UUID> exists) {
		for (UUID subscriber : distinct("subscriber_id")) {
			if (!exists.test(subscriber)) {
				deleteInTurns("select id from " + TABLE + " where subscriber_id = ?", parameter(subscriber));
			}
		}
	}

	private void deleteInTurns(String selection, Object parameter) {
		int deleted = ROWS_AT_ONCE;
		while (deleted == ROWS_AT_ONCE && !Thread.currentThread().isInterrupted()) {
			deleted = this.store.inOwnTransaction(() -> {
				List<Object> ids = new ArrayList<>(this.store.jdbc()
					.query(selection + " limit " + ROWS_AT_ONCE,
							(row, number) -> parameter(this.store.platform().requiredUuid(row, "id")), parameter));
				if (!ids.isEmpty()) {
					String in = " in (" + String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
					this.store.update("delete from sendpost_webhook_attempt where delivery_id" + in, ids);
					this.store.update("delete from " + TABLE + " where id" + in, ids);
				}
				return ids.size();
			});
		}
	}

	private WebhookDelivery delivery(ResultSet row) throws SQLException {
		boolean waits = this.store.platform().uuid(row, "lane") != null;
		return new WebhookDelivery(this.store.platform().requiredUuid(row, "id"),
				this.store.platform().requiredUuid(row, "subscriber_id"),
				WebhookEventType.valueOf(row.getString("type")), this.store.platform().requiredUuid(row, "email_id"),
				this.store.platform().requiredUuid(row, "event_id"), row.getString("sub_account"),
				State.valueOf(row.getString("state")), row.getInt("attempts"),
				Instant.ofEpochMilli(row.getLong("created_at")),
				waits ? Instant.ofEpochMilli(row.getLong("due_at")) : null);
	}

	private static WebhookAttempt attempt(ResultSet row) throws SQLException {
		int status = row.getInt("status");
		Integer answered = row.wasNull() ? null : status;
		return new WebhookAttempt(row.getInt("number"), Instant.ofEpochMilli(row.getLong("attempted_at")),
				Duration.ofMillis(row.getLong("duration")), answered, row.getString("answer"),
				row.getString("problem"));
	}

	private Object parameter(UUID id) {
		return this.store.platform().parameter(id);
	}

}
