package dev.sendpost.api.sendry;

import java.net.http.HttpResponse;

import dev.sendpost.api.DoorServer;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeyStyle;
import dev.sendpost.subaccount.ApiKeys;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls the door as the SDKs of Sendry do.
 */
final class SendryClient {

	private final DoorServer server;

	private final String key;

	SendryClient(DoorServer server, String key) {
		this.server = server;
		this.key = key;
	}

	/**
	 * A client with a live key of a sub-account.
	 */
	static SendryClient live(DoorServer server, String subAccount, ApiKeyScope scope) {
		return new SendryClient(server, issue(server, ApiKeyRequest.subAccount(subAccount, "live").scope(scope)));
	}

	/**
	 * A client with a test key of a sub-account.
	 */
	static SendryClient test(DoorServer server, String subAccount) {
		return new SendryClient(server, issue(server, ApiKeyRequest.subAccount(subAccount, "test").forTest()));
	}

	private static String issue(DoorServer server, ApiKeyRequest request) {
		return server.bean(ApiKeys.class).issue(request.style(ApiKeyStyle.SENDRY)).text();
	}

	HttpResponse<String> call(String method, String path, @Nullable String body, String... headers) throws Exception {
		String[] all = new String[headers.length + 2];
		System.arraycopy(headers, 0, all, 2, headers.length);
		all[0] = "Authorization";
		all[1] = "Bearer " + this.key;
		return this.server.call(method, path, body, all);
	}

	JsonNode get(String path) throws Exception {
		return answer(200, call("GET", path, null));
	}

	JsonNode post(String path, @Nullable String body) throws Exception {
		return answer(200, call("POST", path, body));
	}

	JsonNode create(String path, String body) throws Exception {
		return answer(201, call("POST", path, body));
	}

	JsonNode put(String path, String body) throws Exception {
		return answer(200, call("PUT", path, body));
	}

	void delete(String path) throws Exception {
		assertThat(answer(200, call("DELETE", path, null)).toString()).isEqualTo("{\"deleted\":true}");
	}

	/**
	 * Make a call that fails.
	 * @return the problem
	 */
	JsonNode fail(int status, String method, String path, @Nullable String body) throws Exception {
		JsonNode answer = answer(status, call(method, path, body));
		assertThat(answer.propertyNames()).containsExactly("error");
		assertThat(answer.path("error").path("code").asString()).isNotEmpty();
		assertThat(answer.path("error").path("message").asString()).isNotEmpty().doesNotContain("dev.sendpost");
		return answer.path("error");
	}

	static JsonNode answer(int status, HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		return DoorServer.json(response);
	}

}
