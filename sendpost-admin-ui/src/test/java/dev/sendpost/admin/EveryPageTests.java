package dev.sendpost.admin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.samples.data.SampleDataConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks at every kind of page that links lead to, in an application with all features and
 * sample data.
 */
@BrowserTest
class EveryPageTests {

	private static final int MAX_PAGES = 100;

	private static final Pattern VARIABLE = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|\\d+|(?<==)[^&]*");

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(Filled.class, "samples.data=true", "sendpost.statistics.enabled=true",
				"sendpost.tracking.base-url=http://localhost",
				"sendpost.encryption.key=" + Base64.getEncoder().encodeToString(new byte[32]),
				"sendpost.webhooks.sources.resend.provider=resend",
				"sendpost.webhooks.sources.resend.secrets=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
		MailGateway gateway = server.bean(MailGateway.class);
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> gateway.search(EmailSearch.all().status(EmailStatus.QUEUED)).emails().isEmpty());
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void everyPageIsAccessibleAndFitsAPhone(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost", "ops");
		Set<String> kinds = new HashSet<>();
		Set<String> seen = new TreeSet<>();
		Deque<String> open = new ArrayDeque<>(List.of("/sendpost"));
		while (!open.isEmpty() && seen.size() < MAX_PAGES) {
			String path = open.remove();
			if (!kinds.add(VARIABLE.matcher(path).replaceAll("*"))) {
				continue;
			}
			Response response = page.navigate(server.url(path));
			if (!response.headers().getOrDefault("content-type", "").startsWith("text/html")) {
				continue;
			}
			seen.add(path);
			assertThat(response.status()).as(path).isEqualTo(200);
			assertThat(page.locator("h1").count()).as("headings of " + path).isOne();
			PanelBrowser.assertAccessible(page);
			assertFits(page, 390);
			assertFits(page, 1280);
			open.addAll(links(page));
		}
		assertThat(browser.takeErrors()).as("but images of messages, which previews do not load")
			.allMatch((error) -> error.contains("\"img-src data:\""));
		assertThat(seen).contains("/sendpost", "/sendpost/messages", "/sendpost/audit")
			.hasSizeBetween(5, MAX_PAGES - 1);
	}

	@Test
	void theOverviewShowsWhatBecameOfMail(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost?period=30d", "ops");
		page.setViewportSize(1280, 1200);
		assertThat(page.locator("figure canvas").count()).isOne();
		assertThat(page.locator("figure tbody tr").count()).isBetween(30, 31);
		PanelBrowser.picture(page, "overview-month");
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
		page.reload();
		PanelBrowser.picture(page, "overview-month-dark");
	}

	private static void assertFits(Page page, int width) {
		page.setViewportSize(width, 900);
		assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
			.as("%s fits %d pixels", page.url(), width)
			.isTrue();
	}

	/**
	 * The pages that a page leads to; files to download are none.
	 */
	@SuppressWarnings("unchecked")
	private static List<String> links(Page page) {
		return (List<String>) page.evaluate("[...document.querySelectorAll('a[href]:not([download])')]"
				+ ".map((link) => new URL(link.href)).filter((url) => url.origin === location.origin"
				+ " && url.pathname.startsWith('/sendpost')).map((url) => url.pathname + url.search)");
	}

	/**
	 * An application with all features.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PanelServer.Secured.class, SampleDataConfiguration.class })
	static class Filled {

	}

}
