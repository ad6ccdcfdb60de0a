package dev.sendpost.admin;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.audit.AuditEntry;
import dev.sendpost.audit.AuditLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the panel answers whatever page it is about, also where something fails.
 */
class AnswersTests {

	private static final String[] OPS = { "Authorization", PanelServer.basic("ops", "secret") };

	private static final String[] EVE = { "Authorization", PanelServer.basic("eve", "secret") };

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(Trying.class, "server.error.include-message=always");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static HttpResponse<String> change(String path, String[] user, String... fields) throws Exception {
		String token = PanelServer.token(server.get("/sendpost/try/form", user));
		return server.post(path, List.of(concat(new String[] { "_token", token }, fields)), user);
	}

	private static String[] concat(String[] first, String... second) {
		String[] all = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, all, first.length, second.length);
		return all;
	}

	private static AuditEntry lastChange() {
		return server.bean(AuditLog.class).find(null, null, 1).entries().get(0);
	}

	@Test
	void aChangeThatFailsUnexpectedlyIsInTheAuditLog() throws Exception {
		HttpResponse<String> answer = change("/sendpost/try/failing", OPS);
		assertThat(answer.statusCode()).isEqualTo(500);
		assertThat(answer.body()).contains("Something went wrong. It is in the application&#39;s log.")
			.doesNotContain("Out of luck");
		AuditEntry entry = lastChange();
		assertThat(entry.actor()).isEqualTo("ops");
		assertThat(entry.action()).isEqualTo("try what fails");
		assertThat(entry.subject()).isEqualTo("ann@example.com");
		assertThat(entry.refusal()).isEqualTo("It failed, for a reason that is in the application's log.");
	}

	@Test
	void aChangeOfSomebodyWhoMayOnlyLookIsInTheAuditLog() throws Exception {
		HttpResponse<String> answer = change("/sendpost/try/failing", EVE);
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).contains("You may look at everything here, and change nothing.");
		assertThat(lastChange().actor()).isEqualTo("eve");
		assertThat(lastChange().refusal()).isEqualTo("You may look at everything here, and change nothing.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "no-template", "bad-model", "bad-download" })
	void whatCannotBeWrittenIsAProblemOfThePanel(String path) throws Exception {
		HttpResponse<String> answer = server.get("/sendpost/try/" + path, OPS);
		assertThat(answer.statusCode()).isEqualTo(500);
		assertThat(answer.body()).contains("Something went wrong.", "To the overview", "Trying");
		assertThatHeadersAreThere(answer);
		assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
	}

	@Test
	void aDownloadThatFailsOnItsWayIsBrokenOff() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> server.get("/sendpost/try/cut-download", OPS));
	}

	@Test
	void aFormThatIsLargerThanServersTakeIsRead() throws Exception {
		String text = "<p>\u20ac</p>".repeat(300_000);
		HttpResponse<String> answer = change("/sendpost/try/taken", OPS, "text", text, "more", "&=+%");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(text.length() + " &=+% [&=+%]");
	}

	@Test
	void aFormThatIsTooLargeIsRefusedWithTheReason() throws Exception {
		HttpResponse<String> answer = change("/sendpost/try/taken", OPS, "text", "x".repeat(20_000_001));
		assertThat(answer.statusCode()).isEqualTo(413);
		assertThat(answer.body()).contains("the panel takes 20 MB");
	}

	@Test
	void everyAnswerKeepsTheBrowserFromRunningWhatIsNotThePanels() throws Exception {
		HttpResponse<String> page = server.get("/sendpost/try/form", OPS);
		assertThatHeadersAreThere(page);
		String asset = page.body().replaceAll("(?s).*href=\"([^\"]+panel\\.css)\".*", "$1");
		assertAnswer(server.get(asset), 200);
		assertAnswer(server.get(asset, OPS), 200);
		assertAnswer(server.get("/sendpost/assets/none.css", OPS), 404);
		assertAnswer(server.get("/sendpost/none", OPS), 404);
		assertAnswer(server.get("/sendpost/messages/none", OPS), 404);
		HttpResponse<String> file = server.get("/sendpost/try/download", OPS);
		assertThat(file.statusCode()).isEqualTo(200);
		assertThat(file.headers().allValues("Content-Security-Policy")).as("what a file may do where it is shown")
			.singleElement()
			.asString()
			.startsWith("sandbox;");
		assertThat(file.headers().firstValue("Content-Disposition").orElseThrow()).startsWith("attachment; ");
		assertThat(file.headers().firstValue("X-Evil")).isEmpty();
		assertAnswer(change("/sendpost/try/redirected", OPS), 303);
		assertAnswer(change("/sendpost/try/mistaken", OPS), 422);
		assertAnswer(server.post("/sendpost/try/redirected", List.of("_token", "x"), OPS), 403);
		assertAnswer(server.get("/sendpost"), 302);
		assertAnswer(server.get("/sendpost", "HX-Request", "true"), 401);
		assertAnswer(server.get("/sendpost", "Authorization", PanelServer.basic("ops", "wrong")), 401);
		HttpResponse<String> refused = server.get("/sendpost", "Authorization", PanelServer.basic("joe", "secret"));
		assertAnswer(refused, 403);
		assertThat(refused.body())
			.isEqualTo("You are logged in as joe, and have no role SENDPOST_ADMIN or SENDPOST_VIEWER.\n");
	}

	private static void assertAnswer(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).as("%s", answer).isEqualTo(status);
		assertThatHeadersAreThere(answer);
	}

	private static void assertThatHeadersAreThere(HttpResponse<String> answer) {
		HttpHeaders headers = answer.headers();
		assertThat(headers.allValues("Content-Security-Policy")).as("%s", answer)
			.singleElement()
			.asString()
			.startsWith("default-src 'none'")
			.doesNotContain("unsafe");
		assertThat(headers.allValues("X-Frame-Options")).containsExactly("DENY");
		assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
		assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
	}

	@Test
	void whatCanBeGotCanBeAskedForWithoutItsContent() throws Exception {
		assertThat(server.head("/sendpost", OPS).statusCode()).isEqualTo(200);
		assertThat(server.head("/sendpost/audit", OPS).statusCode()).isEqualTo(200);
		assertThat(server.head("/sendpost/try/cut-download", OPS).statusCode()).isEqualTo(200);
		assertThat(server.head("/sendpost/none", OPS).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sendpost/", "/sendpost/..;/sendpost/queue", "/sendpost;x=1/queue", "/sendpost/queue;x",
			"/%73endpost/queue", "/sendpost//queue", "/x/../sendpost/queue", "/sendpost/%2e%2e/sendpost/queue",
			"/sendpost%2Fqueue", "/SENDPOST/queue", "/sendpost/queue/", "//sendpost/queue", "/sendpost/queue%00" })
	void noWayOfWritingAPathGetsAroundTheLogIn(String path) throws Exception {
		HttpResponse<String> nobody = server.get(path);
		assertThat(nobody.statusCode()).isIn(302, 400, 401, 404);
		assertThat(nobody.body()).doesNotContain("Overview");
		HttpResponse<String> joe = server.get(path, "Authorization", PanelServer.basic("joe", "secret"));
		assertThat(joe.statusCode()).isIn(400, 401, 403, 404);
		assertThat(joe.body()).doesNotContain("Overview");
	}

	/**
	 * An application with a page on which things go wrong.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PanelServer.Secured.class)
	static class Trying {

		@Bean
		AdminPage tryingPage() {
			return new TryingPage();
		}

	}

	private static final class TryingPage implements AdminPage {

		@Override
		public MenuItem menu() {
			return new MenuItem(MenuGroup.ACCESS, "/try", "Trying");
		}

		@Override
		public void addTo(AdminRoutes routes) {
			routes
				.get("/try/form",
						(request) -> AdminAnswer.view("domain-add",
								Map.of("name", "", "account", "", "accounts", List.of())))
				.get("/try/no-template", (request) -> AdminAnswer.view("none", Map.of()))
				.get("/try/bad-model", (request) -> AdminAnswer.view("confirm", Map.of()))
				.get("/try/download", (request) -> download(0, false))
				.get("/try/bad-download", (request) -> download(10, true))
				.get("/try/cut-download", (request) -> download(1_000_000, true))
				.change("/try/failing", "try what fails", this::fail)
				.change("/try/redirected", "try what works", (request) -> AdminAnswer.redirect("/try/form", "Done."))
				.change("/try/mistaken", "try what is wrong",
						(request) -> AdminAnswer.mistaken("problem", Map.of("message", "x"), "No."))
				.ask("/try/taken", this::take);
		}

		private AdminAnswer fail(AdminRequest request) {
			request.concerns("ann@example.com");
			throw new IllegalStateException("Out of luck " + UUID.randomUUID());
		}

		private AdminAnswer take(AdminRequest request) {
			String text = request.field("text").orElse("").length() + " " + request.field("more").orElse("") + " "
					+ request.fields("more");
			return new AdminAnswer.Content("text/plain", text.getBytes(), Map.of());
		}

		private static AdminAnswer download(int length, boolean fails) {
			return new AdminAnswer.Download("a\r\nX-Evil: \"1\u20ac.csv", "text/csv", (out) -> {
				out.write(new byte[length]);
				if (fails) {
					throw new IllegalStateException("Out of luck");
				}
			});
		}

	}

}
