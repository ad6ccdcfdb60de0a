package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.audience.Topic;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignContent;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.CampaignRate;
import dev.sendpost.campaign.CampaignStatus;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.campaign.SubAccountCampaigns;
import dev.sendpost.campaign.SubjectTest;
import dev.sendpost.campaign.SubjectTest.Criterion;
import dev.sendpost.statistics.StatisticsCounter;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sendpost.admin.Seen.followed;
import static dev.sendpost.admin.Seen.heading;
import static dev.sendpost.admin.Seen.label;
import static dev.sendpost.admin.Seen.pressed;
import static dev.sendpost.admin.Seen.says;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of campaigns, in a browser.
 */
@BrowserTest
class CampaignsPageTests {

	private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class, "sendpost.tracking.base-url=https://mail.acme.example",
				"sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
				"sendpost.statistics.enabled=true");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Audience audience(String name) {
		return server.audience(name);
	}

	private static SubAccountCampaigns campaigns(String name) {
		return server.bean(Campaigns.class).forSubAccount(name);
	}

	private static ContactList list(Audience audience, String name, int members) {
		ContactList list = audience.lists().create(ListDetails.named(name));
		List<ContactDetails> contacts = new ArrayList<>();
		for (int i = 0; i < members; i++) {
			contacts.add(ContactDetails.of("user" + i + "@example.com").field("city", "Lyon"));
		}
		audience.contacts().upsert(contacts, list.id());
		return list;
	}

	private static UUID id(Page page) {
		String path = page.url().replaceAll("[?#].*", "");
		return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
	}

	@Test
	void aCampaignIsWrittenTriedAndWatchedToItsEnd(PanelBrowser browser) {
		Audience audience = audience("shop");
		ContactList news = list(audience, "News", 24);
		audience.contacts()
			.unsubscribe(audience.contacts().find(EmailAddress.parse("user3@example.com")).orElseThrow().id(), "test");
		audience.topics().create(new Topic("offers", "Offers", "", true));
		Page page = browser.open(server, "/sendpost/campaigns", "ops");
		assertThat(page.getByText("There are no campaigns yet.")).isVisible();
		PanelBrowser.assertAccessible(page);
		label(page, "Sub-account").selectOption("shop");
		pressed(page, "Show");
		followed(page, "New campaign");
		label(page, "Name, for you alone").fill("March");
		label(page, "List").selectOption("News");
		label(page, "Topic").selectOption("Offers");
		label(page, "From").fill("Acme");
		label(page, "Subject").fill("News for {{name");
		label(page, "HTML").fill("<h1>Hello</h1><p>Our shop in {{city}}</p>");
		label(page, "Other subjects, one on each line, four at most").fill("Greetings from {{city}}");
		label(page, "Percent of the members in the trial").fill("100");
		label(page, "Clicks").selectOption("not tracked");
		label(page, "Messages at most").fill("3");
		label(page, "In each").selectOption("second");
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "campaign-form");
		pressed(page, "Save as draft");
		assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
		assertThat(label(page, "From")).hasAttribute("aria-invalid", "true");
		label(page, "From").fill("Acme <hello@acme.example>");
		pressed(page, "Save as draft");
		assertThat(label(page, "Subject")).hasAttribute("aria-invalid", "true");
		assertThat(label(page, "HTML")).hasValue("<h1>Hello</h1><p>Our shop in {{city}}</p>");
		assertThat(label(page, "Topic")).hasValue("offers");
		assertThat(label(page, "Clicks")).hasValue("false");
		PanelBrowser.assertAccessible(page);
		label(page, "Subject").fill("News for {{email}}");
		pressed(page, "Save as draft");
		says(page, "The campaign was made.");
		UUID id = id(page);
		CampaignDetails details = campaigns("shop").find(id).orElseThrow().details();
		assertThat(details).isEqualTo(new CampaignDetails("March", news.id(), "offers",
				EmailAddress.parse("Acme <hello@acme.example>"), List.of(),
				CampaignContent.html("News for {{email}}", "<h1>Hello</h1><p>Our shop in {{city}}</p>"),
				new SubjectTest(List.of("Greetings from {{city}}"), 100, Criterion.OPENS, Duration.ofHours(4)),
				CampaignRate.perSecond(3), null, null, false));
		assertThat(heading(page)).containsText("draft");
		assertThat(page.getByText("Greetings from Lyon")).isVisible();
		FrameLocator mail = page.frameLocator("iframe.mail");
		assertThat(mail.getByText("Our shop in Lyon")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "campaign-draft");

		label(page, "To the reader").fill("stranger@example.com");
		pressed(page, "Show");
		assertThat(page.locator("main")).containsText("city");
		assertThat(page.locator("iframe.mail")).hasCount(0);
		PanelBrowser.assertAccessible(page);
		label(page, "To, one address on each line").fill("boss@example.com\nnobody");
		pressed(page, "Send test");
		assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
		assertThat(label(page, "To, one address on each line")).hasValue("boss@example.com\nnobody");
		label(page, "To, one address on each line").fill("stranger@example.com");
		pressed(page, "Send test");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("Not all were sent.");
		label(page, "To, one address on each line").fill("user1@example.com");
		pressed(page, "Send test");
		says(page, "2 test messages on the way to 1 address.");
		MailGateway gateway = server.bean(MailGateway.class).forSubAccount("shop");
		assertThat(gateway.search(EmailSearch.all().recipient(EmailAddress.parse("user1@example.com"))).emails())
			.extracting((email) -> email.subject())
			.containsExactlyInAnyOrder("News for {{email}}", "Greetings from {{city}}");

		followed(page, "Launch");
		assertThat(page.getByText("Readers can unsubscribe by one click.")).isVisible();
		assertThat(page.getByText("24 members of News")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "campaign-launch");
		followed(page, "Send now");
		assertThat(page.getByText("It goes to 24 members of its list")).isVisible();
		PanelBrowser.assertAccessible(page);
		pressed(page, "Send now");
		says(page, "The campaign has begun.");
		page.evaluate("() => { window.seen = []; const see = () => window.seen.push("
				+ "document.querySelector('progress').getAttribute('value') + ' '"
				+ " + document.querySelector('h1 .status').textContent); see();"
				+ " document.addEventListener('htmx:afterSettle', see); }");
		assertThat(heading(page)).containsText("completed");
		assertThat(page.getByText("24 of 24 members are done with.")).isVisible();
		// A page settles after it can be read, and Playwright answers one thread alone.
		Awaitility.await().pollInSameThread().untilAsserted(() -> {
			List<?> seen = (List<?>) page.evaluate("() => window.seen");
			assertThat(seen).as("without loading the page again").hasSizeGreaterThan(1);
			assertThat(seen.get(0).toString()).contains("sending");
			assertThat(seen.get(seen.size() - 1)).isEqualTo("24 completed");
		});
		assertThat(page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("unsubscribed"))
			.filter(new Locator.FilterOptions().setHasText("excluded"))).isVisible();

		Awaitility.await()
			.until(() -> gateway.search(EmailSearch.all().campaign(id.toString()).status(EmailStatus.SENT).size(100))
				.emails()
				.size() == 23);
		server.bean(StatisticsCounter.class).countNew();
		page.reload();
		Locator results = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Results"));
		assertThat(results.locator(".figure").first()).containsText("23");
		assertThat(results.getByRole(AriaRole.ROW)).hasCount(3);
		assertThat(results).containsText("Greetings from {{city}}");
		assertThat(page.locator("figure[data-chart] canvas")).hasCount(1);
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "campaign-results");
		page.setViewportSize(390, 800);
		PanelBrowser.picture(page, "campaign-results-phone");
		page.setViewportSize(1280, 900);
		page.locator("a.figure").click();
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(24);
		PanelBrowser.assertAccessible(page);
		page.goBack();

		pressed(page, "Copy");
		says(page, "a new draft");
		assertThat(label(page, "Name, for you alone")).hasValue("Copy of March");
		assertThat(label(page, "Percent of the members in the trial")).hasValue("100");
		label(page, "Name, for you alone").fill("April");
		pressed(page, "Save");
		says(page, "The campaign was changed.");
		assertThat(campaigns("shop").list(CampaignStatus.DRAFT, null, 10)).singleElement()
			.satisfies((copy) -> assertThat(copy.details())
				.isEqualTo(new CampaignDetails("April", news.id(), "offers", details.from(), List.of(),
						details.content(), details.subjectTest(), details.rate(), null, null, false)));
		page.navigate(server.url("/sendpost/campaigns/shop"));
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(3);
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "campaigns");
		followed(page, "Draft");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
		followed(page, "April");
		followed(page, "Remove");
		PanelBrowser.assertAccessible(page);
		pressed(page, "Remove campaign");
		says(page, "The campaign 'April' was removed.");
		assertThat(campaigns("shop").list(CampaignStatus.DRAFT, null, 10)).isEmpty();
	}

	@Test
	void aCampaignIsScheduledPausedResumedAndCancelled(PanelBrowser browser) {
		ContactList list = list(audience("later"), "News", 3);
		Campaign draft = campaigns("later")
			.create(CampaignDetails.of("Later", list.id(), CampaignContent.text("Hi", "Hello")));
		Page page = browser.open(server, "/sendpost/campaigns/later/" + draft.id(), "ops");
		followed(page, "Launch");
		label(page, "Day and time, in UTC").fill("2100-03-01T09:30");
		pressed(page, "Schedule");
		assertThat(heading(page)).hasText("Send 'Later' on 1 March 2100 at 09:30 UTC?");
		assertThat(page.getByText("3 members now")).isVisible();
		PanelBrowser.assertAccessible(page);
		pressed(page, "Schedule");
		says(page, "begins on 1 March 2100 at 09:30 UTC");
		assertThat(campaigns("later").find(draft.id()).orElseThrow().scheduledAt())
			.isEqualTo(Instant.parse("2100-03-01T09:30:00Z"));
		assertThat(heading(page)).containsText("scheduled");
		PanelBrowser.assertAccessible(page);
		followed(page, "Pause");
		pressed(page, "Pause");
		says(page, "paused");
		PanelBrowser.assertAccessible(page);
		followed(page, "Resume");
		assertThat(page.getByText("3 members")).isVisible();
		pressed(page, "Resume");
		assertThat(heading(page)).containsText("scheduled");
		followed(page, "Cancel");
		assertThat(page.getByText("Nothing was sent, and nothing will be.")).isVisible();
		pressed(page, "Cancel campaign");
		assertThat(heading(page)).containsText("cancelled");
		assertThat(campaigns("later").find(draft.id()).orElseThrow().status()).isEqualTo(CampaignStatus.CANCELLED);
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void aCampaignUnderWayIsPausedAndCalledBack(PanelBrowser browser) {
		ContactList list = list(audience("slow"), "News", 5);
		Campaign campaign = campaigns("slow")
			.create(CampaignDetails.of("Slow", list.id(), CampaignContent.text("Hi", "Hello"))
				.rate(new CampaignRate(1, Duration.ofDays(1))));
		Page page = browser.open(server, "/sendpost/campaigns/slow/" + campaign.id() + "/start", "ops");
		pressed(page, "Send now");
		assertThat(page.getByText("1 of 5 members are done with.")).isVisible();
		followed(page, "Pause");
		assertThat(page.getByText("It is done with 1 of 5 members.")).isVisible();
		pressed(page, "Pause");
		assertThat(heading(page)).containsText("paused");
		followed(page, "Resume");
		pressed(page, "Resume");
		assertThat(heading(page)).containsText("sending");
		followed(page, "Cancel");
		assertThat(page.getByText("1 of 5 members, of whom 1 have a message")).isVisible();
		pressed(page, "Cancel campaign");
		assertThat(heading(page)).containsText("cancelled");
	}

	@Test
	void whatCannotBeSentSaysWhy(PanelBrowser browser) throws Exception {
		Audience audience = audience("gone");
		ContactList list = list(audience, "News", 0);
		Campaign campaign = campaigns("gone")
			.create(CampaignDetails.of("Gone", list.id(), CampaignContent.text("Hi", "Hello")));
		String path = "/sendpost/campaigns/gone/" + campaign.id();
		Page page = browser.open(server, path + "/launch", "ops");
		assertThat(page.getByText("Nobody is on News")).isVisible();
		audience.lists().remove(list.id());
		page.reload();
		assertThat(page.getByText("There is no list")).isVisible();
		assertThat(page.getByText("Send now")).hasCount(0);
		PanelBrowser.assertAccessible(page);
		page.navigate(server.url(path + "/start"));
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no list");
		page.navigate(server.url("/sendpost/campaigns/gone/new"));
		assertThat(page.getByText("and there is none.")).isVisible();
		PanelBrowser.assertAccessible(page);
		String[] ops = { "Authorization", PanelServer.basic("ops", "secret") };
		assertThat(server.get(path + "/schedule?at=soon", ops).statusCode()).isEqualTo(422);
		assertThat(server.get("/sendpost/campaigns/gone/" + UUID.randomUUID(), ops).statusCode()).isEqualTo(404);
		assertThat(server.get("/sendpost/campaigns/other/" + campaign.id(), ops).statusCode()).isEqualTo(404);
	}

	@Test
	void aTemplateIsWhatACampaignSays(PanelBrowser browser) {
		ContactList list = list(audience("stored"), "News", 1);
		MailTemplates templates = server.bean(MailTemplates.class);
		templates.create("stored", "monthly",
				TemplateSource.of(TemplateContent.html("Monthly {{city}}", "<p>This month in {{city}}</p>")));
		templates.publish("stored", "monthly");
		Page page = browser.open(server, "/sendpost/campaigns/stored/new?list=" + list.id(), "ops");
		label(page, "Name, for you alone").fill("Monthly");
		label(page, "Template").selectOption("monthly");
		label(page, "HTML").fill("<p>Both</p>");
		pressed(page, "Save as draft");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("leave them out");
		label(page, "HTML").fill("");
		pressed(page, "Save as draft");
		says(page, "The campaign was made.");
		assertThat(page.getByText("Monthly Lyon")).isVisible();
		assertThat(page.frameLocator("iframe.mail").getByText("This month in Lyon")).isVisible();
	}

	@Test
	void whatOthersWroteIsShownAsTextOrInASandbox(PanelBrowser browser) throws Exception {
		Audience audience = audience("attack");
		ContactList list = audience.lists().create(ListDetails.named(HOSTILE));
		audience.contacts()
			.upsert(List.of(ContactDetails.of(EmailAddress.of(HOSTILE, "eve@example.com")).field("x", HOSTILE)),
					list.id());
		Campaign campaign = campaigns("attack").create(new CampaignDetails(HOSTILE + "n".repeat(100), list.id(), null,
				EmailAddress.of(HOSTILE, "hello@acme.example"), List.of(EmailAddress.of(HOSTILE, "a@acme.example")),
				new CampaignContent(HOSTILE + " {{x}}", HOSTILE,
						"<script>top.alert(1)</script><meta http-equiv=refresh content='0;url=https://evil.example/'>"
								+ "<form action='/sendpost/campaigns' method=post><button>Go</button></form>"
								+ "<a href='javascript:alert(1)'>{{x}}</a>",
						HOSTILE, null),
				SubjectTest.evenly("B " + HOSTILE + "s".repeat(300)), null,
				"https://acme.example/u/{{contact_id}}?q='x'"));
		String path = "/sendpost/campaigns/attack/" + campaign.id();
		Page page = browser.open(server, "/sendpost/campaigns/attack", "ops");
		for (String part : List.of("", "/edit", "/launch", "/start", "/cancel", "/remove")) {
			page.navigate(server.url(path + part));
			assertThat(page.locator("main")).containsText("<script>alert(1)</script>");
			assertThat(page.locator("main img, main script:not([src])")).hasCount(0);
			assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))
				.as("%s is not wider than the window", part)
				.isTrue();
		}
		String[] ops = { "Authorization", PanelServer.basic("ops", "secret") };
		HttpResponse<String> preview = server.get(path + "/html", ops);
		assertThat(preview.headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("sandbox;")
			.doesNotContain("allow-", "script-src");
		assertThat(browser.requests()).noneMatch((url) -> url.contains("evil.example"));
		browser.takeErrors();
	}

	@Test
	void whoMayOnlyLookChangesNothing(PanelBrowser browser) throws Exception {
		ContactList list = list(audience("view"), "News", 2);
		Campaign campaign = campaigns("view")
			.create(CampaignDetails.of("Draft", list.id(), CampaignContent.html("Hi", "<p>Hello</p>")));
		String home = "/sendpost/campaigns/view";
		String path = home + "/" + campaign.id();
		Page page = browser.open(server, home, "eve");
		for (String url : List.of(home, path, path + "/launch")) {
			page.navigate(server.url(url));
			assertThat(page.locator("main form[method=post]")).hasCount(0);
			assertThat(page.locator("main a.button:not([href$='" + campaign.id() + "'])")).hasCount(0);
			PanelBrowser.assertAccessible(page);
		}
		String[] eve = { "Authorization", PanelServer.basic("eve", "secret") };
		String token = PanelServer.token(server.get(path + "/start", eve));
		for (String action : List.of("/edit", "/copy", "/test", "/start", "/schedule", "/pause", "/resume", "/cancel",
				"/remove")) {
			assertThat(server.post(path + action, List.of("_token", token, "at", "2030-01-01T00:00"), eve).statusCode())
				.as(action)
				.isEqualTo(403);
		}
		assertThat(server.post(home + "/new", List.of("_token", token), eve).statusCode()).isEqualTo(403);
		assertThat(campaigns("view").list(null, 10)).containsExactly(campaign);
	}

	@Test
	void thePreviewFollowsWhatIsTyped(PanelBrowser browser) throws Exception {
		ContactList list = list(audience("typing"), "News", 1);
		Page page = browser.open(server, "/sendpost/campaigns/typing/new", "ops");
		FrameLocator mail = page.frameLocator("iframe.mail:not(.loading)");
		label(page, "Subject").fill("Hello {{email}}");
		assertThat(page.locator("#said")).containsText("needs a subject and a body");
		label(page, "HTML").fill("<p>To {{email}} in {{name}}</p><script>top.attacked='preview'</script>");
		assertThat(page.locator("#said")).containsText("Hello reader@example.com");
		assertThat(mail.getByText("To reader@example.com in")).isVisible();
		label(page, "List").selectOption("News");
		assertThat(page.locator("#said")).containsText("Hello user0@example.com");
		label(page, "Other subjects, one on each line, four at most").fill("Greetings from {{city}}");
		assertThat(page.locator("#said")).containsText("Greetings from Lyon");
		label(page, "To the reader").fill("eve@example.com");
		assertThat(page.locator("#said")).containsText("city");
		assertThat(mail.getByText("To user0@example.com in")).isVisible();
		label(page, "To the reader").fill("user0@example.com");
		label(page, "HTML").fill("<p>From {{city}} to {{email}}</p>");
		assertThat(mail.getByText("From Lyon to user0@example.com")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "campaign-preview");
		page.setViewportSize(390, 800);
		PanelBrowser.picture(page, "campaign-preview-phone");
		page.setViewportSize(1280, 900);
		label(page, "Name, for you alone").fill("Typing");
		label(page, "From").fill("Acme");
		pressed(page, "Save as draft");
		assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
		assertThat(mail.getByText("From Lyon to user0@example.com")).isVisible();
		assertThat(page.evaluate("top.attacked")).isNull();
		assertThat(campaigns("typing").list(null, 10)).isEmpty();
		String[] eve = { "Authorization", PanelServer.basic("eve", "secret") };
		String path = "/sendpost/campaigns/typing/new";
		HttpResponse<String> preview = server.post(path + "/preview/html",
				List.of("_token", PanelServer.token(server.get(path, eve)), "list", list.id().toString(), "subject",
						"Hi", "html", "<p>Hi</p>"),
				eve);
		assertThat(preview.statusCode()).isEqualTo(200);
		assertThat(preview.headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("sandbox;");
		browser.takeErrors();
	}

	@Test
	void withoutScriptsAButtonShowsWhatIsTyped(PanelBrowser browser) {
		ContactList list = list(audience("plain"), "News", 1);
		Campaign draft = campaigns("plain")
			.create(CampaignDetails.of("Plain", list.id(), CampaignContent.html("Hi", "<p>Saved</p>")));
		Page page = browser.open(server, "/sendpost/campaigns/plain/" + draft.id() + "/edit",
				new Browser.NewContextOptions().setJavaScriptEnabled(false)
					.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret"))));
		FrameLocator mail = page.frameLocator("iframe.mail");
		assertThat(mail.getByText("Saved")).isVisible();
		label(page, "HTML").fill("<p>Typed for {{email}}</p>");
		pressed(page, "Preview");
		assertThat(mail.getByText("Typed for user0@example.com")).isVisible();
		assertThat(label(page, "HTML")).hasValue("<p>Typed for {{email}}</p>");
		page.navigate(server.url("/sendpost/campaigns/plain/" + draft.id() + "/launch"));
		label(page, "Day and time, in UTC").fill("2100-06-01T09:30");
		pressed(page, "Schedule");
		assertThat(heading(page)).hasText("Send 'Plain' on 1 June 2100 at 09:30 UTC?");
	}

	@Test
	void timesAreThoseOfTheReader(PanelBrowser browser) {
		ContactList list = list(audience("zones"), "News", 1);
		Campaign draft = campaigns("zones")
			.create(CampaignDetails.of("Zones", list.id(), CampaignContent.text("Hi", "Hello")));
		Page page = browser.open(server, "/sendpost/campaigns/zones/" + draft.id() + "/launch",
				new Browser.NewContextOptions().setTimezoneId("America/New_York")
					.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret"))));
		label(page, "Day and time, in America/New_York").fill("2100-07-01T21:30");
		PanelBrowser.assertAccessible(page);
		pressed(page, "Schedule");
		assertThat(heading(page))
			.hasText("Send 'Zones' on 1 July 2100 at 21:30 (America/New_York), 2 July 2100 at 01:30 UTC?");
		pressed(page, "Schedule");
		says(page, "begins on 1 July 2100 at 21:30 (America/New_York)");
		assertThat(campaigns("zones").find(draft.id()).orElseThrow().scheduledAt())
			.isEqualTo(Instant.parse("2100-07-02T01:30:00Z"));
		assertThat(page.locator("#live time").first()).hasAttribute("title", "2100-07-02T01:30:00Z");
		assertThat(page.locator("#live time").first()).containsText("9:30");
	}

	@Test
	void whatAnotherChangedIsNeitherSavedOverNorSent(PanelBrowser browser) throws Exception {
		ContactList list = list(audience("both"), "News", 2);
		Campaign draft = campaigns("both")
			.create(CampaignDetails.of("Both", list.id(), CampaignContent.text("Hi", "Hello")));
		String path = "/sendpost/campaigns/both/" + draft.id();
		Page one = browser.open(server, path + "/edit", "ops");
		Page two = browser.open(server, path + "/edit", "ops");
		Page launching = browser.open(server, path + "/launch", "ops");
		followed(launching, "Send now");
		label(one, "Subject").fill("One");
		pressed(one, "Save");
		says(one, "The campaign was changed.");
		label(two, "Subject").fill("Two");
		pressed(two, "Save");
		assertThat(two.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this meanwhile.");
		assertThat(label(two, "Subject")).hasValue("Two");
		pressed(launching, "Send now");
		assertThat(launching.getByRole(AriaRole.ALERT)).containsText("Somebody else changed the campaign meanwhile.");
		Campaign now = campaigns("both").find(draft.id()).orElseThrow();
		assertThat(now.status()).isEqualTo(CampaignStatus.DRAFT);
		assertThat(now.details().content().subject()).isEqualTo("One");
		String[] ops = { "Authorization", PanelServer.basic("ops", "secret") };
		List<String> form = List.of("_token", PanelServer.token(server.get(path + "/start", ops)));
		assertThat(server.post(path + "/start", form, ops).statusCode()).isEqualTo(303);
		HttpResponse<String> again = server.post(path + "/start", form, ops);
		assertThat(again.statusCode()).isEqualTo(303);
		Awaitility.await()
			.until(() -> campaigns("both").find(draft.id()).orElseThrow().status() == CampaignStatus.COMPLETED);
		assertThat(campaigns("both").find(draft.id()).orElseThrow().progress().queued()).isEqualTo(2);
	}

}
