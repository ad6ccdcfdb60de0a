package dev.sendpost.webhook.inbound;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.store.Columns;
import dev.sendpost.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks that were received, in the table {@code sendpost_received_webhook}. One
 * waits while it has a {@code due_at}: when to look at it next, which is when the lease
 * runs out while {@code lease} holds one.
 */
public final class WebhookDeliveries {

	/** How long a node has for what it claimed, after which others try it. */
	private static final Duration LEASE = Duration.ofMinutes(2);

	private static final Log logger = LogFactory.getLog(WebhookDeliveries.class);

	/** How long to wait at least, also where what is due is in somebody's hands. */
	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

	private static final int ROWS_AT_ONCE = 500;

	private static final int MAX_REASON_LENGTH = 1000;

	private static final int MAX_URL_LENGTH = 2000;

	private final Store store;

	/**
	 * Create the deliveries.
	 * @param store where they are kept
	 */
	public WebhookDeliveries(Store store) {
		this.store = store;
	}

	Store store() {
		return this.store;
	}

	/**
	 * Keep a webhook, in the current transaction.
	 */
	void add(String source, byte[] body, @Nullable String headers, @Nullable URI confirmationUrl) {
		StoredBody stored = StoredBody.of(body);
		String url = (confirmationUrl != null) ? confirmationUrl.toString() : null;
		if (url != null && url.length() > MAX_URL_LENGTH) {
			throw new IllegalArgumentException("The URL to confirm has more than " + MAX_URL_LENGTH + " characters");
		}
		long now = this.store.now().toEpochMilli();
		this.store.update(
				"insert into sendpost_received_webhook (id, source, received_at, state, body, compressed, headers, "
						+ "confirmation_url, attempts, due_at) values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
				Arrays.asList(this.store.platform().parameter(UUID.randomUUID()), source, now,
						WebhookDeliveryState.RECEIVED.name(), stored.octets(), stored.compressed(), headers, url, now));
	}

	/**
	 * Claim webhooks that are due, those first that are due longest.
	 * @param sources whose webhooks this node can read
	 */
	List<WebhookDelivery> claim(Collection<String> sources, int limit) {
		if (sources.isEmpty()) {
			return List.of();
		}
		UUID lease = UUID.randomUUID();
		Object leaseKey = this.store.platform().parameter(lease);
		Instant now = this.store.now();
		return this.store.inOwnTransaction(() -> {
			List<Object> parameters = new ArrayList<>(List.of(now.toEpochMilli()));
			parameters.addAll(sources);
			List<Object> ids = this.store.jdbc()
				.query("select id from sendpost_received_webhook where due_at <= ? and source in (" + marks(sources)
						+ ") order by due_at limit " + limit + " for update skip locked",
						(row, number) -> this.store.platform().parameter(this.store.platform().requiredUuid(row, "id")),
						parameters.toArray());
			if (ids.isEmpty()) {
				return List.of();
			}
			List<Object> values = new ArrayList<>(List.of(leaseKey, now.plus(LEASE).toEpochMilli()));
			values.addAll(ids);
			this.store.update(
					"update sendpost_received_webhook set lease = ?, due_at = ?, attempts = attempts + 1 where id in ("
							+ marks(ids) + ")",
					values);
			return this.store.jdbc()
				.query("select id, source, received_at, body, compressed, headers, confirmation_url, attempts"
						+ " from sendpost_received_webhook where id in (" + marks(ids) + ") order by received_at, id",
						(row, number) -> delivery(row, lease), ids.toArray());
		});
	}

	private WebhookDelivery delivery(ResultSet row, UUID lease) throws SQLException {
		String url = row.getString("confirmation_url");
		return new WebhookDelivery(this.store.platform().requiredUuid(row, "id"), lease,
				Objects.requireNonNull(row.getString("source")), Instant.ofEpochMilli(row.getLong("received_at")),
				body(row), row.getString("headers"), (url != null) ? URI.create(url) : null, row.getInt("attempts"));
	}

	private static StoredBody body(ResultSet row) throws SQLException {
		return new StoredBody(Objects.requireNonNull(row.getBytes("body")), row.getBoolean("compressed"));
	}

	/**
	 * A webhook has got as far as it gets, in the current transaction. If all of it is
	 * recorded, its body is no longer needed.
	 * @return whether this node still held it
	 */
	boolean settle(WebhookDelivery delivery, WebhookDeliveryState state, @Nullable String reason) {
		String forget = (state == WebhookDeliveryState.RECORDED) ? ", body = null, headers = null" : "";
		return this.store.update(
				"update sendpost_received_webhook set state = ?, reason = ?, due_at = null, lease = null" + forget
						+ " where id = ? and lease = ?",
				Arrays.asList(state.name(), Columns.fit(reason, MAX_REASON_LENGTH), key(delivery.id()),
						key(delivery.lease()))) > 0;
	}

