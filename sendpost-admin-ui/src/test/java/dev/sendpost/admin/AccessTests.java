package dev.sendpost.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.sendpost.admin.web.AdminAccess;
import dev.sendpost.admin.web.PasswordAccess;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who gets in, and who may change what, in a browser.
 */
@BrowserTest
class AccessTests {

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/**
	 * Open a page as a stranger, and log in where that leads.
	 */
	private static Page logIn(PanelBrowser browser, String path, String user) {
		Page page = browser.open(server, path, new Browser.NewContextOptions());
		assertThat(page).hasURL(server.url("/login"));
		page.getByPlaceholder("Username").fill(user);
		page.getByPlaceholder("Password").fill("secret");
		page.getByRole(AriaRole.BUTTON).click();
		return page;
	}

	private static Suppression suppressed(String address) {
		return server.bean(Suppressions.class).add(NewSuppression.of(address, SuppressionReason.MANUAL));
	}

	@Test
	void whoLogsInComesToThePageThatWasAskedFor(PanelBrowser browser) {
		String path = "/sendpost/suppressions/explain?address=ann@example.com";
		Page page = logIn(browser, path, "ops");
		page.waitForURL((url) -> url.startsWith(server.url(path)));
		assertThat(page.getByText("No entry is about this address or its domain.")).isVisible();
		assertThat(page.locator(".who")).hasText("ops");
	}

	@Test
	void whoHasNoRoleIsKeptOut(PanelBrowser browser) {
		Page page = logIn(browser, "/sendpost/suppressions", "joe");
		page.waitForURL((url) -> url.startsWith(server.url("/sendpost/suppressions")));
		assertThat(page.locator("nav")).hasCount(0);
		assertThat(page.locator("body"))
			.hasText("You are logged in as joe, and have no role SENDPOST_ADMIN or SENDPOST_VIEWER.");
	}

	@Test
	void whoMayOnlyLookIsRefusedAChange(PanelBrowser browser) {
		Suppression entry = suppressed("look@example.com");
		String path = "/sendpost/suppressions/entries/" + entry.id() + "/lift";
		Page page = logIn(browser, path, "eve");
		assertThat(page.locator(".who")).containsText("read only");
		assertThat(page.getByText("You may look at everything here, and change nothing.")).isVisible();
		assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(0);
		PanelBrowser.assertAccessible(page);
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go back")).click();
		assertThat(page.locator("h1")).containsText("look@example.com");
		page.goBack();
		page.locator("main form").evaluate("(form) => form.submit()");
		assertThat(page.getByRole(AriaRole.ALERT)).hasText("You may look at everything here, and change nothing.");
		assertThat(server.bean(Suppressions.class).find(entry.id())).isPresent();
	}

	@Test
	void aFormOnAPageOfAnotherOriginIsRefusedThoughTheUserIsLoggedIn(PanelBrowser browser) throws Exception {
		Suppression entry = suppressed("forged@example.com");
		String path = "/sendpost/suppressions/entries/" + entry.id() + "/lift";
		Page page = logIn(browser, path, "ops");
		String token = page.locator("[name=_token]").inputValue();
		for (String known : List.of("", token)) {
			HttpServer elsewhere = serve("<form method=post action=\"" + server.url(path)
					+ "\"><input type=hidden name=_token value=\"" + known + "\"><button>Win a prize</button></form>");
			try {
				String origin = "http://localhost:" + elsewhere.getAddress().getPort() + "/";
				browser.allow(origin);
				page.navigate(origin);
				page.getByText("Win a prize").click();
				page.waitForURL(server.url(path));
				assertThat(page.locator(".who")).hasText("ops");
				assertThat(page.getByRole(AriaRole.ALERT)).containsText("not sent from a page of this panel");
			}
			finally {
				elsewhere.stop(0);
			}
			assertThat(server.bean(Suppressions.class).find(entry.id())).isPresent();
		}
		page.navigate(server.url(path));
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Lift it")).click();
		assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
		assertThat(server.bean(Suppressions.class).find(entry.id())).isEmpty();
	}

	@Test
	void whatWasAskedForIsDoneIfSomebodyHasToLogInAgain(PanelBrowser browser) {
		Suppression entry = suppressed("again@example.com");
		String path = "/sendpost/suppressions/entries/" + entry.id() + "/lift";
		Page page = logIn(browser, path, "ops");
		page.context().clearCookies();
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Lift it")).click();
		assertThat(page).hasURL(server.url("/login"));
		assertThat(server.bean(Suppressions.class).find(entry.id())).isPresent();
		page.getByPlaceholder("Username").fill("ops");
		page.getByPlaceholder("Password").fill("secret");
		page.getByRole(AriaRole.BUTTON).click();
		assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
		assertThat(server.bean(Suppressions.class).find(entry.id())).isEmpty();
	}

	private static HttpServer serve(String body) throws Exception {
		HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		elsewhere.createContext("/", (exchange) -> {
			byte[] octets = ("<!DOCTYPE html><title>Elsewhere</title>" + body).getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
			exchange.sendResponseHeaders(200, octets.length);
			exchange.getResponseBody().write(octets);
			exchange.close();
		});
		elsewhere.start();
		return elsewhere;
	}

	@Test
	void withoutSpringSecurityWhoeverGuessesIsShutOutForAWhile(PanelBrowser browser) throws Exception {
		String[] right = { "Authorization", PanelServer.basic("admin", "secret") };
		String[] wrong = { "Authorization", PanelServer.basic("admin", "guess") };
		try (PanelServer plain = PanelServer.startWithoutSecurity(Unsecured.class)) {
			assertThat(plain.get("/sendpost").headers().firstValue("WWW-Authenticate").orElseThrow())
				.startsWith("Basic ");
			Page page = browser.open(plain, "/sendpost/suppressions",
					new Browser.NewContextOptions().setHttpCredentials("admin", "secret"));
			assertThat(page.locator(".who")).hasText("admin");
			for (int i = 0; i < 10; i++) {
				assertThat(plain.get("/sendpost", wrong).statusCode()).as("guess " + i).isEqualTo((i < 9) ? 401 : 429);
			}
			HttpResponse<String> shutOut = plain.get("/sendpost", right);
			assertThat(shutOut.statusCode()).isEqualTo(429);
			assertThat(shutOut.headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 300L);
			Unsecured.TIME.addAndGet(Duration.ofMinutes(6).toNanos());
			assertThat(plain.get("/sendpost", right).statusCode()).isEqualTo(200);
		}
	}

	/**
	 * An application with the access that the panel has where Spring Security is not on
	 * the class path, and a time that can be set.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Unsecured {

		private static final AtomicLong TIME = new AtomicLong();

		@Bean
		AdminAccess adminAccess() {
			return new PasswordAccess("admin", "secret", false, TIME::get);
		}

	}

}
