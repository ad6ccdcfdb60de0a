package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the panel in applications without Spring Security.
 */
@ExtendWith(OutputCaptureExtension.class)
class PasswordAccessTests {

	@Test
	void aPasswordThatIsNotSetIsMadeAndLogged(CapturedOutput output) throws Exception {
		try (PanelServer server = PanelServer.startWithoutSecurity(PanelServer.Plain.class)) {
			HttpResponse<String> refused = server.get("/sendpost");
			assertThat(refused.statusCode()).isEqualTo(401);
			assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Basic ");
			Matcher logged = Pattern.compile("with the password of this start: (\\S+)\\. Set").matcher(output);
			assertThat(logged.find()).isTrue();
			assertThat(
					server.get("/sendpost", "Authorization", PanelServer.basic("admin", logged.group(1))).statusCode())
				.isEqualTo(200);
		}
	}

	@Test
	void anEmptyPasswordLetsNobodyIn(CapturedOutput output) throws Exception {
		try (PanelServer server = PanelServer.startWithoutSecurity(PanelServer.Plain.class,
				"sendpost.admin.password=")) {
			assertThat(server.get("/sendpost", "Authorization", PanelServer.basic("admin", "")).statusCode())
				.isEqualTo(401);
			assertThat(output).contains("with the password of this start: ");
		}
	}

	@Test
	void aFormTakesItsTokenAndReadersChangeNothing() throws Exception {
		try (PanelServer server = PanelServer.startWithoutSecurity(PanelServer.Plain.class,
				"sendpost.admin.username=ops", "sendpost.admin.password=secret", "sendpost.admin.read-only=true")) {
			String[] ops = { "Authorization", PanelServer.basic("ops", "secret") };
			HttpResponse<String> page = server.get("/sendpost", ops);
			assertThat(page.body()).contains("read only");
			String path = "/sendpost/messages/00000000-0000-7000-8000-000000000000/cancel";
			assertThat(server.post(path, List.of(), ops).statusCode()).isEqualTo(403);
		}
	}

	@Test
	void whoGuessesIsShutOutForAWhile(CapturedOutput output) throws Exception {
		try (PanelServer server = PanelServer.startWithoutSecurity(PanelServer.Plain.class,
				"sendpost.admin.password=secret")) {
			for (int i = 0; i < 10; i++) {
				assertThat(
						server.get("/sendpost", "Authorization", PanelServer.basic("admin", "guess" + i)).statusCode())
					.as("guess " + i)
					.isIn(401, 429);
			}
			HttpResponse<String> shutOut = server.get("/sendpost", "Authorization",
					PanelServer.basic("admin", "secret"));
			assertThat(shutOut.statusCode()).isEqualTo(429);
			assertThat(shutOut.headers().firstValue("Retry-After")).isPresent();
			assertThat(output).doesNotContain("secret");
		}
	}

	@Test
	void whoGuessesThePasswordsOfTheApplicationIsShutOutForAWhile() throws Exception {
		String[] right = { "Authorization", PanelServer.basic("ops", "secret") };
		try (PanelServer server = PanelServer.start(PanelServer.Secured.class)) {
			assertThat(server.get("/sendpost", right).statusCode()).isEqualTo(200);
			for (int i = 0; i < 10; i++) {
				assertThat(server.get("/sendpost", "Authorization", PanelServer.basic("ops", "guess" + i)).statusCode())
					.as("guess " + i)
					.isEqualTo(401);
			}
			HttpResponse<String> shutOut = server.get("/sendpost", right);
			assertThat(shutOut.statusCode()).isEqualTo(429);
			assertThat(shutOut.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 300L);
			assertThat(shutOut.headers().firstValue("Content-Security-Policy")).isPresent();
			assertThat(server.get("/sendpost").statusCode()).as("the log-in page is still there").isEqualTo(302);
		}
	}

	@Test
	void whereTheApplicationHasALogInPageThereIsNoOtherWayIn() throws Exception {
		try (PanelServer server = PanelServer.start(PanelServer.Secured.class, "sendpost.admin.login-page=/login")) {
			HttpResponse<String> refused = server.get("/sendpost", "Authorization", PanelServer.basic("ops", "secret"));
			assertThat(refused.statusCode()).isEqualTo(302);
			assertThat(refused.headers().firstValue("Location").orElseThrow()).endsWith("/login");
		}
	}

}
