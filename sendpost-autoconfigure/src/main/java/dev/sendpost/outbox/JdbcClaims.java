package dev.sendpost.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.EmailCampaign;
import dev.sendpost.EmailStatus;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.store.RowUpdater;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import org.jspecify.annotations.Nullable;

/**
 * Claims due messages with a lease, and gives them back. Time is the database's, so that
 * nodes whose clocks differ agree on when a lease has run out.
 */
final class JdbcClaims {

	private static final String COLUMNS = "e.id, e.message_id, e.created_at, e.send_at, e.lane, e.route, e.tags, "
			+ "e.metadata, e.variables, e.campaign, e.variant, e.attempts, e.lost_leases, e.content_id";

	private static final String LEASE = "lost_leases = %slost_leases + case when %slease is null then 0 else 1 end, "
			+ "status = 'SENDING', lease = ?, due_at = ?";

	private static final String DUE = "select id from sendpost_email where lane = ? and due_at <= ? order by due_at "
			+ "limit ? for update skip locked";

	/** For PostgreSQL: to claim and to read what was claimed is one statement. */
	private static final String CLAIM = "with due as (" + DUE + "), claimed as (update sendpost_email e set "
			+ LEASE.formatted("e.", "e.") + " from due where e.id = due.id returning " + COLUMNS + ") select " + COLUMNS
			+ ", c.data, c.layout from claimed e left join sendpost_content c on c.id = e.content_id";

	private static final RowUpdater FINISH = new RowUpdater("sendpost_email",
			List.of("status varchar", "lane varchar", "due_at bigint", "send_at bigint", "attempts integer"),
			List.of("id uuid", "lease uuid"), "lease = null, lost_leases = 0", "");

	private static final RowUpdater RELEASE = new RowUpdater("sendpost_email",
			List.of("status varchar", "due_at bigint"), List.of("id uuid", "lease uuid"), "lease = null", "");

	private static final RowUpdater RENEW = new RowUpdater("sendpost_email", List.of("due_at bigint"),
			List.of("id uuid", "lease uuid"), "", "");

	private final Store store;

	private final JdbcDeliveryLog log;

	private final JdbcEmailRecords records;

	private final Duration lease;

	JdbcClaims(Store store, JdbcDeliveryLog log, JdbcEmailRecords records, Duration lease) {
		this.store = store;
		this.log = log;
		this.records = records;
		this.lease = lease;
	}

	/**
	 * The lanes in which messages wait, now or for later.
	 */
	List<Lane> lanes() {
		List<Lane> lanes = new ArrayList<>();
		Optional<String> name = laneAfter("");
		while (name.isPresent()) {
			lanes.add(Lane.of(name.get()));
			name = laneAfter(name.get());
		}
		return lanes;
	}

	private Optional<String> laneAfter(String name) {
		return Optional.ofNullable(this.store.jdbc()
			.queryForObject("select min(lane) from sendpost_email where lane > ?", String.class, name));
	}

	/**
	 * Claim messages of a lane, those first that are due longest.
	 * @param lane the lane
	 * @param limit the most messages to claim
	 * @param claim the lease, not used before
	 * @return the messages, none if none is due
	 */
	List<ClaimedEmail> claim(Lane lane, int limit, UUID claim) {
		Instant now = this.store.now();
		if (this.store.platform() != StorePlatform.POSTGRESQL) {
			List<Object> ids = this.store.inOwnTransaction(() -> lease(lane, limit, claim, now));
			return withRecipients(read(ids, claim), claim);
		}
		return this.store.inOwnTransaction(() -> {
			this.store.preferIndexes();
			return withRecipients(this.store.jdbc()
				.query(CLAIM, (row, number) -> row(row), lane.name(), now.toEpochMilli(), limit, claim,
						now.plus(this.lease).toEpochMilli()),
					claim);
		});
	}

	/**
	 * Find a message that is claimed.
	 * @param id the id of the message
	 * @param claim the lease
	 * @return the message, or nothing if the lease is no longer this one
	 */
	Optional<ClaimedEmail> find(UUID id, UUID claim) {
		return withRecipients(read(List.of(this.store.platform().parameter(id)), claim), claim).stream().findFirst();
	}

	private List<ClaimedEmail> withRecipients(List<EmailRow> rows, UUID claim) {
		if (rows.isEmpty()) {
			return List.of();
		}
		Map<UUID, List<RecipientRow>> recipients = this.records.recipients(rows.stream().map(EmailRow::id).toList());
		return rows.stream().map((row) -> row.claimed(claim, recipients.getOrDefault(row.id(), List.of()))).toList();
	}

