package dev.sendpost.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailTemplate;
import dev.sendpost.MailGateway;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.StoredTemplate;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.template.TemplateVariable;
import dev.sendpost.template.TemplateVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sendpost.admin.Seen.followed;
import static dev.sendpost.admin.Seen.pressed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of templates, in a browser.
 */
@BrowserTest
class TemplatesPageTests {

	private static final String[] EVE = { "Authorization", PanelServer.basic("eve", "secret") };

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static MailTemplates templates() {
		return server.bean(MailTemplates.class);
	}

	private static StoredTemplate stored(String name) {
		return templates().find(null, name).orElseThrow();
	}

	private static TemplateContent latest(String name) {
		StoredTemplate template = stored(name);
		return templates().version(template, template.latest()).orElseThrow().source().content();
	}

	private static Page open(PanelBrowser browser, StoredTemplate template) {
		return browser.open(server, "/sendpost/templates/" + template.id(), "ops");
	}

	private static Locator body(Page page) {
		return page.getByLabel("HTML or MJML");
	}

	private static FrameLocator frame(Page page) {
		return page.frameLocator("iframe.mail:not(.loading)");
	}

	/**
	 * Check a page without its previews: axe-core waits for ever for frames in which
	 * nothing runs, and what they show is no part of the panel.
	 */
	private static void assertAccessible(Page page) {
		page.evaluate("document.querySelectorAll('iframe').forEach((frame) => frame.remove())");
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void aTemplateIsMadeWrittenPublishedAndTakenBack(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost", "ops");
		followed(page, "Templates");
		assertAccessible(page);
		followed(page, "New template");
		assertAccessible(page);
		page.getByLabel("Sub-account").fill("nobody");
		page.getByLabel("Name that messages find it by").fill("welcome");
		page.getByLabel("Plain text only").check();
		pressed(page, "Make the template");
		assertThat(page.getByRole(AriaRole.ALERT)).hasText("There is no sub-account 'nobody'.");
		assertThat(page.getByLabel("Name that messages find it by")).hasValue("welcome");
		assertThat(page.getByLabel("Plain text only")).isChecked();
		page.getByLabel("Sub-account").fill("");
		page.getByLabel("HTML", new Page.GetByLabelOptions().setExact(true)).check();
		pressed(page, "Make the template");
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The template is made.");
		assertThat(frame(page).getByText("Hello [name]")).isVisible();
		PanelBrowser.picture(page, "template");
		assertAccessible(page);

		page.getByLabel("Subject").fill("Welcome, {{name}}");
		body(page).fill("<p>First: {{name}}</p>");
		assertThat(page.locator("#said")).containsText("Welcome, [name]");
		assertThat(frame(page).getByText("First: [name]")).isVisible();
		pressed(page, "Save and publish");
		assertThat(page.getByText("are made from version 1.")).isVisible();
		assertAccessible(page);
		pressed(page, "Publish");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("Version 1 is published.");
		assertThat(templates().render(null, new EmailTemplate("welcome", null), Map.of("name", "Ann")).html())
			.isEqualTo("<p>First: Ann</p>");

		body(page).fill("<p>Second: {{name}}</p>");
		pressed(page, "Save the draft");
		assertThat(page.getByText("version 2 is a draft")).isVisible();
		followed(page, "Publish");
		assertThat(page.getByText("and no longer from version 1")).isVisible();
		pressed(page, "Publish");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("Version 2 is published.");

		followed(page, "version 1");
		assertThat(page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Body")))
			.hasText("<p>First: {{name}}</p>");
		assertThat(frame(page).getByText("First: [name]")).isVisible();
		assertAccessible(page);
		followed(page, "Take up as the draft");
		pressed(page, "Take it up");
		assertThat(body(page)).hasValue("<p>First: {{name}}</p>");
		assertThat(stored("welcome").published()).isEqualTo(2);
		assertThat(stored("welcome").latest()).isEqualTo(3);
		followed(page, "version 1");
		followed(page, "Go back to this version");
		pressed(page, "Publish");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("Version 1 is published.");
		assertThat(stored("welcome").published()).isEqualTo(1);

		followed(page, "Remove");
		assertThat(page.getByText("All its 3 versions are deleted")).isVisible();
		pressed(page, "Remove");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The template is removed.");
		assertThat(templates().find(null, "welcome")).isEmpty();
	}

	@Test
	void aMistakeIsShownWhileTypingAndNothingTypedIsLost(PanelBrowser browser) {
		StoredTemplate template = templates().create(null, "mistakes",
				TemplateSource.of(TemplateContent.html("Hi", "<p>Good</p>")));
		Page page = open(browser, template);
		body(page).fill("<p>Better {{name}}</p>");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("the html needs a value for 'name' (line 1)");
		assertThat(frame(page).getByText("Better [name]")).isVisible();
		page.getByLabel("Sample values").fill("{\"name\": \"Ann & Bob\"}");
		assertThat(frame(page).getByText("Better Ann & Bob")).isVisible();
		assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
		body(page).fill("<p>Bad</p>\n<p>{{#open}}</p>");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("line 2");
		assertThat(frame(page).getByText("Better Ann & Bob")).isVisible();
		PanelBrowser.picture(page, "template-mistake");
		assertAccessible(page);
		page.getByLabel("Name of variable 1").fill("not a name");
		page.getByLabel("Name of variable 1").fill("open!");
		pressed(page, "Save the draft");
		assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("'open!' is not the name of a variable");
		assertThat(body(page)).hasValue("<p>Bad</p>\n<p>{{#open}}</p>");
		assertThat(page.getByLabel("Sample values")).hasValue("{\"name\": \"Ann & Bob\"}");
		assertThat(page.getByLabel("Name of variable 1")).hasValue("open!");
		assertAccessible(page);
		assertThat(latest("mistakes").html()).isEqualTo("<p>Good</p>");

		page.getByLabel("Name of variable 1").fill("name");
		page.getByLabel("If variable 1 is missing").selectOption("its default");
		page.getByLabel("Default of variable 1").fill("friend");
		pressed(page, "One more variable");
		page.getByLabel("Name of variable 4").fill("shop");
		body(page).fill("<p>Right {{name}}</p>");
		page.getByLabel("Sample values").fill("{}");
		assertThat(frame(page).getByText("Right friend")).isVisible();
		pressed(page, "Save the draft");
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The draft is saved.");
		TemplateVersion saved = templates().version(template, 1).orElseThrow();
		assertThat(saved.source().content().html()).isEqualTo("<p>Right {{name}}</p>");
		assertThat(saved.source().variables()).containsExactly(TemplateVariable.optional("name", "friend"),
				TemplateVariable.required("shop"));

		templates().saveDraft(null, "mistakes", TemplateSource.of(TemplateContent.html("Hi", "<p>Another's</p>")));
		body(page).fill("<p>Mine</p>");
		pressed(page, "Save the draft");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this template meanwhile.");
		assertThat(body(page)).hasValue("<p>Mine</p>");
		assertThat(latest("mistakes").html()).isEqualTo("<p>Another's</p>");
	}

	@Test
	void mjmlIsShownAndSaysWhatIsWrong(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/templates/new", "ops");
		page.getByLabel("Name that messages find it by").fill("mjml");
		page.getByLabel("MJML", new Page.GetByLabelOptions().setExact(true)).check();
		pressed(page, "Make the template");
		assertThat(frame(page).getByText("Hello [name]")).isVisible();
		PanelBrowser.picture(page, "template-mjml");
		assertThat(latest("mjml").html()).contains("Hello {{name}}");
		body(page).fill("<p>no MJML</p>");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("the mjml has no <mjml> element");
		// MJML names a style sheet of fonts, which the policy of the preview keeps out.
		assertThat(browser.takeErrors()).isNotEmpty()
			.allMatch((error) -> error.contains("fonts.googleapis.com")
					&& error.contains("violates the following Content Security Policy"));
		browser.requests().removeIf((url) -> url.startsWith("https://fonts.googleapis.com/"));
	}

	@Test
	void aTemplateHasLanguages(PanelBrowser browser) {
		StoredTemplate template = templates().create(null, "languages",
				TemplateSource.of(TemplateContent.text("Hello", "Hello there")));
		Page page = open(browser, template);
		assertThat(frame(page).getByText("Hello there")).isVisible();
		page.getByLabel("Another language").fill("de");
		pressed(page, "Write it");
		assertThat(page.getByText("There is nothing in this language yet.")).isVisible();
		assertAccessible(page);
		page.getByLabel("Subject").fill("Hallo");
		page.getByLabel("Plain text (").fill("Hallo du");
		assertThat(frame(page).getByText("Hallo du")).isVisible();
		pressed(page, "Save the draft");
		assertThat(page.getByText("There is nothing in this language yet.")).isHidden();
		TemplateSource source = templates().version(template, 1).orElseThrow().source();
		assertThat(source.content().text()).isEqualTo("Hello there");
		assertThat(templates().preview(source, Locale.GERMAN, Map.of()).text()).isEqualTo("Hallo du");
		followed(page, "Remove this language");
		pressed(page, "Remove the language");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The language is removed from the draft.");
		assertThat(templates().version(template, 1).orElseThrow().source().variants()).isEmpty();
	}

	@Test
	void aTestGoesOutAsItIsTyped(PanelBrowser browser) {
		StoredTemplate template = templates().create(null, "test",
				TemplateSource.of(TemplateContent.html("Hi {{name}}", "<p>Good</p>")));
		Page page = open(browser, template);
		body(page).fill("<p>As it is typed</p>");
		page.getByLabel("Send a test to").fill("not an address");
		page.getByLabel("Send a test to").fill("nobody@localhost.");
		page.getByLabel("Send a test to").fill("ann@example.com");
		pressed(page, "Send a test");
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The test is on its way");
		assertThat(body(page)).hasValue("<p>As it is typed</p>");
		assertThat(latest("test").html()).isEqualTo("<p>Good</p>");
		MailGateway gateway = server.bean(MailGateway.class);
		assertThat(gateway.search(EmailSearch.all().recipient(EmailAddress.parse("ann@example.com"))).emails())
			.singleElement()
			.satisfies((email) -> {
				assertThat(email.subject()).isEqualTo("Hi [name]");
				assertThat(gateway.findContent(email.id()).orElseThrow().html()).isEqualTo("<p>As it is typed</p>");
			});
	}

	@Test
	void whatATemplateSaysDoesNothing(PanelBrowser browser) throws Exception {
		String attack = "<script>parent.alert(1)</script><img src=x onerror=alert(1)>"
				+ "<meta http-equiv=refresh content='0;url=/sendpost/messages'>"
				+ "<form action=/sendpost/templates/new method=post><input autofocus></form><p>harmless</p>";
		StoredTemplate template = templates().create(null, "\u202e<script>alert(1)</script>\"'",
				new TemplateSource(new TemplateContent("</title><script>alert(2)</script>", null, attack, null, attack),
						Map.of(),
						List.of(new TemplateVariable("name", "\"><script>alert(3)</script>", "</textarea><b>x"))));
		Page page = open(browser, template);
		assertThat(frame(page).getByText("harmless")).isVisible();
		assertThat(body(page)).hasValue(attack);
		assertThat(page.getByLabel("What variable 1 is")).hasValue("</textarea><b>x");
		page.getByLabel("Preheader").fill("<script>alert(4)</script>");
		assertThat(page.locator("#said")).containsText("<script>alert(4)</script>");
		assertThat(frame(page).getByText("harmless")).isVisible();
		assertThat(page).hasURL(server.url("/sendpost/templates/" + template.id()));
		page.navigate(server.url("/sendpost/templates/" + template.id() + "/versions/1"));
		assertThat(frame(page).getByText("harmless")).isVisible();
		page.navigate(server.url("/sendpost/templates"));
		assertThat(page.getByText("\u202e<script>alert(1)</script>\"'")).isVisible();
		assertThat(browser.takeErrors())
			.allMatch((error) -> error.contains("sandbox") || error.contains("Content Security"));
		String policy = server.get("/sendpost/templates/" + template.id() + "/versions/1/html", EVE)
			.headers()
			.firstValue("Content-Security-Policy")
			.orElseThrow();
		assertThat(policy).startsWith("sandbox;").contains("default-src 'none'").doesNotContain("allow-");
	}

	@Test
	void whoMayOnlyLookSeesAPreviewAndNothingToSave(PanelBrowser browser) throws Exception {
		StoredTemplate template = templates().create(null, "look",
				TemplateSource.of(TemplateContent.html("Hi", "<p>Hello {{name}}</p>")));
		String path = "/sendpost/templates/" + template.id();
		Page page = browser.open(server, path,
				new Browser.NewContextOptions().setExtraHTTPHeaders(Map.of(EVE[0], EVE[1])).setViewportSize(390, 844));
		assertThat(frame(page).getByText("Hello [name]")).isVisible();
		page.getByLabel("Sample values").fill("{\"name\": \"Eve\"}");
		assertThat(frame(page).getByText("Hello Eve")).isVisible();
		page.getByLabel("Phone").check();
		for (String name : List.of("Save the draft", "Save and publish", "Send a test", "Publish", "Remove")) {
			assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))).hasCount(0);
			assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name))).hasCount(0);
		}
		PanelBrowser.picture(page, "template-phone");
		assertAccessible(page);
		String token = PanelServer.token(server.get(path, EVE));
		for (String action : List.of("", "/test", "/versions/1/publish", "/versions/1/restore", "/remove",
				"/language")) {
			assertThat(server.post(path + action, List.of("_token", token), EVE).statusCode()).as(action)
				.isEqualTo(403);
		}
		assertThat(server.post(path + "/preview/html", List.of("body", "<p>x</p>"), EVE).statusCode())
			.as("without a form of the panel")
			.isEqualTo(403);
		assertThat(latest("look").html()).isEqualTo("<p>Hello {{name}}</p>");
	}

	@Test
	void nothingIsPublishedThatNobodyLookedAt(PanelBrowser browser) throws Exception {
		StoredTemplate template = templates().create(null, "shared",
				TemplateSource.of(TemplateContent.html("Hi", "<p>Looked at</p>")));
		Page page = open(browser, template);
		followed(page, "Publish");
		templates().saveDraft(null, "shared", TemplateSource.of(TemplateContent.html("Hi", "<p>Never seen</p>")));
		pressed(page, "Publish");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this template meanwhile.");
		assertThat(stored("shared").published()).isNull();
		page = open(browser, template);
		body(page).fill("<p>Saved twice</p>");
		String[] ops = { "Authorization", PanelServer.basic("ops", "secret") };
		String path = "/sendpost/templates/" + template.id();
		List<String> form = List.of("_token", PanelServer.token(server.get(path, ops)), "changed",
				String.valueOf(stored("shared").changedAt().toEpochMilli()), "format", "html", "subject", "Hi", "body",
				"<p>Saved twice</p>");
		assertThat(server.post(path, form, ops).statusCode()).isEqualTo(303);
		assertThat(server.post(path, form, ops).statusCode()).as("sent twice").isEqualTo(303);
		pressed(page, "Save the draft");
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The draft is saved.");
		body(page).fill("<p>Mine</p>");
		templates().saveDraft(null, "shared", TemplateSource.of(TemplateContent.html("Hi", "<p>Another's</p>")));
		pressed(page, "Save the draft");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this template meanwhile.");
		assertThat(body(page)).hasValue("<p>Mine</p>");
		assertThat(latest("shared").html()).isEqualTo("<p>Another's</p>");
	}

	@Test
	void olderVersionsAreListedPageByPage(PanelBrowser browser) {
		StoredTemplate template = templates().create(null, "old",
				TemplateSource.of(TemplateContent.text("Version 1", "x")));
		for (int version = 2; version <= 22; version++) {
			templates().publish(null, "old");
			templates().saveDraft(null, "old", TemplateSource.of(TemplateContent.text("Version " + version, "x")));
		}
		Page page = open(browser, template);
		Locator versions = page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Versions"));
		assertThat(versions.getByRole(AriaRole.ROW)).hasCount(21);
		assertThat(versions.getByRole(AriaRole.ROW).nth(1).locator("time")).hasCount(1);
		pressed(page, "Older versions");
		assertThat(versions.getByRole(AriaRole.ROW)).hasCount(3);
		assertThat(versions).containsText("version 1");
		followed(page, "Remove");
		assertThat(page.getByText("All its 22 versions are deleted")).isVisible();
	}

}
