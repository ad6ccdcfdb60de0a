package dev.sendpost.samples.platform;

import java.util.List;
import java.util.Objects;

import dev.sendpost.subaccount.ApiKeyDetails;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * Prints a key and a call for each door that is open. Each start makes a new key, since
 * one is shown only once, and revokes that of the start before.
 */
final class Welcome implements ApplicationListener<ApplicationReadyEvent> {

	static final String KEY_NAME = "Platform sample";

	private static final List<DoorCall> CALLS = List.of(new DoorCall("email-api", "/api/v1/emails",
			"Authorization: Bearer %s",
			"""
					{"from": "hello@acme.example", "to": "reader@example.com", "subject": "Hello", "html": "<p>World</p>"}"""),
			new DoorCall("sendpost", "/api/v1/subaccount/email/", "X-SubAccount-ApiKey: %s",
					"""
							{"from": {"email": "hello@acme.example"}, "to": [{"email": "reader@example.com"}], "subject": "Hello", \
							"htmlBody": "<p>World</p>"}"""),
			new DoorCall("sendry", "/v1/emails", "Authorization: Bearer %s",
					"""
							{"from": "hello@acme.example", "to": "reader@example.com", "subject": "Hello", "html": "<p>World</p>"}"""),
			new DoorCall("sendtrue", "/v1/smtp/email", "api-key: %s",
					"""
							{"from": "hello@acme.example", "to": "reader@example.com", "subject": "Hello", "html": "<p>World</p>"}"""));

	private final ApiKeys keys;

	private final Environment environment;

	private final WebServerApplicationContext server;

	Welcome(ApiKeys keys, Environment environment, WebServerApplicationContext server) {
		this.keys = keys;
		this.environment = environment;
		this.server = server;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		int port = Objects.requireNonNull(this.server.getWebServer()).getPort();
		System.out.println(text("http://localhost:" + port, newKey()));
	}

	private String newKey() {
		this.keys.list()
			.stream()
			.filter((details) -> details.key().name().equals(KEY_NAME) && details.revokedAt() == null)
			.map(ApiKeyDetails::key)
			.forEach((key) -> this.keys.revoke(key.id()));
		return this.keys.issue(ApiKeyRequest.account(KEY_NAME).scope(ApiKeyScope.FULL_ACCESS)).text();
	}

	private String text(String url, String key) {
		StringBuilder text = new StringBuilder("\nThe key of this start is\n\n  ").append(key).append('\n');
		CALLS.stream()
			.filter((call) -> this.environment.getProperty("sendpost.doors." + call.door() + ".enabled", Boolean.class,
					false))
			.forEach((call) -> text.append("\nThe door '")
				.append(call.door())
				.append("':\n\n  ")
				.append(call.curl(url, key))
				.append('\n'));
		return text.toString();
	}

	/**
	 * How a message is sent by a door.
	 *
	 * @param door the name of the door
	 * @param path the path
	 * @param header the header with the key, with {@code %s} in its place
	 * @param body the message
	 */
	record DoorCall(String door, String path, String header, String body) {

		String curl(String url, String key) {
			return "curl " + url + this.path + " -H '" + this.header.formatted(key)
					+ "' -H 'Content-Type: application/json' -d '" + this.body + "'";
		}

	}

}