	private List<EmailRow> read(List<Object> ids, UUID claim) {
		if (ids.isEmpty()) {
			return List.of();
		}
		List<Object> parameters = new ArrayList<>(ids);
		parameters.add(this.store.platform().parameter(claim));
		return this.store.jdbc()
			.query("select " + COLUMNS + ", c.data, c.layout from sendpost_email e "
					+ "left join sendpost_content c on c.id = e.content_id where e.id in ("
					+ JdbcEmailRecords.marks(ids) + ") and e.lease = ?", (row, number) -> row(row),
					parameters.toArray());
	}

	private List<Object> lease(Lane lane, int limit, UUID claim, Instant now) {
		List<Object> ids = this.store.jdbc()
			.query(DUE, (row, number) -> this.store.platform().parameter(uuid(row, "id")), lane.name(),
					now.toEpochMilli(), limit);
		if (!ids.isEmpty()) {
			List<Object> parameters = new ArrayList<>();
			parameters.add(this.store.platform().parameter(claim));
			parameters.add(now.plus(this.lease).toEpochMilli());
			parameters.addAll(ids);
			this.store.jdbc()
				.update("update sendpost_email set " + LEASE.formatted("", "") + " where id in ("
						+ JdbcEmailRecords.marks(ids) + ")", parameters.toArray());
		}
		return ids;
	}

	private UUID uuid(ResultSet row, String column) throws SQLException {
		return this.store.platform().requiredUuid(row, column);
	}

	private EmailRow row(ResultSet row) throws SQLException {
		return new EmailRow(uuid(row, "id"), row.getString("message_id"),
				Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("send_at")),
				Lane.of(row.getString("lane")), row.getString("route"), Lines.split(row.getString("tags")),
				Lines.splitPairs(row.getString("metadata")), row.getBytes("variables"), JdbcEmailRecords.campaign(row),
				row.getInt("attempts"), row.getInt("lost_leases"), uuid(row, "content_id"), row.getBytes("data"),
				row.getString("layout"));
	}

	/**
	 * Hold leases for longer.
	 */
	void renew(Collection<ClaimedEmail> held) {
		if (held.isEmpty()) {
			return;
		}
		long dueAt = this.store.now().plus(this.lease).toEpochMilli();
		update(RENEW, held.stream().map((email) -> row(dueAt, key(email), lease(email))).toList());
	}

	/**
	 * Give messages back that were not attempted.
	 */
	void release(Collection<ClaimedEmail> unused) {
		if (unused.isEmpty()) {
			return;
		}
		long now = this.store.now().toEpochMilli();
		update(RELEASE, unused.stream().map((email) -> {
			EmailStatus status = (email.attempts() > 0) ? EmailStatus.DEFERRED : EmailStatus.QUEUED;
			return row(status.name(), now, key(email), lease(email));
		}).toList());
	}

	private void update(RowUpdater updater, List<@Nullable Object[]> rows) {
		this.store.inOwnTransaction(() -> {
			updater.update(this.store, rows);
			return null;
		});
	}

	private static @Nullable Object[] row(@Nullable Object... values) {
		return values;
	}

	/**
	 * Write what came of attempts. The facts stand also where the lease was lost; what
	 * happens next is then up to who holds it now.
	 */
	void finish(List<FinishedEmail> finished) {
		this.store.inOwnTransaction(() -> {
			List<DeliveryEvent> events = new ArrayList<>();
			finished.forEach((email) -> events.addAll(email.events()));
			this.store.preferIndexes();
			this.log.append(events);
			FINISH.update(this.store, finished.stream().map(this::parameters).toList());
			return null;
		});
	}

	private @Nullable Object[] parameters(FinishedEmail finished) {
		ClaimedEmail email = finished.email();
		Instant dueAt = finished.dueAt();
		return new @Nullable Object[] { finished.status().name(), (dueAt != null) ? email.lane().name() : null,
				(dueAt != null) ? dueAt.toEpochMilli() : null, finished.sendAt().toEpochMilli(), finished.attempts(),
				key(email), lease(email) };
	}

	private Object key(ClaimedEmail email) {
		return this.store.platform().parameter(email.id());
	}

	private Object lease(ClaimedEmail email) {
		return this.store.platform().parameter(email.lease());
	}

	/**
	 * A claimed message without its recipients.
	 */
	private record EmailRow(UUID id, String messageId, Instant acceptedAt, Instant sendAt, Lane lane,
			@Nullable String route, List<String> tags, Map<String, String> metadata, byte @Nullable [] variables,
			@Nullable EmailCampaign campaign, int attempts, int lostLeases, UUID contentId, byte @Nullable [] data,
			@Nullable String layout) {

		ClaimedEmail claimed(UUID lease, List<RecipientRow> recipients) {
			return new ClaimedEmail(this.id, lease, this.messageId, this.acceptedAt, this.sendAt, this.lane, this.route,
					this.tags, this.metadata, this.variables, this.campaign, this.attempts, this.lostLeases,
					this.contentId, this.data, this.layout, recipients);
		}

	}

}
