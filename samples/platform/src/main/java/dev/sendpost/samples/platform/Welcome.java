package dev.sendpost.samples.platform;

import java.util.List;
import java.util.Objects;

import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactLists;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.relay.RelayEndpoint;
import dev.sendpost.relay.SmtpRelay;
import dev.sendpost.subaccount.ApiKeyDetails;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccount;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Prints keys and a call for each door that is open. Each start makes new keys, since one
 * is shown only once, and revokes those of the start before.
 */
final class Welcome implements ApplicationListener<ApplicationReadyEvent> {

	static final String KEY_NAME = "Platform sample";

	static final String LIST_NAME = "Newsletter";

	private static final String SIMPLE_MESSAGE = """
			{"from": "hello@acme.example", "to": "reader@example.com", "subject": "Hello", "html": "<p>World</p>"}""";

	private static final List<DoorCall> CALLS = List.of(
			new DoorCall("email-api", "/api/v1/emails", "-H 'Authorization: Bearer %1$s'", SIMPLE_MESSAGE),
			new DoorCall("sendpost", "/api/v1/subaccount/email/", "-H 'X-SubAccount-ApiKey: %1$s'",
					"""
							{"from": {"email": "hello@acme.example"}, "to": [{"email": "reader@example.com"}], "subject": "Hello", \
							"htmlBody": "<p>World</p>"}"""),
			new DoorCall("sendry", "/v1/emails", "-H 'Authorization: Bearer %1$s'", SIMPLE_MESSAGE),
			new DoorCall("sendtrue", "/v1/smtp/email", "-H 'api-key: %1$s'", SIMPLE_MESSAGE),
			new DoorCall("smtp-mailer", "/api/smtp", "-H 'X-API-Key: %1$s' -u 'hello@acme.example:%1$s'",
					"""
							{"from": "hello@acme.example", "to": "reader@example.com", "subject": "Hello", "text": "World"}"""));

	private final ApiKeys keys;

	private final Audiences audiences;

	private final Environment environment;

	private final WebServerApplicationContext server;

	private final ObjectProvider<SmtpRelay> relay;

	Welcome(ApiKeys keys, Audiences audiences, Environment environment, WebServerApplicationContext server,
			ObjectProvider<SmtpRelay> relay) {
		this.keys = keys;
		this.audiences = audiences;
		this.environment = environment;
		this.server = server;
		this.relay = relay;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		revokeKeys();
		String accountKey = this.keys.issue(ApiKeyRequest.account(KEY_NAME)).text();
		String key = this.keys.issue(ApiKeyRequest.subAccount(SubAccount.DEFAULT, KEY_NAME)).text();
		int port = Objects.requireNonNull(this.server.getWebServer()).getPort();
		System.out.println(text("http://localhost:" + port, accountKey, key));
	}

	private void revokeKeys() {
		this.keys.list()
			.stream()
			.filter((details) -> details.key().name().equals(KEY_NAME) && details.revokedAt() == null)
			.map(ApiKeyDetails::key)
			.forEach((key) -> this.keys.revoke(key.id()));
	}

	private String text(String url, String accountKey, String key) {
		StringBuilder text = new StringBuilder();
		add(text, "The admin panel, whose password is in the log above:", url + "/sendpost");
		add(text, "The key of this start, which sends mail, is", key);
		add(text, "The key of the account, which manages sub-accounts, is", accountKey);
		CALLS.stream()
			.filter((call) -> isOpen(call.door()))
			.forEach((call) -> add(text, "The door '" + call.door() + "':", call.curl(url, key)));
		if (isOpen("sendpost")) {
			add(text, "The door 'sendpost', for the account:",
					"curl " + url + "/api/v1/account/subaccount/ -H 'X-Account-ApiKey: " + accountKey + "'");
		}
		String run = "BASE_URL=" + url + " KEY=" + key + " LIST_ID=" + listId();
		RelayEndpoint relay = this.relay.stream().flatMap((bean) -> bean.endpoint().stream()).findFirst().orElse(null);
		if (relay != null) {
			add(text, "The SMTP relay:", submission(relay.port(), key));
			run += " SMTP_PORT=" + relay.port();
		}
		add(text, "The examples of the services, all of them:", run + " samples/platform/clients/run");
		return text.toString();
	}

	private boolean isOpen(String door) {
		return this.environment.getProperty("sendpost.doors." + door + ".enabled", Boolean.class, false);
	}

	/**
	 * The certificate is signed by itself, so curl must not verify it.
	 */
	private static String submission(int port, String key) {
		return "printf 'From: hello@acme.example\\r\\nTo: reader@example.com\\r\\nSubject: Hello\\r\\n\\r\\nWorld\\r\\n' | curl smtp://localhost:"
				+ port + " --ssl-reqd --insecure --user 'any:" + key
				+ "' --mail-from hello@acme.example --mail-rcpt reader@example.com --upload-file -";
	}

	private String listId() {
		ContactLists lists = this.audiences.forSubAccount(SubAccount.DEFAULT).lists();
		return lists.find(LIST_NAME).orElseGet(() -> lists.create(ListDetails.named(LIST_NAME))).id().toString();
	}

	private static void add(StringBuilder text, String title, String line) {
		text.append('\n').append(title).append("\n\n  ").append(line).append('\n');
	}

}
