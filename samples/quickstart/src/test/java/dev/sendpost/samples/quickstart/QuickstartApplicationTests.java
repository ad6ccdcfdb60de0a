package dev.sendpost.samples.quickstart;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

import dev.sendpost.transport.capture.CapturedMailbox;

import static dev.sendpost.test.MailAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The quickstart without any configuration.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class QuickstartApplicationTests {

	@LocalServerPort
	private int port;

	@Autowired
	private CapturedMailbox mailbox;

	private RestClient client = RestClient.create();

	@BeforeEach
	void setUp() {
		this.client = RestClient.builder()
			.baseUrl("http://localhost:" + this.port)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	@Test
	void thePageIsThere() {
		ResponseEntity<String> page = this.client.get().uri("/").retrieve().toEntity(String.class);
		assertThat(page.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(page.getBody()).contains("sendpost quickstart").contains("quickstart.js");
	}

	@Test
	void whatIsSentIsListedWithItsParts() {
		ResponseEntity<String> sent = send("""
				{"from": "Acme <hello@acme.example>", "to": "reader@example.com", "subject": "Welcome 🚀",
				 "html": "<h1>Hello</h1><p>World</p>"}""");
		assertThat(sent.getStatusCode()).isEqualTo(HttpStatus.OK);
		assertThat(sent.getBody()).contains("\"status\":\"QUEUED\"").contains("reader@example.com: QUEUED");
		assertThat(this.mailbox).sentTo("reader@example.com", "Welcome 🚀");
		assertThat(this.client.get().uri("/emails").retrieve().body(String.class)).contains("Welcome 🚀")
			.contains("\"status\":\"SENT\"")
			.contains("reader@example.com: SENT")
			.contains("<h1>Hello</h1><p>World</p>")
			.contains("\"text\":\"Hello\\n\\nWorld\"");
	}

	@Test
	void aMistakeIsAnsweredWithTheFieldAndTheReason() {
		ResponseEntity<String> refused = send(
				"{\"from\": \"hello@acme.example\", \"to\": \"reader\", \"text\": \"Hello\"}");
		assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(refused.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(refused.getBody()).contains("\"field\":\"to\"").contains("it has no @");
		assertThat(this.mailbox).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"from": "hello@acme.example", "to": ["a@b.example", null], "text": "Hello"} | to
			{"from": "hello@acme.example", "to": "a@b.example", "body": "Hello"}         | body
			""")
	void whatCannotBeMeantIsRefused(String json, String field) {
		ResponseEntity<String> refused = send(json);
		assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(refused.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(refused.getBody()).contains("\"field\":\"" + field + "\"").contains("\"detail\":\"" + field + ": ");
		assertThat(this.mailbox).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"from\": ", "[]", "{\"to\": {}}", "" })
	void whatIsNotTheRightJsonIsRefused(String body) {
		ResponseEntity<String> refused = send(body);
		assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(refused.getBody()).contains("The body is not what it should be");
	}

	@Test
	void healthSaysThatMailIsCaptured() {
		assertThat(this.client.get().uri("/actuator/health").retrieve().body(String.class)).contains("\"sendpost\"")
			.contains("captured, not sent");
	}

	private ResponseEntity<String> send(String json) {
		return this.client.post()
			.uri("/send")
			.contentType(MediaType.APPLICATION_JSON)
			.body(json)
			.retrieve()
			.toEntity(String.class);
	}

}
