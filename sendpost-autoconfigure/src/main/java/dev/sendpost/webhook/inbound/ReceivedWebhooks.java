package dev.sendpost.webhook.inbound;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the webhooks that were received, and lets them be processed again.
 */
public final class ReceivedWebhooks {

	/** Up to how many webhooks of a state are counted. */
	public static final int MAX_COUNT = 10_000;

	/** How many webhooks there are to a page at most. */
	public static final int MAX_SIZE = 200;

	private static final String COLUMNS = "id, source, received_at, state, reason, attempts, due_at, "
			+ "case when body is null then 0 else 1 end as kept";

	private static final String NEWEST_FIRST = " order by received_at desc, id desc limit ";

	private final Store store;

	private final Runnable signal;

	/**
	 * Create it.
	 * @param store where webhooks are kept
	 * @param signal told, after the commit, that there is something to process
	 */
	public ReceivedWebhooks(Store store, Runnable signal) {
		this.store = store;
		this.signal = signal;
	}

	/**
	 * The webhooks of a source.
	 * @param source the name of the source
	 * @param state in which state, or {@code null} for any
	 * @param after the webhook that the page follows, or {@code null} for the first page
	 * @param size how many there are to a page, from 1 to {@value #MAX_SIZE}
	 * @return a page, empty if the webhook it should follow is gone
	 */
	public ReceivedWebhookPage find(String source, @Nullable WebhookDeliveryState state, @Nullable UUID after,
			int size) {
		int fitting = Math.max(1, Math.min(MAX_SIZE, size));
		Optional<ReceivedWebhook> last = (after != null) ? find(after) : Optional.empty();
		if (after != null && last.isEmpty()) {
			return new ReceivedWebhookPage(List.of(), null);
		}
		List<Object> values = new ArrayList<>();
		// Each state by itself, so that each is one look at the index.
		String selects = states(state).stream()
			.map((each) -> "(" + select(source, each, last.orElse(null), values) + NEWEST_FIRST + (fitting + 1) + ")")
			.collect(Collectors.joining(" union all "));
		List<ReceivedWebhook> found = this.store.jdbc()
			.query("select * from (" + selects + ") webhooks" + NEWEST_FIRST + (fitting + 1),
					(row, number) -> webhook(row), values.toArray());
		boolean more = found.size() > fitting;
		List<ReceivedWebhook> page = more ? found.subList(0, fitting) : found;
		return new ReceivedWebhookPage(page, more ? page.get(page.size() - 1).id() : null);
	}

	private static List<WebhookDeliveryState> states(@Nullable WebhookDeliveryState state) {
		return (state != null) ? List.of(state) : Arrays.asList(WebhookDeliveryState.values());
	}

	private String select(String source, WebhookDeliveryState state, @Nullable ReceivedWebhook last,
			List<Object> values) {
		values.add(source);
		values.add(state.name());
		String select = "select " + COLUMNS + " from sendpost_received_webhook where source = ? and state = ?";
		if (last == null) {
			return select;
		}
		long receivedAt = last.receivedAt().toEpochMilli();
		values.addAll(List.of(receivedAt, receivedAt, key(last.id())));
		return select + " and received_at <= ? and (received_at < ? or id < ?)";
	}

	/**
	 * Find a webhook.
	 * @param id its id
	 * @return the webhook, or nothing if there is none
	 */
	public Optional<ReceivedWebhook> find(UUID id) {
		return this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_received_webhook where id = ?", (row, number) -> webhook(row),
					key(id))
			.stream()
			.findFirst();
	}

	/**
	 * What a webhook says.
	 * @param id its id
	 * @return the content, or nothing if it is not kept
	 */
	public Optional<ReceivedWebhookContent> content(UUID id) {
		return this.store.jdbc()
			.query("select body, compressed, headers from sendpost_received_webhook where id = ? and body is not null",
					(row, number) -> new ReceivedWebhookContent(
							new StoredBody(Objects.requireNonNull(row.getBytes("body")), row.getBoolean("compressed"))
								.body(),
							KeptHeaders.parse(row.getString("headers"))),
					key(id))
			.stream()
			.findFirst();
	}

	/**
	 * How many webhooks of a source are kept.
	 * @param source the name of the source
	 * @return how many in each state, up to {@value #MAX_COUNT}, and one more than that
	 * where there are more
	 */
	public Map<WebhookDeliveryState, Integer> count(String source) {
		String counts = Arrays.stream(WebhookDeliveryState.values())
			.map((state) -> "select '" + state + "' as state, count(*) as webhooks from (select 1 as one from"
					+ " sendpost_received_webhook where source = ? and state = '" + state + "' limit " + (MAX_COUNT + 1)
					+ ") " + state)
			.collect(Collectors.joining(" union all "));
		Map<WebhookDeliveryState, Integer> counted = new EnumMap<>(WebhookDeliveryState.class);
		this.store.jdbc().query(counts, (row) -> {
			counted.put(WebhookDeliveryState.valueOf(row.getString("state").strip()), row.getInt("webhooks"));
		}, Arrays.stream(WebhookDeliveryState.values()).map((state) -> (Object) source).toArray());
		return counted;
	}

	/**
	 * Let a webhook be processed once more, in the caller's transaction. What it reported
	 * and is in the log is not recorded twice. An event that is about nothing that is
	 * known is waited for as long as after the webhook was received, and no longer.
	 * @param id its id
	 * @return {@code false} if it is gone, what it says is no longer kept, or it is being
	 * processed
	 */
	public boolean processAgain(UUID id) {
		AtomicBoolean queued = new AtomicBoolean();
		this.store.inCallersTransaction(() -> {
			queued.set(this.store.update(
					"update sendpost_received_webhook set state = ?, reason = null, attempts = 0, due_at = ?"
							+ " where id = ? and body is not null and lease is null",
					List.of(WebhookDeliveryState.RECEIVED.name(), this.store.now().toEpochMilli(), key(id))) > 0);
			Store.afterCommit(this.signal);
			return queued.get();
		});
		return queued.get();
	}

	private ReceivedWebhook webhook(ResultSet row) throws SQLException {
		long dueAt = row.getLong("due_at");
		Instant due = row.wasNull() ? null : Instant.ofEpochMilli(dueAt);
		return new ReceivedWebhook(this.store.platform().requiredUuid(row, "id"),
				Objects.requireNonNull(row.getString("source")), Instant.ofEpochMilli(row.getLong("received_at")),
				WebhookDeliveryState.valueOf(row.getString("state")), row.getString("reason"), row.getInt("attempts"),
				due, row.getInt("kept") > 0);
	}

	private Object key(UUID id) {
		return this.store.platform().parameter(id);
	}

}
