package dev.sendpost.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.store.Store;

/**
 * Counts in the table {@code sendpost_event} how often messages were opened and their
 * links followed.
 */
final class EngagementQuery {

	private EngagementQuery() {
	}

	static Map<UUID, EngagementCounts> count(Store store, Collection<UUID> emailIds) {
		Map<UUID, EngagementCounts> counts = new HashMap<>();
		if (emailIds.isEmpty()) {
			return counts;
		}
		List<Object> parameters = new ArrayList<>(emailIds.stream().<Object>map(store.platform()::parameter).toList());
		String marks = String.join(", ", Collections.nCopies(parameters.size(), "?"));
		parameters.add(false);
		store.jdbc()
			.query("select email_id, sum(case when type = 'OPENED' then 1 else 0 end) as opens, count(*) as facts"
					+ " from sendpost_event where email_id in (" + marks
					+ ") and type in ('OPENED', 'CLICKED') and automated = ? group by email_id", (row) -> {
						long opens = row.getLong("opens");
						counts.put(store.platform().requiredUuid(row, "email_id"),
								new EngagementCounts(opens, row.getLong("facts") - opens));
					}, parameters.toArray());
		return counts;
	}

}
