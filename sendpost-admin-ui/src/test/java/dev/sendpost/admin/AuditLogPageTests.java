package dev.sendpost.admin;

import java.time.Duration;
import java.time.Instant;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Tests for the audit log, in a browser.
 */
@BrowserTest
class AuditLogPageTests {

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void whoeverChangesSomethingIsInIt(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/audit", "ops");
		assertThat(page.getByText("Nothing was changed yet.")).isVisible();
		PanelBrowser.assertAccessible(page);
		Receipt receipt = server.bean(MailGateway.class)
			.send(Email.builder()
				.to("ann@example.com")
				.subject("Oops")
				.text("x")
				.sendAt(Instant.now().plus(Duration.ofDays(1)))
				.build());
		page.navigate(server.url("/sendpost/messages/" + receipt.id()));
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Call back")).click();
		PanelBrowser.assertAccessible(page);
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Call back")).click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The message was called back.");
		PanelBrowser.assertAccessible(page);
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit log")).click();
		assertThat(page.getByRole(AriaRole.ROW).nth(1)).containsText("ops");
		assertThat(page.getByRole(AriaRole.ROW).nth(1)).containsText("call a message back");
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "audit");
		page.getByLabel("Who").fill("op");
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find")).click();
		assertThat(page.getByText("Nobody of exactly this name changed anything.")).isVisible();
		assertThat(page.getByText("Nothing was changed yet.")).hasCount(0);
	}

}
