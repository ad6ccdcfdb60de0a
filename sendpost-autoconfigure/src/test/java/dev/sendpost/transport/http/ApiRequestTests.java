package dev.sendpost.transport.http;

import java.net.URI;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiRequest} and what else holds a key.
 */
class ApiRequestTests {

	private static final ApiKey KEY = ApiKey.of("hunter2");

	@Test
	void itDescribesItselfWithoutTheKey() {
		ApiRequest request = ApiRequest.get("/emails", KEY).bearer();
		assertThat(request.headers().get("Authorization")).isEqualTo("Bearer hunter2");
		assertThat(request).hasToString("ApiRequest[path=/emails]");
	}

	@Test
	void settingsDescribeThemselvesWithoutTheKey() {
		HttpApiSettings settings = new HttpApiSettings(URI.create("https://api.example/v1/"), KEY);
		assertThat(settings.key().secret()).isEqualTo("hunter2");
		assertThat(settings.toString()).contains("https://api.example/v1").doesNotContain("hunter2");
	}

}
