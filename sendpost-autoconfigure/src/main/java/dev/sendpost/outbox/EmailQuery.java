package dev.sendpost.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailSearch;
import dev.sendpost.store.StorePlatform;
import org.jspecify.annotations.Nullable;

/**
 * The statement that finds the ids of a search. It begins at the table that narrows most,
 * and relies on ids being in the order of acceptance.
 */
final class EmailQuery {

	private final StringBuilder sql = new StringBuilder();

	private final List<Object> parameters = new ArrayList<>();

	/**
	 * Create the statement.
	 * @param search which messages
	 * @param limit how many of them
	 * @param route the route that they must name, or {@code null} if any will do
	 * @param oldest the id of the oldest message to look at, or {@code null} for all
	 * @param platform the database
	 */
	EmailQuery(EmailSearch search, int limit, @Nullable String route, @Nullable UUID oldest, StorePlatform platform) {
		EmailAddress recipient = search.recipient();
		String tag = search.tag();
		String id = (recipient != null || tag != null) ? "k.email_id" : "e.id";
		if (recipient == null && tag == null) {
			this.sql.append("select e.id as id from sendpost_email e");
		}
		else {
			this.sql.append("select distinct k.email_id as id from ");
			this.sql.append((recipient != null) ? "sendpost_recipient k" : "sendpost_email_tag k");
			if (search.status() != null || search.subAccount() != null || search.campaign() != null
					|| search.subject() != null || route != null) {
				this.sql.append(" join sendpost_email e on e.id = k.email_id");
			}
		}
		this.sql.append(" where 1 = 1");
		if (recipient != null) {
			and("k.mailbox = ?", recipient.mailbox());
			if (tag != null) {
				and("exists (select 1 from sendpost_email_tag t where t.email_id = k.email_id and t.tag = ?)", tag);
			}
		}
		else if (tag != null) {
			and("k.tag = ?", tag);
		}
		if (search.status() != null) {
			// Written out, as a plan for any status would be wrong for most of them.
			this.sql.append(" and e.status = '").append(search.status().name()).append('\'');
		}
		boolean bySubAccount = search.subAccount() != null && recipient == null && tag == null
				&& search.status() == null && search.campaign() == null && route == null;
		if (search.subAccount() != null) {
			and("e.sub_account " + (bySubAccount ? "between ? and ?" : "= ?"), search.subAccount());
		}
		if (bySubAccount) {
			// An interval, in the order of the index that has a sub-account's messages
			// together: given one value, PostgreSQL may go through all messages by id to
			// find those of a sub-account that has none.
			this.parameters.add(search.subAccount());
		}
		if (search.campaign() != null) {
			and("e.campaign = ?", search.campaign());
		}
		if (route != null) {
			and("e.route = ?", route);
		}
		if (search.from() != null) {
			and(id + " >= ?", platform.parameter(firstIdAt(search.from())));
		}
		if (search.until() != null) {
			and(id + " < ?", platform.parameter(firstIdAt(search.until())));
		}
		if (oldest != null) {
			and(id + " >= ?", platform.parameter(oldest));
		}
		String subject = search.subject();
		if (subject != null) {
			and("lower(e.subject) like ? escape '!'", "%" + literal(subject.toLowerCase(Locale.ROOT)) + "%");
		}
		if (search.after() != null) {
			and(id + " < ?", platform.parameter(search.after()));
		}
		this.sql.append(" order by ").append(bySubAccount ? "e.sub_account desc, " : "").append("id desc limit ");
		this.sql.append(limit);
		if (search.skip() > 0) {
			this.sql.append(" offset ").append(search.skip());
		}
	}

	private void and(String condition, Object parameter) {
		this.sql.append(" and ").append(condition);
		this.parameters.add(parameter);
	}

	/**
	 * A part of a pattern that stands for itself.
	 */
	private static String literal(String text) {
		return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
	}

	/**
	 * An id that is before all of UUID version 7 made at a time or later.
	 */
	static UUID firstIdAt(Instant time) {
		return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
	}

	String sql() {
		return this.sql.toString();
	}

	Object[] parameters() {
		return this.parameters.toArray();
	}

}
