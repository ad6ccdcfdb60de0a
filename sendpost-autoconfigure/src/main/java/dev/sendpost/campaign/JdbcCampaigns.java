package dev.sendpost.campaign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.sendpost.campaign.CampaignLoss.Kind;
import dev.sendpost.campaign.StoredCampaign.Phase;
import dev.sendpost.store.Columns;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Campaigns in the tables {@code sendpost_campaign} and {@code sendpost_campaign_loss}.
 */
final class JdbcCampaigns {

	private static final String STATE = "status, phase, next_at, last_member, scheduled_at, started_at, finished_at,"
			+ " audience, queued, excluded, dropped, failed, winner, reason";

	private static final String COLUMNS = "id, sub_account, details, test, created_at, " + STATE;

	private static final String UPDATE = "update sendpost_campaign set " + STATE.replace(",", " = ?,") + " = ?";

	private static final String DUE = " next_at is not null and status in ('SCHEDULED', 'SENDING', 'CANCELLED')";

	private static final int MAX_REASON_LENGTH = 300;

	/** How many reasons of a kind are told apart. */
	private static final int MAX_REASONS = 50;

	private static final String OTHER_REASONS = "other reasons";

	private static final int MAX_NOTE_LENGTH = 1000;

	private final Store store;

	JdbcCampaigns(Store store) {
		this.store = store;
	}

	void insert(StoredCampaign stored) {
		List<@Nullable Object> values = new ArrayList<>();
		values.add(parameter(stored.campaign().id()));
		values.add(stored.subAccount());
		values.add(CampaignJson.write(stored.campaign().details()));
		values.add(stored.campaign().test());
		values.add(stored.campaign().createdAt().toEpochMilli());
		addState(values, stored);
		this.store.update(
				"insert into sendpost_campaign (" + COLUMNS + ") values (?" + ", ?".repeat(values.size() - 1) + ")",
				values);
	}

	/**
	 * Change all but the details of a campaign that is locked.
	 */
	void update(StoredCampaign stored) {
		List<@Nullable Object> values = new ArrayList<>();
		addState(values, stored);
		values.add(parameter(stored.campaign().id()));
		this.store.update(UPDATE + " where id = ?", values);
	}

	void updateDetails(StoredCampaign stored) {
		this.store.update("update sendpost_campaign set details = ? where id = ?",
				List.of(CampaignJson.write(stored.campaign().details()), parameter(stored.campaign().id())));
	}

	private void addState(List<@Nullable Object> values, StoredCampaign stored) {
		Campaign campaign = stored.campaign();
		CampaignProgress progress = campaign.progress();
		values.add(campaign.status().name());
		values.add(stored.phase().name());
		values.add(millis(stored.nextAt()));
		values.add((stored.last() != null) ? parameter(stored.last()) : null);
		values.add(millis(campaign.scheduledAt()));
		values.add(millis(campaign.startedAt()));
		values.add(millis(campaign.finishedAt()));
		values.add(progress.audience());
		values.add(progress.queued());
		values.add(progress.excluded());
		values.add(progress.dropped());
		values.add(progress.failed());
		values.add(campaign.winner());
		values.add(Columns.fit(campaign.reason(), MAX_NOTE_LENGTH));
	}

	Optional<StoredCampaign> find(String subAccount, UUID id) {
		return query(" where id = ? and sub_account = ?", parameter(id), subAccount).stream().findFirst();
	}

	/**
	 * A campaign as it is now, so that no other transaction changes it.
	 */
	Optional<StoredCampaign> lock(String subAccount, UUID id) {
		return query(" where id = ? and sub_account = ? for update", parameter(id), subAccount).stream().findFirst();
	}

	/**
	 * A campaign with something to do, unless another transaction has its lock.
	 */
	Optional<StoredCampaign> claim(UUID id) {
		return query(" where id = ? and" + DUE + " for update skip locked", parameter(id)).stream().findFirst();
	}

	/**
	 * Campaigns of a sub-account, the latest first; only those of a status, unless that
	 * is {@code null}.
	 */
	List<StoredCampaign> page(String subAccount, boolean testOnly, @Nullable CampaignStatus status,
			@Nullable UUID after, int size) {
		List<Object> parameters = new ArrayList<>(List.of(subAccount));
		if (status != null) {
			parameters.add(status.name());
		}
		if (after != null) {
			parameters.add(parameter(after));
		}
		return query(" where sub_account = ?" + (testOnly ? " and test = true" : "")
				+ ((status != null) ? " and status = ?" : "") + ((after != null) ? " and id < ?" : "")
				+ " order by id desc limit " + size, parameters.toArray());
	}

