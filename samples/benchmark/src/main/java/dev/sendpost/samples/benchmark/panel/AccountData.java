package dev.sendpost.samples.benchmark.panel;

import java.util.List;

import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSettings;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Many sub-accounts with a key each, changes that people made, and webhooks that came and
 * went. One of each is made as the application makes it, the others are its copies.
 */
final class AccountData {

	/** Where webhooks come from. */
	static final String SOURCE = "resend";

	private static final int SUB_ACCOUNTS = 2000;

	private static final int CHANGES = 200_000;

	private final JdbcTemplate jdbc;

	private final int webhooks;

	AccountData(JdbcTemplate jdbc, int webhooks) {
		this.jdbc = jdbc;
		this.webhooks = webhooks;
	}

	void fill(SubAccounts subAccounts, ApiKeys keys, WebhookSubscribers subscribers) {
		subAccounts.create("sub-0", SubAccountSettings.NONE.labels(List.of("trial")));
		keys.issue(ApiKeyRequest.subAccount("sub-0", "Web shop"));
		this.jdbc.update("""
				insert into sendpost_sub_account (name, id, labels, created_at)
				select 'sub-' || n, id + n, labels, created_at from sendpost_sub_account, generate_series(1, ?) n
				where name = 'sub-0'""", SUB_ACCOUNTS);
		this.jdbc.update("""
				insert into sendpost_api_key (id, lookup, hash, hint, style, name, sub_account, scope, test, created_at)
				select gen_random_uuid(), lookup + n, hash, hint, style, name, 'sub-' || n, scope, test, created_at
				from sendpost_api_key, generate_series(1, ?) n where sub_account = 'sub-0'""", SUB_ACCOUNTS);
		this.jdbc.update(
				"""
						insert into sendpost_audit (id, at, actor, action, subject)
						select (lpad(to_hex(1700000000000 + n), 12, '0') || '70008000000000000000')::uuid, 1700000000000 + n,
							case when n % 1000 = 0 then 'ann' else 'ops' end, 'lifted a suppression', 'user' || n || '@d.example'
						from generate_series(1, ?) n""",
				CHANGES);
		this.jdbc.update("""
				insert into sendpost_received_webhook (id, source, received_at, state, reason, compressed, attempts)
				select (lpad(to_hex(at), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid, ?, at,
					case when n % 50 = 0 then 'UNREADABLE' when n % 20 = 0 then 'UNKNOWN_TYPE' else 'RECORDED' end,
					case when n % 50 = 0 then 'no JSON' when n % 20 = 0 then 'email.mystery' end, false, 1
				from (select n, (extract(epoch from now()) * 1000)::bigint - (? - n) * 1000::bigint as at
					from generate_series(1, ?) n) times""", SOURCE, this.webhooks, this.webhooks);
		this.jdbc.update("""
				insert into sendpost_webhook_delivery (id, subscriber_id, email_id, event_id, type, sub_account, state,
					attempts, tries, created_at)
				select (lpad(to_hex(at), 12, '0') || '70008' || lpad(to_hex(n), 15, '0'))::uuid, ?, gen_random_uuid(),
					gen_random_uuid(), ?, 'default', case when n % 100 = 0 then 'FAILED' else 'DELIVERED' end, 1, 1, at
				from (select n, (extract(epoch from now()) * 1000)::bigint - (? - n) * 1000::bigint as at
					from generate_series(1, ?) n) times""", subscriber(subscribers), WebhookEventType.DELIVERED.name(),
				this.webhooks, this.webhooks);
		this.jdbc.update("""
				insert into sendpost_webhook_attempt (delivery_id, number, attempted_at, duration, status, answer)
				select id, 1, created_at, 20, case state when 'FAILED' then 500 else 200 end, 'ok'
				from sendpost_webhook_delivery""");
	}

	private static Object subscriber(WebhookSubscribers subscribers) {
		return subscribers
			.create(WebhookSettings.of("https://hooks.acme.example/mail", WebhookForm.STANDARD_WEBHOOKS,
					WebhookEventType.DELIVERED))
			.subscriber()
			.id();
	}

}
