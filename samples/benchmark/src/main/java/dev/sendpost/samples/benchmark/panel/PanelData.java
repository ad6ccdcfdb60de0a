package dev.sendpost.samples.benchmark.panel;

import java.time.Duration;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Many messages over thirty days, with what became of them, and many suppressions. They
 * are copies, made in the database itself, of one message that the gateway took: it would
 * take the gateway minutes.
 */
final class PanelData {

	private static final Duration PERIOD = Duration.ofDays(30);

	private static final int DOMAINS = 5000;

	private static final int PEOPLE = 200_000;

	private static final int TAGS = 20;

	private static final int SUB_ACCOUNTS = 50;

	private final JdbcTemplate jdbc;

	private final int messages;

	private final int suppressions;

	PanelData(JdbcTemplate jdbc, int messages, int suppressions) {
		this.jdbc = jdbc;
		this.messages = messages;
		this.suppressions = suppressions;
	}

	/**
	 * Write them. Of a hundred messages three are deferred, one is scheduled, four came
	 * back and two were dropped.
	 */
	void fill(MailGateway gateway) {
		Receipt receipt = gateway.send(Email.builder()
			.from("Acme <hello@acme.example>")
			.to("reader@example.com")
			.subject("The first")
			.html("<h1>Hello</h1><p>A message with <a href=\"https://acme.example/\">a link</a>.</p>")
			.build());
		this.jdbc.execute("create table numbers (n bigint, at bigint, status text, id uuid)");
		this.jdbc.update("""
				insert into numbers
				select n, at, case when n % 100 < 3 then 'DEFERRED' when n % 100 < 4 then 'SCHEDULED'
					when n % 100 < 8 then 'BOUNCED' when n % 100 < 10 then 'DROPPED' else 'DELIVERED' end,
					(lpad(to_hex(at), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid
				from (select n, (extract(epoch from now()) * 1000)::bigint - (? - n) * ? / ? as at
					from generate_series(1, ?) n) times""", this.messages, PERIOD.toMillis(), this.messages,
				this.messages);
		this.jdbc.update(
				"""
						insert into sendpost_email (id, message_id, content_id, sub_account, stream, status, sender, subject,
							created_at, send_at, attempts, lost_leases, lane, due_at)
						select n.id, n.n || message_id, content_id, 'sub-' || n.n % ?, stream, n.status, sender,
							case when n.n % 2 = 0 then 'Invoice ' || n.n else 'Welcome, reader ' || n.n end, n.at, n.at,
							case n.status when 'DEFERRED' then 3 when 'DROPPED' then 0 else 1 end, 0,
							case when n.status in ('DEFERRED', 'SCHEDULED') then (select lane from sendpost_email where lane is not null limit 1) end,
							case when n.status in ('DEFERRED', 'SCHEDULED') then (extract(epoch from now()) * 1000)::bigint + 86400000 + n.n end
						from sendpost_email e, numbers n where e.id = ?""",
				SUB_ACCOUNTS, receipt.id());
		this.jdbc.update(
				"""
						insert into sendpost_recipient (email_id, number, kind, mailbox, address, status, transport, status_code,
							server_text, reason, perhaps_sent)
						select id, 0, 'TO', 'user' || n % ? || '@d' || n % ? || '.example', 'user' || n % ? || '@d' || n % ? || '.example',
							status, case when status in ('DROPPED', 'SCHEDULED') then null else 'main' end,
							case status when 'BOUNCED' then '5.1.1' when 'DEFERRED' then '4.2.2' end,
							case status when 'BOUNCED' then '550 5.1.1 No such user' when 'DEFERRED' then '452 4.2.2 Mailbox full' end,
							case status when 'DROPPED' then 'suppressed: hard bounce' end, false
						from numbers""",
				PEOPLE, DOMAINS, PEOPLE, DOMAINS);
		this.jdbc.update("insert into sendpost_email_tag (tag, email_id) select 'tag-' || n % ?, id from numbers",
				TAGS);
		for (String type : List.of("PROCESSED", "SENT", "DELIVERED")) {
			this.jdbc.update(
					"""
							insert into sendpost_event (email_id, id, type, address, occurred_at, source, transport, perhaps_sent, automated)
							select id, gen_random_uuid(), ?, 'user' || n % ? || '@d' || n % ? || '.example', at, 'gateway', 'main', false, false
							from numbers where ? = 'PROCESSED' or status = 'DELIVERED'""",
					type, PEOPLE, DOMAINS, type);
		}
		this.jdbc
			.update("""
					insert into sendpost_suppression (target_key, sub_account, reason, target, smtp_error, created_at, created_by)
					select encode(substring(sha256(convert_to('address:' || address, 'UTF8')) from 1 for 16), 'hex')::uuid, '',
						n % 4, address, '550 5.1.1 No such user', 1700000000000 + n, 'import'
					from (select n, 'gone' || n || '@d' || n % ? || '.example' as address from generate_series(1, ?) n) addresses""",
					DOMAINS, this.suppressions);
		this.jdbc.execute("drop table numbers");
	}

}
