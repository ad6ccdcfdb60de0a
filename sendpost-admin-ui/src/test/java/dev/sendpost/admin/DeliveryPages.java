package dev.sendpost.admin;

import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of the pages of delivery have in common.
 */
final class DeliveryPages {

	static final String HOSTILE = "<script>alert(1)</script>\"'&amp; \u202Eevil";

	private DeliveryPages() {
	}

	static Receipt send(PanelServer server, String to, String subject) {
		return server.bean(MailGateway.class).send(Email.builder().to(to).subject(subject).text("Hello").build());
	}

	static void await(PanelServer server, Receipt receipt, EmailStatus status) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(server.bean(MailGateway.class).find(receipt.id()).orElseThrow().status())
				.isEqualTo(status));
	}

	static Locator link(Page page, String name) {
		return page.locator("main").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name));
	}

	static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
	}

	/**
	 * Keep pictures of a page: in light, in dark, and on a phone. Nothing of it may be
	 * wider than the phone.
	 */
	static void pictures(PanelServer server, PanelBrowser browser, String path, String name) {
		Page wide = browser.open(server, path, "ops");
		wide.setViewportSize(1280, 1400);
		PanelBrowser.picture(wide, name);
		Page phone = browser.open(server, path,
				new Browser.NewContextOptions()
					.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret")))
					.setColorScheme(ColorScheme.DARK)
					.setViewportSize(390, 1400));
		assertThat(phone.evaluate("document.documentElement.scrollWidth <= 390")).as("fits a phone: %s", path)
			.isEqualTo(true);
		PanelBrowser.picture(phone, name + "-phone");
	}

}