	/**
	 * Something of a webhook is to be tried again, in the current transaction.
	 * @return whether this node still held it
	 */
	boolean retry(WebhookDelivery delivery, Duration delay, @Nullable String reason) {
		return this.store.update(
				"update sendpost_received_webhook set reason = ?, due_at = ?, lease = null"
						+ " where id = ? and lease = ?",
				Arrays.asList(Columns.fit(reason, MAX_REASON_LENGTH), this.store.now().plus(delay).toEpochMilli(),
						key(delivery.id()), key(delivery.lease()))) > 0;
	}

	/**
	 * How long to wait for the next one that is due.
	 * @param sources whose webhooks this node can read
	 * @param most the longest answer
	 */
	Duration untilNext(Collection<String> sources, Duration most) {
		if (sources.isEmpty()) {
			return most;
		}
		Long due = this.store.jdbc()
			.queryForObject(
					"select min(due_at) from sendpost_received_webhook where source in (" + marks(sources) + ")",
					Long.class, sources.toArray());
		if (due == null) {
			return most;
		}
		Duration left = Duration.between(this.store.now(), Instant.ofEpochMilli(due));
		if (left.compareTo(SHORTEST_PAUSE) < 0) {
			return SHORTEST_PAUSE;
		}
		return (left.compareTo(most) < 0) ? left : most;
	}

	/**
	 * How many webhooks are kept.
	 * @return how many in each state; a state that none is in is not there
	 */
	public Map<WebhookDeliveryState, Long> count() {
		Map<WebhookDeliveryState, Long> counts = new EnumMap<>(WebhookDeliveryState.class);
		this.store.jdbc()
			.query("select state, count(*) as deliveries from sendpost_received_webhook group by state", (row) -> {
				counts.put(WebhookDeliveryState.valueOf(row.getString("state")), row.getLong("deliveries"));
			});
		return counts;
	}

	/**
	 * Delete webhooks that were received long ago, some at a time. So is what still
	 * waits, such as for a source that is no longer there.
	 * @param retention how long they are kept
	 */
	public void deleteAfter(Duration retention) {
		long before = this.store.now().minus(retention).toEpochMilli();
		int deleted = ROWS_AT_ONCE;
		while (deleted == ROWS_AT_ONCE && !Thread.currentThread().isInterrupted()) {
			deleted = this.store.inOwnTransaction(() -> {
				Map<UUID, Boolean> waiting = new LinkedHashMap<>();
				this.store.jdbc()
					.query("select id, due_at from sendpost_received_webhook where received_at < ?"
							+ " order by received_at limit " + ROWS_AT_ONCE, (row) -> {
								waiting.put(this.store.platform().requiredUuid(row, "id"),
										row.getObject("due_at") != null);
							}, before);
				if (!waiting.isEmpty()) {
					this.store.update(
							"delete from sendpost_received_webhook where id in (" + marks(waiting.keySet()) + ")",
							waiting.keySet().stream().map(this::key).toList());
				}
				long lost = waiting.values().stream().filter(Boolean::booleanValue).count();
				if (lost > 0) {
					logger.warn(lost + " webhooks are deleted that could not be recorded within " + retention);
				}
				return waiting.size();
			});
		}
	}

	/**
	 * Some of the webhooks of which the body is kept, in the order of their ids.
	 * @param after the id of the last one before them, or {@code null} to begin
	 */
	List<KeptBody> bodiesAfter(@Nullable UUID after, int limit) {
		List<Object> parameters = (after != null) ? List.of(key(after)) : List.of();
		return this.store.jdbc()
			.query("select id, body, compressed from sendpost_received_webhook where body is not null"
					+ ((after != null) ? " and id > ?" : "") + " order by id limit " + limit,
					(row, number) -> new KeptBody(this.store.platform().requiredUuid(row, "id"), body(row)),
					parameters.toArray());
	}

	/**
	 * Delete a webhook, in the current transaction, unless another holds it.
	 * @return whether it is gone
	 */
	boolean deleteUnlessLocked(UUID id) {
		List<UUID> locked = this.store.jdbc()
			.query("select id from sendpost_received_webhook where id = ? for update skip locked",
					(row, number) -> this.store.platform().requiredUuid(row, "id"), key(id));
		if (locked.isEmpty()) {
			return Optional.ofNullable(this.store.jdbc()
				.queryForObject("select count(*) from sendpost_received_webhook where id = ?", Integer.class, key(id)))
				.orElse(0) == 0;
		}
		this.store.update("delete from sendpost_received_webhook where id = ?", List.of(key(id)));
		return true;
	}

	private Object key(UUID id) {
		return this.store.platform().parameter(id);
	}

	private static String marks(Collection<?> values) {
		return String.join(", ", Collections.nCopies(values.size(), "?"));
	}

	/**
	 * A body that is kept.
	 */
	record KeptBody(UUID id, StoredBody body) {

	}

}
