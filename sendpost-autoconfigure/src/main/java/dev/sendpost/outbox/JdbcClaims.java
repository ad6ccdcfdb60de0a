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

import dev.sendpost.EmailStatus;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Claims due messages with a lease, and gives them back. Time is the database's, so that
 * nodes whose clocks differ agree on when a lease has run out.
 */
final class JdbcClaims {

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
		List<Object> ids = this.store.inOwnTransaction(() -> lease(lane, limit, claim, now));
		return ids.isEmpty() ? List.of() : load(ids, claim);
	}

	private List<Object> lease(Lane lane, int limit, UUID claim, Instant now) {
		List<Object> ids = this.store.jdbc()
			.query("select id from sendpost_email where lane = ? and due_at <= ? order by due_at limit " + limit
					+ " for update skip locked", (row, number) -> id(row, "id"), lane.name(), now.toEpochMilli());
		if (!ids.isEmpty()) {
			List<Object> parameters = new ArrayList<>();
			parameters.add(this.store.platform().parameter(claim));
			parameters.add(now.plus(this.lease).toEpochMilli());
			parameters.addAll(ids);
			this.store.jdbc()
				.update("update sendpost_email set lost_leases = lost_leases + case when lease is null then 0 else 1 end, "
						+ "status = 'SENDING', lease = ?, due_at = ? where id in (" + JdbcEmailRecords.marks(ids) + ")",
						parameters.toArray());
		}
		return ids;
	}

	private Object id(ResultSet row, String column) throws SQLException {
		return this.store.platform().parameter(uuid(row, column));
	}

	private UUID uuid(ResultSet row, String column) throws SQLException {
		return this.store.platform().requiredUuid(row, column);
	}

	private List<ClaimedEmail> load(List<Object> ids, UUID claim) {
		List<UUID> uuids = new ArrayList<>();
		List<Object> parameters = new ArrayList<>(ids);
		parameters.add(this.store.platform().parameter(claim));
		List<EmailRow> rows = this.store.jdbc()
			.query("select e.id, e.message_id, e.created_at, e.send_at, e.lane, e.route, e.tags, e.metadata, e.attempts, "
					+ "e.lost_leases, e.content_id, c.data, c.layout from sendpost_email e "
					+ "left join sendpost_content c on c.id = e.content_id where e.id in ("
					+ JdbcEmailRecords.marks(ids) + ") and e.lease = ?", (row, number) -> {
						uuids.add(uuid(row, "id"));
						return row(row);
					}, parameters.toArray());
		if (rows.isEmpty()) {
			return List.of();
		}
		Map<UUID, List<RecipientRow>> recipients = this.records.recipients(uuids);
		return rows.stream().map((row) -> row.claimed(claim, recipients.getOrDefault(row.id(), List.of()))).toList();
	}

	private EmailRow row(ResultSet row) throws SQLException {
		return new EmailRow(uuid(row, "id"), row.getString("message_id"),
				Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("send_at")),
				Lane.of(row.getString("lane")), row.getString("route"), Lines.split(row.getString("tags")),
				Lines.splitPairs(row.getString("metadata")), row.getInt("attempts"), row.getInt("lost_leases"),
				uuid(row, "content_id"), row.getBytes("data"), row.getString("layout"));
	}

	/**
	 * Hold leases for longer.
	 */
	void renew(Collection<ClaimedEmail> held) {
		if (held.isEmpty()) {
			return;
		}
		long dueAt = this.store.now().plus(this.lease).toEpochMilli();
		this.store.jdbc()
			.batchUpdate("update sendpost_email set due_at = ? where id = ? and lease = ?",
					held.stream().map((email) -> new Object[] { dueAt, key(email), lease(email) }).toList());
	}

	/**
	 * Give messages back that were not attempted.
	 */
	void release(Collection<ClaimedEmail> unused) {
		if (unused.isEmpty()) {
			return;
		}
		long now = this.store.now().toEpochMilli();
		this.store.jdbc()
			.batchUpdate("update sendpost_email set status = ?, lease = null, due_at = ? where id = ? and lease = ?",
					unused.stream().map((email) -> {
						EmailStatus status = (email.attempts() > 0) ? EmailStatus.DEFERRED : EmailStatus.QUEUED;
						return new Object[] { status.name(), now, key(email), lease(email) };
					}).toList());
	}

	/**
	 * Write what came of attempts. The facts stand also where the lease was lost; what
	 * happens next is then up to who holds it now.
	 */
	void finish(List<FinishedEmail> finished) {
		this.store.inOwnTransaction(() -> {
			List<DeliveryEvent> events = new ArrayList<>();
			finished.forEach((email) -> events.addAll(email.events()));
			this.log.append(events);
			this.store.jdbc()
				.batchUpdate(
						"update sendpost_email set status = ?, lane = ?, due_at = ?, attempts = ?, lease = null, "
								+ "lost_leases = 0 where id = ? and lease = ?",
						finished.stream().map(this::parameters).toList());
			return null;
		});
	}

	private @Nullable Object[] parameters(FinishedEmail finished) {
		ClaimedEmail email = finished.email();
		Instant dueAt = finished.dueAt();
		return new @Nullable Object[] { finished.status().name(), (dueAt != null) ? email.lane().name() : null,
				(dueAt != null) ? dueAt.toEpochMilli() : null, finished.attempts(), key(email), lease(email) };
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
			@Nullable String route, List<String> tags, Map<String, String> metadata, int attempts, int lostLeases,
			UUID contentId, byte @Nullable [] data, @Nullable String layout) {

		ClaimedEmail claimed(UUID lease, List<RecipientRow> recipients) {
			return new ClaimedEmail(this.id, lease, this.messageId, this.acceptedAt, this.sendAt, this.lane, this.route,
					this.tags, this.metadata, this.attempts, this.lostLeases, this.contentId, this.data, this.layout,
					recipients);
		}

	}

}
