package dev.sendpost.samples.quickstart;

import java.time.Duration;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.sendpost.transport.capture.CapturedMailbox;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The quickstart with {@code spring.mail.host} and {@code spring.mail.port}, and nothing
 * else.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class QuickstartWithMailServerTests {

	private static final GreenMail server = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));

	@LocalServerPort
	private int port;

	@Autowired
	private CapturedMailbox mailbox;

	@DynamicPropertySource
	static void mailServer(DynamicPropertyRegistry registry) {
		server.start();
		registry.add("spring.mail.host", () -> "localhost");
		registry.add("spring.mail.port", () -> server.getSmtp().getPort());
	}

	@AfterAll
	static void stop() {
		server.stop();
	}

	@Test
	void mailArrivesAtTheServer() throws Exception {
		String answer = RestClient.create("http://localhost:" + this.port)
			.post()
			.uri("/send")
			.contentType(MediaType.APPLICATION_JSON)
			.body("""
					{"from": "hello@acme.example", "to": ["a@example.com", "b@example.com"],
					 "subject": "Real mail", "text": "Hello"}""")
			.retrieve()
			.body(String.class);
		assertThat(answer).contains("a@example.com: QUEUED", "b@example.com: QUEUED");
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(server.getReceivedMessages()).hasSize(2));
		assertThat(server.getReceivedMessages()).extracting(MimeMessage::getSubject).containsOnly("Real mail");
		assertThat(this.mailbox.emails()).isEmpty();
	}

}
