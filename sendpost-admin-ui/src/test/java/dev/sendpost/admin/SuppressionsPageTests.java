package dev.sendpost.admin;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.audit.AuditEntry;
import dev.sendpost.audit.AuditLog;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionSearch;
import dev.sendpost.suppression.Suppressions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sendpost.admin.Seen.button;
import static dev.sendpost.admin.Seen.link;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of suppressions, in a browser.
 */
@BrowserTest
class SuppressionsPageTests {

	private static final String PATH = "/sendpost/suppressions";

	private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202egnp.exe "
			+ "x".repeat(300);

	private static PanelServer server;

	private static Suppressions suppressions;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class, "sendpost.suppression.addresses=never@example.net",
				"sendpost.suppression.domains=*.invalid.example", "sendpost.sub-accounts.shop.from=shop@acme.example");
		suppressions = server.bean(Suppressions.class);
		suppressions.add(IntStream.rangeClosed(1, 60)
			.mapToObj((i) -> NewSuppression.of("reader" + i + "@example.com",
					SuppressionReason.values()[i % SuppressionReason.values().length]))
			.toList());
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Locator rows(Page page) {
		return page.locator("tbody tr");
	}

	private static boolean isSuppressed(String address, EmailStream stream) {
		return suppressions.explain(EmailAddress.parse(address), "shop", stream).isSuppressed();
	}

	private static AuditEntry lastChange() {
		return server.bean(AuditLog.class).find(null, null, 1).entries().get(0);
	}

	@Test
	void whoeverIsSuppressedIsFound(PanelBrowser browser) {
		suppressions.add(NewSuppression.of("bob@found.example", SuppressionReason.HARD_BOUNCE)
			.smtpError("550 5.1.1 No such user")
			.subAccount("shop"));
		suppressions.add(NewSuppression.of("found.example", SuppressionReason.MANUAL).createdBy("carol"));
		Page page = browser.open(server, PATH, "ops");
		assertThat(rows(page)).hasCount(50);
		assertThat(page.getByText("never@example.net")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "suppressions");
		page.setViewportSize(390, 844);
		PanelBrowser.picture(page, "suppressions-phone");
		page.setViewportSize(1280, 900);
		page.getByLabel("Address or domain").fill("READER");
		button(page, "Find").click();
		assertThat(rows(page)).hasCount(50);
		assertThat(page.getByText("never@example.net")).hasCount(0);
		button(page, "Older entries").click();
		assertThat(rows(page)).hasCount(10);
		assertThat(rows(page).last()).containsText("reader");
		page.getByLabel("Address or domain").fill("Bob@Found.example");
		button(page, "Find").click();
		assertThat(rows(page)).hasCount(1);
		assertThat(rows(page).first()).containsText("hard bounce");
		page.getByLabel("Address or domain").fill("found.example");
		button(page, "Find").click();
		assertThat(rows(page)).hasCount(2);
		page.getByLabel("Mail of").selectOption("all sub-accounts");
		button(page, "Find").click();
		assertThat(rows(page)).hasCount(1);
		assertThat(rows(page).first()).containsText("carol");
		page.navigate(server.url(PATH));
		page.getByLabel("Sub-account").fill("shop");
		page.getByLabel("Reason").selectOption("hard bounce");
		button(page, "Find").click();
		assertThat(rows(page)).hasCount(1);
		page.getByLabel("Since").fill("2001-01-01");
		page.getByLabel("Until").fill("2001-12-31");
		button(page, "Find").click();
		assertThat(page.getByText("Nobody is suppressed like that.")).isVisible();
		assertThat(page.getByLabel("Since")).hasValue("2001-01-01");
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void somebodyIsSuppressed(PanelBrowser browser) {
		Page page = browser.open(server, PATH, "ops");
		link(page, "Suppress somebody").click();
		PanelBrowser.assertAccessible(page);
		page.getByLabel("Address or domain").fill("not an address");
		page.getByLabel("What was said").fill("asked by phone");
		button(page, "Suppress").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("neither an address nor a domain");
		assertThat(page.getByLabel("Address or domain")).hasValue("not an address");
		assertThat(page.getByLabel("What was said")).hasValue("asked by phone");
		PanelBrowser.assertAccessible(page);
		page.getByLabel("Address or domain").fill("Dan@New.example");
		page.getByLabel("Reason").selectOption("unsubscribed");
		page.getByLabel("Sub-account").fill("nobody");
		button(page, "Suppress").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("no sub-account");
		page.getByLabel("Sub-account").fill("shop");
		page.getByLabel("Last day").fill("2001-01-01");
		button(page, "Suppress").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("This day is over");
		page.getByLabel("Last day").fill("2199-12-31");
		button(page, "Suppress").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("dan@new.example is suppressed from now on");
		assertThat(page.getByText("asked by phone")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "suppression");
		Suppression added = suppressions.find("dan@new.example").get(0);
		assertThat(added.createdBy()).isEqualTo("ops");
		assertThat(added.scope()).isEqualTo(SuppressionScope.subAccount("shop"));
		assertThat(added.expiresAt()).hasToString("2200-01-01T00:00:00Z");
		assertThat(isSuppressed("dan@new.example", EmailStream.BROADCAST)).isTrue();
		assertThat(isSuppressed("dan@new.example", EmailStream.TRANSACTIONAL)).isFalse();
		assertThat(lastChange().subject()).isEqualTo("dan@new.example");
		page.navigate(server.url(PATH + "/new"));
		page.getByLabel("Address or domain").fill("*.new.example");
		button(page, "Suppress").click();
		assertThat(page.getByRole(AriaRole.STATUS)).isVisible();
		assertThat(isSuppressed("x@mail.new.example", EmailStream.TRANSACTIONAL)).isTrue();
		page.navigate(server.url(PATH + "/new"));
		page.getByLabel("Address or domain").fill("*.new.example");
		button(page, "Suppress").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("already");
	}

	@Test
	void aSuppressionIsLiftedOnceItWasAskedFor(PanelBrowser browser) {
		suppressions.add(NewSuppression.of("eva@lift.example", SuppressionReason.SPAM_COMPLAINT));
		suppressions.add(NewSuppression.of("eva@lift.example", SuppressionReason.UNSUBSCRIBE));
		Page page = browser.open(server, PATH + "?address=eva@lift.example&reason=SPAM_COMPLAINT", "ops");
		link(page, "Lift eva@lift.example").click();
		assertThat(page.getByText("reported mail as spam")).isVisible();
		assertThat(page.getByText("1 other entry about it stays")).isVisible();
		PanelBrowser.assertAccessible(page);
		link(page, "Leave it").click();
		assertThat(isSuppressed("eva@lift.example", EmailStream.TRANSACTIONAL)).isTrue();
		link(page, "Lift").click();
		button(page, "Lift it").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The suppression of eva@lift.example is lifted.");
		assertThat(isSuppressed("eva@lift.example", EmailStream.TRANSACTIONAL)).isFalse();
		assertThat(isSuppressed("eva@lift.example", EmailStream.BROADCAST)).isTrue();
		assertThat(lastChange().subject()).isEqualTo("eva@lift.example");
	}

	@Test
	void anAddressIsExplained(PanelBrowser browser) {
		suppressions.add(NewSuppression.of("finn@why.example", SuppressionReason.UNSUBSCRIBE).subAccount("shop"));
		Page page = browser.open(server, PATH, "ops");
		link(page, "Explain an address").click();
		assertThat(page.getByText("Type an address")).isVisible();
		PanelBrowser.assertAccessible(page);
		page.getByLabel("Address").fill("Finn@why.example");
		page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Mail of sub-account")).fill("shop");
		button(page, "Explain").click();
		assertThat(page.getByText("Transactional mail is sent.")).isVisible();
		assertThat(page.locator(".attention .bad")).containsText("Broadcast mail is dropped for this recipient");
		assertThat(page.locator(".attention .bad")).containsText("unsubscribe");
		assertThat(rows(page)).hasCount(1);
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "suppression-explain");
		page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Mail of sub-account")).fill("");
		button(page, "Explain").click();
		assertThat(page.locator(".attention .good")).hasCount(2);
		assertThat(page.getByText("They have ended, or are about mail of other sub-accounts.")).isVisible();
		page.getByLabel("Address").fill("never@example.net");
		button(page, "Explain").click();
		assertThat(page.locator(".attention .bad")).hasCount(2);
		assertThat(rows(page).first()).containsText("configuration");
		assertThat(rows(page).getByRole(AriaRole.LINK)).hasCount(0);
		page.getByLabel("Address").fill("finn at why");
		button(page, "Explain").click();
		assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
		assertThat(page.getByLabel("Address")).hasValue("finn at why");
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void aFileIsImportedAndItsProgressIsShown(PanelBrowser browser) {
		Page page = browser.open(server, PATH, "ops");
		link(page, "Import").click();
		PanelBrowser.assertAccessible(page);
		String rows = IntStream.range(0, 4000)
			.mapToObj((i) -> "import" + i + "@file.example,," + "x".repeat(500))
			.collect(Collectors.joining("\n"));
		byte[] file = ("email,type,note\n" + rows + "\nnobody at all,,\n<img src=x onerror=alert(1)>@,,\n")
			.getBytes(StandardCharsets.UTF_8);
		page.evaluate(
				"""
						() => {
							window.told = [];
							new MutationObserver(() => window.told.push(document.querySelector('form [role=status]').textContent))
								.observe(document.querySelector('form [role=status]'), { childList: true });
						}""");
		page.getByLabel("CSV file").setInputFiles(new FilePayload("list.csv", "text/csv", file));
		page.getByLabel("Reason").selectOption("unsubscribed");
		page.getByLabel("Sub-account").fill("shop");
		button(page, "Import").click();
		assertThat(page.getByText("The file is imported")).isVisible();
		assertThat(page.evaluate("() => window.told.join()").toString()).containsAnyOf("% is taken in",
				"the last of it is taken in now");
		assertThat(page.locator(".figures")).containsText("4,000added");
		assertThat(page.locator(".figures")).containsText("2refused");
		assertThat(page.getByRole(AriaRole.ROW).nth(1)).containsText("4002");
		assertThat(page.locator("code").getByText("<img src=x onerror=alert(1)>@,,")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "suppression-import");
		assertThat(suppressions.find("import3999@file.example")).singleElement().satisfies((entry) -> {
			assertThat(entry.reason()).isEqualTo(SuppressionReason.UNSUBSCRIBE);
			assertThat(entry.scope()).isEqualTo(SuppressionScope.subAccount("shop"));
			assertThat(entry.createdBy()).isEqualTo("ops");
		});
		assertThat(lastChange().subject()).isEqualTo("4000 added, 0 known, 2 refused");
		page.getByLabel("CSV file")
			.setInputFiles(new FilePayload("list.csv", "text/csv", "a,b\nx,y\n".getBytes(StandardCharsets.UTF_8)));
		button(page, "Import").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("has no column 'email'");
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void anImportThatEndsEarlyGoesOnWhereItEnded(PanelBrowser browser) {
		Page page = browser.open(server, PATH + "/import", "ops");
		String first = IntStream.range(0, 1500)
			.mapToObj((i) -> "part" + i + "@part.example\n")
			.collect(Collectors.joining());
		byte[] broken = (first + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
		page.getByLabel("CSV file").setInputFiles(new FilePayload("list.csv", "text/csv", broken));
		button(page, "Import").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("is not UTF-8");
		assertThat(page.getByText("The import ended early")).isVisible();
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go on from line")).click();
		assertThat(page.getByLabel("First line")).hasValue(Pattern.compile("[1-9]\\d*"));
		page.getByLabel("CSV file")
			.setInputFiles(new FilePayload("list.csv", "text/csv",
					(first + "last@part.example\n").getBytes(StandardCharsets.UTF_8)));
		button(page, "Import").click();
		assertThat(page.getByText("The file is imported")).isVisible();
		assertThat(suppressions.find("last@part.example")).hasSize(1);
	}

	@Test
	void withoutScriptsAFileIsAPartOfTheForm(PanelBrowser browser) {
		Page page = browser.open(server, PATH + "/import", new Browser.NewContextOptions().setJavaScriptEnabled(false)
			.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret"))));
		page.getByLabel("CSV file")
			.setInputFiles(
					new FilePayload("list.csv", "text/csv", "plain@form.example".getBytes(StandardCharsets.UTF_8)));
		button(page, "Import").click();
		assertThat(page.getByText("The file is imported")).isVisible();
		assertThat(suppressions.find("plain@form.example")).hasSize(1);
	}

	@Test
	void entriesAreExportedAsAFileInWhichNothingIsAFormula(PanelBrowser browser) throws IOException {
		suppressions.add(NewSuppression.of("=1+1@export.example", SuppressionReason.MANUAL)
			.smtpError("=HYPERLINK(\"http://example.com\")")
			.subAccount("shop")
			.createdBy("@cmd"));
		Page page = browser.open(server, PATH + "?address=export.example", "ops");
		assertThat(rows(page)).hasCount(1);
		Download download = page.waitForDownload(() -> button(page, "Export what is found").click());
		assertThat(download.suggestedFilename()).matches("suppressions-\\d{4}-\\d\\d-\\d\\d\\.csv");
		List<String> lines = Files.readAllLines(download.path());
		assertThat(lines).hasSize(2);
		assertThat(lines.get(1)).startsWith("'=1+1@export.example,manual,\"'=HYPERLINK(").contains(",shop,'@cmd,");
		page.navigate(server.url(PATH));
		Download all = page.waitForDownload(() -> button(page, "Export").click());
		assertThat(Files.readAllLines(all.path())).hasSizeGreaterThan(60);
	}

	@Test
	void whoMayOnlyLookChangesNothing(PanelBrowser browser) throws Exception {
		Suppression entry = suppressions.add(NewSuppression.of("gus@look.example", SuppressionReason.MANUAL));
		Page page = browser.open(server, PATH + "?address=gus@look.example", "eve");
		assertThat(rows(page)).hasCount(1);
		for (String path : List.of(PATH, PATH + "/entries/" + entry.id(), PATH + "/new", PATH + "/import",
				PATH + "/explain?address=gus@look.example")) {
			page.navigate(server.url(path));
			assertThat(link(page, "Lift")).hasCount(0);
			assertThat(link(page, "Suppress somebody")).hasCount(0);
			assertThat(page.locator("main form[method=post] button")).hasCount(0);
			PanelBrowser.assertAccessible(page);
		}
		String[] eve = { "Authorization", PanelServer.basic("eve", "secret") };
		String token = PanelServer.token(server.get(PATH + "/new", eve));
		for (String path : List.of("/new", "/import", "/entries/" + entry.id() + "/lift")) {
			HttpResponse<String> answer = server.post(PATH + path, List.of("_token", token, "target", "x@example.com"),
					eve);
			assertThat(answer.statusCode()).as(path).isEqualTo(403);
		}
		assertThat(suppressions.find("gus@look.example")).hasSize(1);
	}

	@Test
	void whatOthersWroteIsShownAsText(PanelBrowser browser) {
		Suppression entry = suppressions
			.add(NewSuppression.of("\"<script>alert(3)</script>\"@hostile.example", SuppressionReason.HARD_BOUNCE)
				.smtpError(HOSTILE)
				.createdBy("<b>eve</b>"));
		Page page = browser.open(server, PATH + "?address=hostile.example", "ops");
		assertThat(page.getByText("<b>eve</b>")).isVisible();
		PanelBrowser.assertAccessible(page);
		page.getByText("alert(3)").click();
		assertThat(page.getByText("onerror=alert(2)")).isVisible();
		PanelBrowser.assertAccessible(page);
		link(page, "Explain").click();
		assertThat(page.locator(".attention .bad")).hasCount(2);
		PanelBrowser.assertAccessible(page);
		page.navigate(server.url(PATH + "/entries/" + entry.id() + "/lift"));
		PanelBrowser.assertAccessible(page);
		page.navigate(server.url(PATH + "?address=%3Cscript%3Ealert(4)%3C/script%3E&account=%22%3E"));
		assertThat(page.getByLabel("Address or domain")).hasValue("<script>alert(4)</script>");
		page.navigate(server.url(PATH + "?after=x"));
		assertThat(page.getByText("There is no such page.")).isVisible();
		assertThat(suppressions.search(SuppressionSearch.all()).suppressions()).isNotEmpty();
	}

}
