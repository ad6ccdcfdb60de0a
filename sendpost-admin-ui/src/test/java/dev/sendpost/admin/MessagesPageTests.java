package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of messages, over HTTP.
 */
class MessagesPageTests {

	private static final String[] OPS = { "Authorization", PanelServer.basic("ops", "secret") };

	private static final String[] EVE = { "Authorization", PanelServer.basic("eve", "secret") };

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Receipt scheduled(String subject, String to) {
		return server.bean(MailGateway.class)
			.send(Email.builder()
				.to(to)
				.subject(subject)
				.text("x")
				.sendAt(Instant.now().plus(Duration.ofDays(1)))
				.build());
	}

	@Test
	void aMessageIsFoundByItsRecipient() throws Exception {
		scheduled("Invoice 7", "ann@example.com");
		scheduled("Invoice 8", "bob@example.com");
		HttpResponse<String> found = server.get("/sendpost/messages?address=ann@example.com", OPS);
		assertThat(found.statusCode()).isEqualTo(200);
		assertThat(found.body()).contains("Invoice 7").doesNotContain("Invoice 8");
		assertThat(server.get("/sendpost/messages?address=nobody", OPS).body()).contains("role=\"alert\"");
	}

	@Test
	void whatAMessageSaysIsShownAsText() throws Exception {
		Receipt receipt = scheduled("<script>alert(1)</script>", "\"<img src=x>\" <eve@example.com>");
		for (String path : List.of("/sendpost", "/sendpost/messages", "/sendpost/messages/" + receipt.id(),
				"/sendpost/messages/" + receipt.id() + "/cancel")) {
			HttpResponse<String> page = server.get(path, OPS);
			assertThat(page.statusCode()).as(path).isEqualTo(200);
			assertThat(page.body()).doesNotContain("<script>alert", "<img src=x").contains("&lt;script&gt;");
			assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
				.contains("default-src 'none'", "script-src 'self'")
				.doesNotContain("unsafe");
		}
	}

	@Test
	void whatAMessageSaysIsShownInASandbox() throws Exception {
		Receipt receipt = server.bean(MailGateway.class)
			.send(Email.builder()
				.to("ann@example.com")
				.subject("Offer")
				.html("<p>Hi<script>parent.alert(1)</script><img src='https://example.com/x.png'></p>")
				.sendAt(Instant.now().plus(Duration.ofDays(1)))
				.build());
		String path = "/sendpost/messages/" + receipt.id();
		assertThat(server.get(path, OPS).body())
			.contains("<iframe class=\"mail\" sandbox=\"\"", "src=\"" + path + "/html\"")
			.doesNotContain("<script>parent");
		HttpResponse<String> preview = server.get(path + "/html", OPS);
		assertThat(preview.body()).contains("<script>parent.alert(1)</script>");
		String policy = preview.headers().firstValue("Content-Security-Policy").orElseThrow();
		assertThat(preview.headers().allValues("Content-Security-Policy")).hasSize(1);
		assertThat(policy).startsWith("sandbox;").contains("default-src 'none'").doesNotContain("allow-", "script-src");
		assertThat(server.get(path + "/html").statusCode()).as("without a log-in").isEqualTo(302);
	}

	@Test
	void aMessageIsCalledBackOnceItWasAskedFor() throws Exception {
		Receipt receipt = scheduled("Oops", "ann@example.com");
		String path = "/sendpost/messages/" + receipt.id() + "/cancel";
		HttpResponse<String> question = server.get(path, OPS);
		assertThat(question.body()).contains("Call back");
		HttpResponse<String> done = server.post(path, List.of("_token", PanelServer.token(question)), OPS);
		assertThat(done.statusCode()).isEqualTo(303);
		assertThat(done.headers().firstValue("Location")).hasValue("/sendpost/messages/" + receipt.id());
		assertThat(server.bean(MailGateway.class).find(receipt.id()).orElseThrow().status())
			.isEqualTo(EmailStatus.CANCELLED);
		String cookie = done.headers().firstValue("Set-Cookie").orElseThrow();
		assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
		assertThat(
				server.get("/sendpost/messages/" + receipt.id(), OPS[0], OPS[1], "Cookie", cookie.split(";")[0]).body())
			.contains("The message was called back.");
	}

	@Test
	void aChangeTakesAFormOfThePanel() throws Exception {
		Receipt receipt = scheduled("Stay", "ann@example.com");
		String path = "/sendpost/messages/" + receipt.id() + "/cancel";
		String token = PanelServer.token(server.get(path, OPS));
		assertThat(server.post(path, List.of(), OPS).statusCode()).isEqualTo(403);
		assertThat(server.post(path, List.of("_token", token + "x"), OPS).statusCode()).isEqualTo(403);
		assertThat(server.post(path, List.of("_token", token), OPS[0], OPS[1], "Sec-Fetch-Site", "cross-site")
			.statusCode()).isEqualTo(403);
		String others = PanelServer.token(server.get(path, EVE));
		assertThat(server.post(path, List.of("_token", others), OPS).statusCode()).isEqualTo(403);
		assertThat(server.post(path, List.of("_token", others), EVE).statusCode()).as("may only look").isEqualTo(403);
		assertThat(server.bean(MailGateway.class).find(receipt.id()).orElseThrow().status())
			.isEqualTo(EmailStatus.SCHEDULED);
	}

	@Test
	void onlyThoseWithARoleGetIn() throws Exception {
		assertThat(server.get("/sendpost").headers().firstValue("Location").orElseThrow()).endsWith("/login");
		assertThat(server.get("/sendpost", "Authorization", PanelServer.basic("joe", "secret")).statusCode())
			.isEqualTo(403);
		assertThat(server.get("/sendpost", "Authorization", PanelServer.basic("ops", "wrong")).statusCode())
			.isEqualTo(401);
		assertThat(server.get("/sendpost", EVE).body()).contains("read only");
	}

	@Test
	void bootsOwnSecurityStaysOnForOtherPaths() throws Exception {
		assertThat(server.get("/other").statusCode()).isIn(302, 401);
		assertThat(server.get("/other", "Authorization", PanelServer.basic("joe", "secret")).statusCode())
			.isEqualTo(404);
	}

}
