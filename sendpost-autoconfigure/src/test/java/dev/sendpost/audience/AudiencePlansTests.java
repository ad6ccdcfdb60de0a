package dev.sendpost.audience;

import java.util.List;

import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints what PostgreSQL does to find contacts and members among a million.
 */
@EnabledIfSystemProperty(named = "sendpost.soak", matches = "true")
class AudiencePlansTests {

	private static final String LIST = "00000000-0000-7000-8000-00000000000a";

	private static final String OTHER_LIST = "00000000-0000-7000-8000-00000000000c";

	private static final String TOPIC = "00000000-0000-7000-8000-00000000000b";

	private static final String KEY = "00000007-a120-7000-8000-000000000000";

	private static final String CONTACT = "c.id, c.sub_account, c.address, c.name, c.locale, c.fields, c.created_at, c.changed_at";

	private static final String MEMBERS = "select " + CONTACT + ", m.status as membership from (select k.contact_id,"
			+ " k.status from sendpost_list_member k where k.list_id = '" + LIST + "' and k.status = 'SUBSCRIBED'";

	private static final String NEXT = " and k.contact_id > '" + KEY + "' order by k.contact_id limit 1000) m"
			+ " join sendpost_contact c on c.id = m.contact_id order by m.contact_id";

	@Test
	void eachReadsAnIndexAndStopsAfterAPage() throws Exception {
		try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh()) {
			OutboxNode.store(database.dataSource());
			JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
			fill(jdbc);
			explain(jdbc, "The next members of a list", MEMBERS + NEXT);
			explain(jdbc, "The next members that receive a topic", MEMBERS
					+ " and not exists (select 1 from sendpost_topic_choice x where x.contact_id = k.contact_id and"
					+ " x.topic_id = '" + TOPIC + "' and x.received = false and x.contact_id > '" + KEY + "')" + NEXT);
			explain(jdbc, "The next contacts", "select " + CONTACT + " from (select k.* from sendpost_contact k where"
					+ " k.sub_account = 'club' and k.id > '" + KEY + "' order by k.id limit 51) c order by c.id");
			explain(jdbc, "A contact by its address", "select " + CONTACT
					+ " from sendpost_contact c where c.sub_account = 'shop' and c.mailbox = 'user4711@example.com'");
			explain(jdbc, "The memberships of contacts", "select contact_id, status from sendpost_list_member where"
					+ " contact_id in ('00000000-1267-7000-8000-000000000000', '00000000-1268-7000-8000-000000000000')");
		}
	}

	private static void fill(JdbcTemplate jdbc) {
		String id = "(substr(lpad(to_hex(n), 12, '0'), 1, 8) || '-' || substr(lpad(to_hex(n), 12, '0'), 9, 4)"
				+ " || '-7000-8000-000000000000')::uuid";
		jdbc.update("insert into sendpost_contact select " + id
				+ ", case when n % 100 = 0 then 'club' else 'shop' end, 'user' || n || '@example.com', 'user' || n ||"
				+ " '@example.com', 'User ' || n, 'en', '{\"city\":\"Lyon\"}', 0, 0 from generate_series(1, 1200000) n");
		jdbc.update("insert into sendpost_list_member select '" + LIST + "'::uuid, " + id
				+ ", case when n % 20 = 0 then 'LEFT' else 'SUBSCRIBED' end, 0 from generate_series(1, 1000000) n");
		jdbc.update("insert into sendpost_list_member select '" + OTHER_LIST + "'::uuid, " + id
				+ ", 'SUBSCRIBED', 0 from generate_series(1, 200000) n");
		jdbc.update("insert into sendpost_topic_choice select " + id + ", '" + TOPIC
				+ "'::uuid, n % 2 = 0, 0 from generate_series(1, 1000000, 10) n");
		jdbc.execute("vacuum analyze");
	}

	private static void explain(JdbcTemplate jdbc, String title, String sql) {
		List<String> plan = jdbc.queryForList("explain (analyze, costs off, buffers off) " + sql, String.class);
		System.out
			.println("## " + title + "\n\n```sql\n" + sql + "\n```\n\n```\n" + String.join("\n", plan) + "\n```\n");
		assertThat(plan).noneMatch((line) -> line.contains("Seq Scan"));
	}

}