	/**
	 * How many campaigns a sub-account has of each status of which it has any.
	 */
	Map<CampaignStatus, Long> count(String subAccount, boolean testOnly) {
		Map<CampaignStatus, Long> counts = new EnumMap<>(CampaignStatus.class);
		this.store.jdbc()
			.query("select status, count(*) as campaigns from sendpost_campaign where sub_account = ?"
					+ (testOnly ? " and test = true" : "") + " group by status",
					(RowCallbackHandler) (row) -> counts.put(CampaignStatus.valueOf(required(row, "status")),
							row.getLong("campaigns")),
					subAccount);
		return counts;
	}

	/**
	 * The campaigns whose time has come, those first that wait longest.
	 */
	List<UUID> due(Instant now) {
		return this.store.jdbc()
			.query("select id from sendpost_campaign where" + DUE + " and next_at <= ? order by next_at",
					(row, number) -> this.store.platform().requiredUuid(row, "id"), now.toEpochMilli());
	}

	void delete(UUID id) {
		this.store.update("delete from sendpost_campaign_loss where campaign_id = ?", List.of(parameter(id)));
		this.store.update("delete from sendpost_campaign where id = ?", List.of(parameter(id)));
	}

	/**
	 * Names of sub-accounts that have campaigns, one after the other.
	 */
	@Nullable String subAccountAfter(String last) {
		return this.store.jdbc()
			.queryForObject("select min(sub_account) from sendpost_campaign where sub_account > ?", String.class, last);
	}

	/**
	 * Count contacts of a campaign that is locked.
	 */
	void add(UUID id, List<CampaignLoss> losses) {
		if (losses.isEmpty()) {
			return;
		}
		Map<Kind, Set<String>> known = new TreeMap<>();
		losses(id)
			.forEach((loss) -> known.computeIfAbsent(loss.kind(), (absent) -> new HashSet<>()).add(loss.reason()));
		for (CampaignLoss loss : losses) {
			Set<String> reasons = known.computeIfAbsent(loss.kind(), (absent) -> new HashSet<>());
			String reason = Columns.fitted(loss.reason(), MAX_REASON_LENGTH);
			if (!reasons.contains(reason) && reasons.size() >= MAX_REASONS) {
				reason = OTHER_REASONS;
			}
			if (reasons.add(reason)) {
				this.store.insertIfAbsent("sendpost_campaign_loss", "campaign_id, kind, reason, contacts",
						parameter(id), loss.kind().name(), reason, 0L);
			}
			this.store.update(
					"update sendpost_campaign_loss set contacts = contacts + ? where campaign_id = ?"
							+ " and kind = ? and reason = ?",
					List.of(loss.contacts(), parameter(id), loss.kind().name(), reason));
		}
	}

	/**
	 * Why contacts got nothing, the most frequent reasons first.
	 */
	List<CampaignLoss> losses(UUID id) {
		return this.store.jdbc()
			.query("select kind, reason, contacts from sendpost_campaign_loss where campaign_id = ?"
					+ " order by contacts desc, reason",
					(row, number) -> new CampaignLoss(Kind.valueOf(required(row, "kind")), required(row, "reason"),
							row.getLong("contacts")),
					parameter(id));
	}

	private List<StoredCampaign> query(String condition, Object... parameters) {
		return this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_campaign" + condition, (row, number) -> campaign(row),
					parameters);
	}

	private StoredCampaign campaign(ResultSet row) throws SQLException {
		Campaign campaign = new Campaign(this.store.platform().requiredUuid(row, "id"),
				CampaignJson.read(Objects.requireNonNull(row.getBytes("details"))),
				CampaignStatus.valueOf(required(row, "status")), row.getBoolean("test"),
				new CampaignProgress(row.getLong("audience"), row.getLong("queued"), row.getLong("excluded"),
						row.getLong("dropped"), row.getLong("failed")),
				row.getString("winner"), row.getString("reason"), Instant.ofEpochMilli(row.getLong("created_at")),
				instant(row, "scheduled_at"), instant(row, "started_at"), instant(row, "finished_at"));
		return new StoredCampaign(required(row, "sub_account"), campaign, Phase.valueOf(required(row, "phase")),
				instant(row, "next_at"), this.store.platform().uuid(row, "last_member"));
	}

	private Object parameter(UUID id) {
		return this.store.platform().parameter(id);
	}

	private static @Nullable Long millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : null;
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		long millis = row.getLong(column);
		return row.wasNull() ? null : Instant.ofEpochMilli(millis);
	}

	private static String required(ResultSet row, String column) throws SQLException {
		return Objects.requireNonNull(row.getString(column), column);
	}

}
