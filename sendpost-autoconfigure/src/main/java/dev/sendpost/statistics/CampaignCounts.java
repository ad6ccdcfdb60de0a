package dev.sendpost.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of a campaign's messages from the log, at once and as far as it is
 * kept. For messages to one recipient, this is what statistics come to.
 */
public final class CampaignCounts {

	/** What stands for messages of no variant. */
	public static final String NO_VARIANT = "";

	private static final String PROCESSED = "select variant, count(*) as facts, count(*) as messages"
			+ " from sendpost_email where campaign = ? and sub_account = ? group by variant";

	/** Whether it makes a difference that a server or a provider said so, and does. */
	private static final String TOLD = "case when v.type <> 'DEFERRED' or v.source <> '" + DeliveryEvent.GATEWAY
			+ "' or v.status_code is not null or v.server_text is not null then 1 else 0 end";

	/** Whether it makes a difference that a machine did it, and does. */
	private static final String AUTOMATED = "case when v.type in ('OPENED', 'CLICKED') and v.automated then 1 else 0"
			+ " end";

	private static final String FACTS = "select e.variant, v.type, " + AUTOMATED + " as automated, " + TOLD
			+ " as told, count(*) as facts, count(distinct v.email_id) as messages from sendpost_email e"
			+ " join sendpost_event v on v.email_id = e.id where e.campaign = ? and e.sub_account = ?"
			+ " group by e.variant, v.type, " + AUTOMATED + ", " + TOLD;

	private final Store store;

	/**
	 * Create counts.
	 * @param store where the log is
	 */
	public CampaignCounts(Store store) {
		this.store = store;
	}

	/**
	 * Count the messages of a campaign. Reads all that is known of them.
	 * @param subAccount whose campaign it is
	 * @param campaign its name
	 * @return the counts of each variant, or those of {@value #NO_VARIANT}; nothing if
	 * there are no messages
	 */
	public Map<String, MailCounts> count(String subAccount, String campaign) {
		Map<String, long[]> counts = new TreeMap<>();
		this.store.jdbc().query(PROCESSED, (row) -> {
			of(counts, row)[Counter.PROCESSED.ordinal()] += row.getLong("messages");
		}, campaign, subAccount);
		this.store.jdbc().query(FACTS, (row) -> {
			CountedFact fact = new CountedFact(new UUID(0, 0),
					DeliveryEventType.valueOf(Objects.requireNonNull(row.getString("type"))), null, 0, null,
					row.getInt("told") == 1, row.getInt("automated") == 1, true);
			add(of(counts, row), fact.once(), row.getLong("messages"));
			add(of(counts, row), fact.eachTime(), row.getLong("facts"));
		}, campaign, subAccount);
		Map<String, MailCounts> result = new TreeMap<>();
		counts.forEach((variant, ofVariant) -> result.put(variant, MailCounts.of(ofVariant)));
		return result;
	}

	private static long[] of(Map<String, long[]> counts, ResultSet row) throws SQLException {
		return counts.computeIfAbsent(Objects.requireNonNullElse(row.getString("variant"), NO_VARIANT),
				(absent) -> new long[Counter.values().length]);
	}

	private static void add(long[] counts, @Nullable Counter counter, long by) {
		if (counter != null) {
			counts[counter.ordinal()] += by;
		}
	}

}
