package dev.sendpost.admin;

import java.util.Map;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomains;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what all pages have in common, in a browser.
 */
@BrowserTest
class FrameTests {

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(DeliveryApplication.class,
				"sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
		for (int i = 0; i < 3; i++) {
			DeliveryPages.send(server, "somebody.with.a.long.name" + i + "@a-department.of.a-company.example.com",
					"Your invoice of November, with all that was ordered in the month " + i);
		}
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void theTableOfMessagesFitsAnOrdinaryScreen(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/messages", "ops");
		assertThat(page.locator("tbody tr")).hasCount(3);
		PanelBrowser.picture(page, "messages-1280");
		assertThat((Integer) page.locator(".scroll").evaluate("(frame) => frame.scrollWidth - frame.clientWidth"))
			.as("pixels that do not fit")
			.isZero();
		assertThat((Integer) page.locator("tbody td.long").first().evaluate("(cell) => cell.clientWidth"))
			.isGreaterThan(120);
	}

	@Test
	void aValueIsCopiedWhereTheBrowserHasNoClipboard(PanelBrowser browser) {
		SendingDomain domain = server.bean(SendingDomains.class).add("copied.example", null);
		Page page = browser.open(server, "/sendpost", "ops");
		page.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined });");
		page.navigate(server.url("/sendpost/domains/" + domain.id()));
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy the host of DKIM")).first().click();
		assertThat(page.getByText("Copied", new Page.GetByTextOptions().setExact(true))).isVisible();
		assertThat((String) page.evaluate("getSelection().toString()")).contains("_domainkey.copied.example");
	}

	@Test
	void aPageThatIsNotRenewedAnyMoreSaysSo(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/queue", "ops");
		page.clock().install();
		page.reload();
		page.context().setExtraHTTPHeaders(Map.of());
		page.clock().fastForward(4000);
		assertThat(page.locator("#stale")).containsText("This page is not renewed at present");
		assertThat(page.locator("#depth")).isVisible();
		PanelBrowser.assertAccessible(page);
		page.context().setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret")));
		page.clock().fastForward(4000);
		assertThat(page.locator("#stale")).hasCount(0);
		browser.takeErrors();
	}

	@Test
	void thePageInTheMenuIsInSightOnAPhone(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/audit", "ops");
		page.setViewportSize(390, 800);
		page.reload();
		assertThat(page.locator("nav [aria-current]")).hasText("Audit log");
		assertThat(page.locator("nav [aria-current]")).isInViewport();
		assertThat((Integer) page.evaluate("Math.round(window.scrollX + window.scrollY)")).isZero();
	}

}
