package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStream;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the inbox, in a browser.
 */
@BrowserTest
class InboxPageTests {

	private static final byte[] PIXEL = Base64.getDecoder()
		.decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

	private static final String HTML = """
			<!DOCTYPE html><html lang="en"><head><title>Order</title>
			<style>body { font-family: sans-serif; color: #16202a; margin: 24px }
			@media (prefers-color-scheme: dark) { body { background: #101010; color: #eeeeee } }</style></head>
			<body><img src="cid:logo" alt="Acme" id="logo" width="40" height="40"><h1>Thank you, Ann</h1>
			<p>Your order 1001 is on its way.</p>
			<p style="display: flex"><a href="https://acme.example/orders/1001">Follow it</a></p>
			<p><a href="http://acme.example/help">Help</a> <a href="/imprint">Imprint</a></p>
			<img src="https://acme.example/banner.png"></body></html>""";

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void clear() {
		server.bean(CapturedMailbox.class).clear();
	}

	private static EmailBuilder order(String to) {
		return Email.builder()
			.from("Acme <hello@acme.example>")
			.to(to)
			.subject("Your order 1001")
			.html(HTML)
			.amp("<!doctype html><html \u26a14email><body>AMP order</body></html>")
			.tags("orders")
			.metadata("order", "1001")
			.attach(Attachment.of("logo.png", PIXEL).inline("logo"),
					Attachment.of("terms.txt", "Terms".getBytes(StandardCharsets.UTF_8)));
	}

	private static UUID captured(EmailBuilder email) {
		UUID id = server.bean(MailGateway.class).send(email.build()).id();
		CapturedMailbox mailbox = server.bean(CapturedMailbox.class);
		Awaitility.await().until(() -> mailbox.find(id).isPresent());
		return id;
	}

	private static Locator mail(Page page, String subject) {
		return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Messages"))
			.getByRole(AriaRole.LINK)
			.filter(new Locator.FilterOptions().setHasText(subject));
	}

