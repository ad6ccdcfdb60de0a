package dev.sendpost.admin;

import java.time.Instant;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.admin.DeliveryApplication.ScriptedTransport;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsCounter;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Tests for the overview, in a browser.
 */
@BrowserTest
class OverviewPageTests {

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(DeliveryApplication.class, "sendpost.statistics.enabled=true",
				"sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static ScriptedTransport main() {
		return server.bean("mainTransport", ScriptedTransport.class);
	}

	@Test
	void whatBecameOfMailIsAChart(PanelBrowser browser) {
		main().answering((recipient) -> recipient.domain().equals("gone.example")
				? RecipientOutcome.bounced(recipient, "main", "550 5.1.1 No such user") : main().accept(recipient));
		Receipt sent = DeliveryPages.send(server, "ann@example.com", "Invoice " + DeliveryPages.HOSTILE);
		Receipt bounced = DeliveryPages.send(server, "bob@gone.example", "Invoice 2");
		DeliveryPages.await(server, sent, EmailStatus.SENT);
		DeliveryPages.await(server, bounced, EmailStatus.BOUNCED);
		Awaitility.await().untilAsserted(() -> {
			server.bean(StatisticsCounter.class).countNew();
			Assertions.assertThat(server.bean(MailStatistics.class).today().hardBounced()).isOne();
		});
		Page page = browser.open(server, "/sendpost", "ops");
		assertThat(page.locator("canvas")).isVisible();
		assertThat(page.locator(".figure", new Page.LocatorOptions().setHasText("bounce rate")))
			.containsText(Pattern.compile("[1-9][0-9.]*%bounce rate"));
		assertThat(DeliveryPages.link(page, "Invoice " + DeliveryPages.HOSTILE)).isVisible();
		PanelBrowser.assertAccessible(page);
		page.getByText("The same as a table").click();
		assertThat(page.locator("figure tbody th").last()).hasText(Pattern.compile("\\d{1,2}:00\\s[AP]M"));
		assertThat(page.locator("figure tbody time").last()).hasAttribute("title", Pattern.compile(".*:00:00Z"));
		DeliveryPages.link(page, "7 days").click();
		assertThat(DeliveryPages.link(page, "7 days")).hasAttribute("aria-current", "true");
		page.getByText("The same as a table").click();
		assertThat(page.locator("figure tbody tr")).hasCount(7);
		assertThat(page.locator("figure tbody tr").last().locator("td").first()).hasText(Pattern.compile("[1-9]"));
		PanelBrowser.assertAccessible(page);
		DeliveryPages.pictures(server, browser, "/sendpost", "overview");
	}

	@Test
	void whatNeedsAttentionIsSeenWithAWayThere(PanelBrowser browser) {
		SendingDomain domain = server.bean(SendingDomains.class).add("new.example", null);
		server.bean(MailQueue.class).pauseTransport("main");
		Page page = browser.open(server, "/sendpost", "eve");
		assertThat(page.locator(".attention")).containsText("The transport main is paused.");
		assertThat(page.locator(".attention")).containsText("The domain new.example is not verified.");
		PanelBrowser.assertAccessible(page);
		DeliveryPages.link(page, "See what to publish").click();
		assertThat(page.locator("h1")).containsText("new.example");
		server.bean(MailQueue.class).resumeTransport("main");
		server.bean(SendingDomains.class).remove(domain.id());
	}

	@Test
	void itIsLive(PanelBrowser browser) {
		main().accepting();
		Page page = browser.open(server, "/sendpost", "ops");
		page.clock().install();
		page.reload();
		Receipt receipt = DeliveryPages.send(server, "ann@example.com", "Just now " + Instant.now());
		server.bean(MailQueue.class).pauseSubAccount("default");
		page.clock().fastForward(11_000);
		assertThat(page.locator("#latest")).containsText("Just now");
		assertThat(page.locator(".attention")).containsText("Mail of the sub-account default is paused.");
		server.bean(MailQueue.class).resumeSubAccount("default");
		DeliveryPages.await(server, receipt, EmailStatus.SENT);
	}

}
