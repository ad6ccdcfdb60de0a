package dev.sendpost.samples.benchmark.suppression;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import javax.sql.DataSource;

import dev.sendpost.EmailAddress;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A list of many suppressed addresses at 5,000 domains, and recipients of whom a share is
 * on it.
 */
final class SuppressionList {

	private static final int DOMAINS = 5000;

	private static final int ROWS_AT_ONCE = 500_000;

	private final JdbcTemplate jdbc;

	private final int size;

	private final Random random = new Random(42);

	SuppressionList(DataSource dataSource, int size) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.size = size;
	}

	/**
	 * Write the entries, with the keys that the library gives them.
	 */
	void fill() {
		for (int from = 0; from < this.size; from += ROWS_AT_ONCE) {
			this.jdbc
				.update("""
						insert into sendpost_suppression (target_key, sub_account, reason, target, smtp_error, created_at,
							created_by)
						select encode(substring(sha256(convert_to('address:' || address, 'UTF8')) from 1 for 16), 'hex')::uuid,
							'', 2, address, '550 5.1.1 No such user', 1700000000000, 'import'
						from (select 'user' || n || '@d' || n %% %d || '.example' as address
							from generate_series(?, ?) n) addresses"""
					.formatted(DOMAINS), from, Math.min(this.size, from + ROWS_AT_ONCE) - 1);
		}
		this.jdbc.execute("vacuum analyze sendpost_suppression");
	}

	/**
	 * The size of the table with its indexes.
	 */
	String describe() {
		return String.valueOf(this.jdbc
			.queryForObject("select pg_size_pretty(pg_total_relation_size('sendpost_suppression'))", String.class));
	}

	/**
	 * Different recipients each time.
	 * @param count how many
	 * @param suppressed how many of them are on the list
	 */
	List<EmailAddress> recipients(int count, int suppressed) {
		List<EmailAddress> recipients = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			int number = this.random.nextInt(this.size);
			String name = (i < suppressed) ? "user" : "other";
			recipients.add(EmailAddress.parse(name + number + "@d" + number % DOMAINS + ".example"));
		}
		return recipients;
	}

}
