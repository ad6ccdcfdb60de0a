package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.util.List;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.admin.DeliveryApplication.ScriptedDns;
import dev.sendpost.domain.DomainRecord;
import dev.sendpost.domain.DomainRecordKind;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomains;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Tests for sending domains, in a browser.
 */
@BrowserTest
class DomainsPageTests {

	private static final String[] EVE = { "Authorization", PanelServer.basic("eve", "secret") };

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(DeliveryApplication.class,
				"sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
				"sendpost.domains.registered[0].name=props.example", "sendpost.domains.policy=enforce");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static SendingDomains domains() {
		return server.bean(SendingDomains.class);
	}

	private static SendingDomain domain(String name) {
		return domains().find(name, null).orElseThrow();
	}

	@Test
	void aDomainIsAddedPublishedAndVerified(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/domains", "ops");
		assertThat(page.locator("tbody")).containsText("props.example");
		DeliveryPages.link(page, "Add a domain").click();
		PanelBrowser.assertAccessible(page);
		page.getByLabel("Domain that mail is from").fill("Shop.example");
		DeliveryPages.button(page, "Add the domain").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The domain was added.");
		assertThat(page.locator("h1")).containsText("shop.example");
		assertThat(page.locator(".attention")).containsText("One required record is still to be found.");
		PanelBrowser.assertAccessible(page);
		DomainRecord dkim = domain("shop.example").record(DomainRecordKind.DKIM).orElseThrow();
		page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
		DeliveryPages.button(page, "Copy the value of DKIM").click();
		assertThat(page.getByText("Copied")).isVisible();
		Assertions.assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(dkim.value());

		server.bean(ScriptedDns.class).publish(dkim.host(), "v=DKIM1; k=rsa; p=d3Jvbmc= " + DeliveryPages.HOSTILE);
		DeliveryPages.button(page, "Check now").click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The domain is not verified yet.");
		assertThat(page.locator(".record").first()).containsText(DeliveryPages.HOSTILE);
		assertThat(page.locator(".record").first().locator(".status")).hasText("failed");
		PanelBrowser.assertAccessible(page);
		DeliveryPages.pictures(server, browser, "/sendpost/domains/" + domain("shop.example").id() + "?published=now",
				"domain");

		server.bean(ScriptedDns.class).publish(dkim.host(), dkim.value());
		DeliveryPages.button(page, "Check now").click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The domain is verified: all required records are there.");
		assertThat(page.locator(".record").first().locator("code.found")).hasText(dkim.value());
		Assertions.assertThat(domain("shop.example").verified()).isTrue();
		PanelBrowser.assertAccessible(page);
		DeliveryPages.pictures(server, browser, "/sendpost/domains", "domains");
	}

	@Test
	void whatIsNoDomainIsSaidAndKept(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/domains/add", "ops");
		for (String name : List.of(DeliveryPages.HOSTILE, "com", "x".repeat(250) + ".example", "props.example")) {
			page.getByLabel("Domain that mail is from").fill(name);
			DeliveryPages.button(page, "Add the domain").click();
			assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
			assertThat(page.getByLabel("Domain that mail is from")).hasValue(name);
		}
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void keysAreRotatedAndADomainIsRemovedOnceItWasAskedFor(PanelBrowser browser) {
		SendingDomain domain = domains().add("old.example", null);
		Page page = browser.open(server, "/sendpost/domains/" + domain.id(), "ops");
		DeliveryPages.link(page, "New DKIM keys").click();
		assertThat(page.locator("h1")).hasText("Make new DKIM keys for old.example?");
		PanelBrowser.assertAccessible(page);
		DeliveryPages.button(page, "Make new keys").click();
		assertThat(page.locator(".record h3", new Page.LocatorOptions().setHasText("DKIM"))).hasCount(2);
		Assertions.assertThat(domain("old.example").records())
			.filteredOn((record) -> record.kind() == DomainRecordKind.DKIM)
			.hasSize(2);
		DeliveryPages.link(page, "Remove").click();
		assertThat(page.locator("main")).containsText("Its private keys are deleted");
		DeliveryPages.button(page, "Remove the domain").click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The domain old.example was removed.");
		Assertions.assertThat(domains().find(domain.id())).isEmpty();
	}

	@Test
	void whatTheNameSystemHoldsIsShownWhenAsked(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/domains/" + domain("props.example").id(), "ops");
		assertThat(DeliveryPages.link(page, "Remove")).hasCount(0);
		DeliveryPages.link(page, "Show what is published now").click();
		assertThat(page.locator(".record").first()).containsText("nothing: ");
		PanelBrowser.assertAccessible(page);
		domains().add("unseen.example", null);
		page.navigate(server.url("/sendpost/domains?unverified=1"));
		assertThat(page.locator("tbody")).containsText("unseen.example");
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void whoMayOnlyLookChangesNothing(PanelBrowser browser) throws Exception {
		SendingDomain domain = domains().add("look.example", null);
		Page page = browser.open(server, "/sendpost/domains", "eve");
		assertThat(DeliveryPages.link(page, "Add a domain")).hasCount(0);
		page.navigate(server.url("/sendpost/domains/" + domain.id()));
		assertThat(page.locator("main .button, main form")).hasCount(0);
		PanelBrowser.assertAccessible(page);
		String path = "/sendpost/domains/" + domain.id();
		HttpResponse<String> question = server.get(path + "/remove", EVE);
		for (String change : List.of("/remove", "/rotate", "/check")) {
			Assertions
				.assertThat(
						server.post(path + change, List.of("_token", PanelServer.token(question)), EVE).statusCode())
				.as(change)
				.isEqualTo(403);
		}
		Assertions.assertThat(domains().find(domain.id())).isPresent();
	}

}