	private static void choose(Page page, String name) {
		page.getByRole(AriaRole.ARTICLE)
			.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name).setExact(false))
			.first()
			.click();
	}

	@Test
	void newMailAppearsByItselfAndIsReadBesideTheList(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/inbox", "ops");
		assertThat(page.getByText("Nothing was captured yet.")).isVisible();
		PanelBrowser.assertAccessible(page);
		page.evaluate("window.same = true");
		captured(order("ann@example.com"));
		assertThat(mail(page, "Your order 1001")).isVisible();
		mail(page, "Your order 1001").click();
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your order 1001")))
			.isVisible();
		assertThat(preview(page).getByText("Your order 1001 is on its way.")).isVisible();
		assertThat(mail(page, "Your order 1001")).hasAttribute("aria-current", "true");
		captured(order("bob@example.com").subject("Another"));
		assertThat(mail(page, "Another")).isVisible();
		assertThat(mail(page, "Your order 1001")).hasAttribute("aria-current", "true");
		assertThat(preview(page).getByText("Your order 1001 is on its way.")).isVisible();
		assertThat(page.evaluate("window.same")).as("it is still the same page").isEqualTo(true);
		assertThat(page.url()).contains("/sendpost/inbox/");
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "inbox");
		browser.takeErrors();
	}

	private static FrameLocator preview(Page page) {
		return page.frameLocator("iframe[title='The message in HTML']");
	}

	@Test
	void aMessageIsShownOnAPhoneAndInTheDark(PanelBrowser browser) {
		UUID id = captured(order("ann@example.com"));
		// Playwright says light everywhere unless it is told to say nothing.
		Page page = browser.open(server, "/sendpost/inbox/" + id,
				new Browser.NewContextOptions().setColorScheme(null)
					.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret")))
					.setViewportSize(1440, 900));
		assertThat(page.getByRole(AriaRole.ARTICLE)).containsText("hello@acme.example");
		choose(page, "Phone");
		assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Phone")))
			.hasAttribute("aria-current", "true");
		assertThat(page.locator("iframe.mail").boundingBox().width).isBetween(380.0, 410.0);
		assertThat(preview(page).locator("#logo")).hasJSProperty("naturalWidth", 1);
		assertThat(preview(page).locator("body")).hasCSS("color", "rgb(22, 32, 42)");
		choose(page, "Dark");
		assertThat(preview(page).locator("body")).hasCSS("color", "rgb(238, 238, 238)");
		PanelBrowser.picture(page, "inbox-phone-dark");
		choose(page, "Light");
		assertThat(preview(page).locator("body")).hasCSS("color", "rgb(22, 32, 42)");
		PanelBrowser.assertAccessible(page);
		browser.takeErrors();
	}

	@Test
	void eachPartOfAMessageCanBeSeen(PanelBrowser browser) {
		UUID id = captured(order("ann@example.com").text("Dear Ann, thank you.").header("X-Shop", "Sh\u00f6p"));
		Page page = browser.open(server, "/sendpost/inbox/" + id, "ops");
		Map<String, String> views = Map.of("text", "Dear Ann, thank you.", "markup", "<h1>Thank you, Ann</h1>", "amp",
				"AMP order", "headers", "Sh\u00f6p", "source", "Content-Type: multipart/", "files", "cid:logo", "links",
				"https://acme.example/orders/1001");
		views.forEach((name, says) -> {
			page.locator("#view-" + name).click();
			assertThat(page.locator("#view-" + name)).hasAttribute("aria-current", "true");
			assertThat(page.getByRole(AriaRole.ARTICLE)).containsText(says);
			PanelBrowser.assertAccessible(page);
		});
		browser.takeErrors();
	}

	@Test
	void linksAreListedWithWhatIsWrongWithThem(PanelBrowser browser) {
		UUID id = captured(order("ann@example.com"));
		Page page = browser.open(server, "/sendpost/inbox/" + id + "?view=links", "ops");
		Locator links = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Links"));
		assertThat(links.getByRole(AriaRole.ROW).nth(1)).containsText("Follow it");
		assertThat(links.getByRole(AriaRole.ROW).nth(2)).containsText("not encrypted");
		assertThat(links.getByRole(AriaRole.ROW).nth(3)).containsText("broken");
		assertThat(links.getByRole(AriaRole.ROW).nth(3).getByRole(AriaRole.LINK)).hasCount(0);
		assertThat(links.getByRole(AriaRole.LINK).first()).hasAttribute("rel", "noopener noreferrer nofollow");
	}

	@Test
	void aMessageIsChecked(PanelBrowser browser) {
		UUID id = captured(order("ann@example.com").stream(EmailStream.BROADCAST));
		Page page = browser.open(server, "/sendpost/inbox/" + id + "?view=checks", "ops");
		Locator checks = page.getByRole(AriaRole.ARTICLE);
		assertThat(checks).containsText("There is none of its own");
		assertThat(checks).containsText("/imprint");
		assertThat(checks).containsText("https://acme.example/banner.png");
		assertThat(checks).containsText("display: flex");
		PanelBrowser.assertAccessible(page);
		page.screenshot(
				new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target/pictures/inbox-checks.png")));
	}

	@Test
	void whatTestKeysSentIsThereAlsoWhenThisNodeNoLongerHasIt(PanelBrowser browser) {
		MailGateway tests = server.bean(MailGateway.class)
			.forSubmitter(new Submitter(Submitter.DEFAULT_SUB_ACCOUNT, true, null, true));
		UUID id = tests
			.send(Email.builder()
				.to("ann@example.com")
				.subject("A try for {{name}}")
				.html("<p>Dear {{name}}</p>")
				.variable("name", "Ann")
				.build())
			.id();
		Awaitility.await().until(() -> server.bean(CapturedMailbox.class).find(id).isPresent());
		Page page = browser.open(server, "/sendpost/inbox", "ops");
		assertThat(mail(page, "A try for Ann")).containsText("test");
		server.bean(CapturedMailbox.class).clear();
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("From test keys")).click();
		mail(page, "A try for").click();
		assertThat(preview(page).getByText("Dear Ann")).isVisible();
		assertThat(page.getByRole(AriaRole.ARTICLE)).containsText("as it was accepted");
		page.getByLabel("Recipient, or words of the subject").fill("try for");
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find")).click();
		assertThat(mail(page, "A try for")).isVisible();
		page.getByLabel("Recipient, or words of the subject").fill("bob@example.com");
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find")).click();
		assertThat(page.getByText("No message here has these words.")).isVisible();
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void mailIsFoundByWords(PanelBrowser browser) {
		captured(order("ann@example.com"));
		captured(order("bob@example.com").subject("Welcome"));
		Page page = browser.open(server, "/sendpost/inbox", "ops");
		page.getByLabel("Address, or words of the subject").fill("WELCOME");
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find")).click();
		assertThat(mail(page, "Welcome")).isVisible();
		assertThat(mail(page, "Your order 1001")).hasCount(0);
		assertThat(page.getByLabel("Address, or words of the subject")).hasValue("WELCOME");
	}

	@Test
	void manyMessagesAreShownPageByPage(PanelBrowser browser) {
		for (int i = 1; i <= 51; i++) {
			captured(Email.builder().to("ann@example.com").subject("No. " + i + ".").text("x"));
		}
		Page page = browser.open(server, "/sendpost/inbox", "ops");
		assertThat(mail(page, "No. 51.")).isVisible();
		assertThat(mail(page, "No. 1.")).hasCount(0);
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Older messages")).click();
		assertThat(mail(page, "No. 1.")).isVisible();
		assertThat(mail(page, "No. ")).hasCount(1);
	}

	@Test
	void itIsClearedOnceThatWasAskedFor(PanelBrowser browser) {
		captured(order("ann@example.com"));
		Page page = browser.open(server, "/sendpost/inbox", "ops");
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Clear")).click();
		assertThat(page.getByText("This node forgets the 1 message that it captured.")).isVisible();
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Clear")).click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The inbox is empty.");
		assertThat(page.getByText("Nothing was captured yet.")).isVisible();
		assertThat(server.bean(CapturedMailbox.class).emails()).isEmpty();
	}

	@Test
	void whoeverMayOnlyLookClearsNothing(PanelBrowser browser) throws Exception {
		captured(order("ann@example.com"));
		Page page = browser.open(server, "/sendpost/inbox", "eve");
		assertThat(mail(page, "Your order 1001")).isVisible();
		assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Clear"))).hasCount(0);
		String[] eve = { "Authorization", PanelServer.basic("eve", "secret") };
		HttpResponse<String> question = server.get("/sendpost/inbox/clear", eve);
		HttpResponse<String> answer = server.post("/sendpost/inbox/clear",
				List.of("_token", PanelServer.token(question)), eve);
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(server.bean(CapturedMailbox.class).emails()).hasSize(1);
	}

	@Test
	void onAPhoneAMessageTakesThePlaceOfTheList(PanelBrowser browser) {
		captured(order("ann@example.com"));
		Page page = browser.open(server, "/sendpost/inbox",
				new Browser.NewContextOptions()
					.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret")))
					.setViewportSize(390, 844));
		PanelBrowser.picture(page, "inbox-list-phone");
		mail(page, "Your order 1001").click();
		assertThat(preview(page).getByText("Your order 1001 is on its way.")).isVisible();
		assertThat(mail(page, "Your order 1001")).isHidden();
		assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "inbox-message-phone");
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Back to the list")).click();
		assertThat(mail(page, "Your order 1001")).isVisible();
		browser.takeErrors();
	}

}
