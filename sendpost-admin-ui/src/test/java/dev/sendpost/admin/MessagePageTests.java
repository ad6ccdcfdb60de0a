package dev.sendpost.admin;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.VerbatimMessage;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.Suppressions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of messages, in a browser.
 */
@BrowserTest
class MessagePageTests {

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PickyTransport.Application.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static EmailBuilder email(String to, String subject) {
		return Email.builder().to(to).subject(subject).text("Hello there");
	}

	private static Receipt settled(EmailBuilder email) {
		MailGateway gateway = server.bean(MailGateway.class);
		Receipt receipt = gateway.send(email.build());
		Awaitility.await().until(() -> gateway.find(receipt.id()).orElseThrow().dueAt() == null);
		return receipt;
	}

	/**
	 * Lift the suppression that follows from a refusal.
	 */
	private static void lift(String address) {
		assertThat(server.bean(Suppressions.class)
			.lift(address, SuppressionScope.subAccount(Submitter.DEFAULT_SUB_ACCOUNT))).isOne();
	}

	private static void find(Page page) {
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Find")).click();
	}

	private static Locator row(Page page, String text) {
		return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
	}

	@Test
	void messagesAreFoundByWhatIsKnownAboutThem(PanelBrowser browser) {
		Receipt order = settled(email("ann@example.com", "Your order 4711").tags("orders"));
		Receipt news = settled(email("bob@example.com", "News of the week").tags("news"));
		Page page = browser.open(server, "/sendpost/messages", "ops");
		assertThat(row(page, "Your order 4711")).isVisible();
		page.getByLabel("Words of the subject").fill("ORDER 47");
		find(page);
		assertThat(row(page, "Your order 4711")).isVisible();
		assertThat(row(page, "News of the week")).hasCount(0);
		assertThat(page.getByText("among the 10,000 newest messages")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "messages");
		page.getByLabel("Words of the subject").fill("");
		page.getByLabel("Tag").fill("news");
		page.getByLabel("Status").selectOption("sent");
		find(page);
		assertThat(row(page, "News of the week")).isVisible();
		assertThat(row(page, "Your order 4711")).hasCount(0);
		page.getByLabel("Tag").fill("nothing");
		find(page);
		assertThat(page.getByText("No message is like that.")).isVisible();
		for (String named : List.of(order.id().toString(), order.messageId(),
				order.messageId().replaceAll("[<>]", ""))) {
			page.navigate(server.url("/sendpost/messages"));
			page.getByLabel("Recipient, id or Message-ID").fill(named);
			find(page);
			assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Your order 4711")))
				.isVisible();
		}
		assertThat(news.id()).isNotEqualTo(order.id());
	}

	@Test
	void aMistakeIsSaidAndWhatWasTypedStays(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/messages", "ops");
		page.getByLabel("Recipient, id or Message-ID").fill("nobody");
		page.getByLabel("Sub-account").fill("<b>shop</b>");
		find(page);
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("it has no @");
		assertThat(page.getByLabel("Recipient, id or Message-ID")).hasValue("nobody");
		assertThat(page.getByLabel("Sub-account")).hasValue("<b>shop</b>");
		PanelBrowser.assertAccessible(page);
		page.getByLabel("Recipient, id or Message-ID").fill(UUID.randomUUID().toString());
		find(page);
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no message with this id");
	}

	@Test
	void manyMessagesAreShownPageByPage(PanelBrowser browser) {
		List<Email> emails = new ArrayList<>();
		for (int i = 1; i <= 51; i++) {
			emails.add(email("many@example.com", "Page " + i + ".").build());
		}
		server.bean(MailGateway.class).send(emails);
		Page page = browser.open(server, "/sendpost/messages?address=many@example.com", "ops");
		assertThat(row(page, "Page 51.")).isVisible();
		assertThat(row(page, "Page 1.")).hasCount(0);
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Older messages")).click();
		assertThat(row(page, "Page 1.")).isVisible();
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Newest messages")).click();
		assertThat(row(page, "Page 51.")).isVisible();
	}

	@Test
	void aMessageThatBouncedIsExplainedAndSentAgain(PanelBrowser browser) {
		Receipt receipt = settled(email("gone@example.com", "Invoice 7").to("bob@example.com"));
		Page page = browser.open(server, "/sendpost/messages/" + receipt.id(), "ops");
		assertThat(page.getByText("There is no such mailbox.")).isVisible();
		assertThat(page.locator("q").filter(new Locator.FilterOptions().setHasText("550 5.1.1 <script>"))).not()
			.hasCount(0);
		assertThat(row(page, "bob@example.com")).containsText("sent");
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "message");
		page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Send again")).click();
		assertThat(page.getByText("1 recipient.")).isVisible();
		lift("gone@example.com");
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send again")).click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("It was sent again as this message.");
		assertThat(page.url()).doesNotContain(receipt.id().toString());
		assertThat(server.bean(MailGateway.class).search(EmailSearch.all().subject("Invoice 7")).emails()).hasSize(2);
	}

	@Test
	void aMessageToSomebodySuppressedSaysWhy(PanelBrowser browser) {
		Suppressions suppressions = server.bean(Suppressions.class);
		suppressions.add(NewSuppression.of("kim@example.com", SuppressionReason.SPAM_COMPLAINT));
		Receipt receipt = settled(email("kim@example.com", "Hello again"));
		assertThat(server.bean(MailGateway.class).find(receipt.id()).orElseThrow().status())
			.isEqualTo(EmailStatus.DROPPED);
		Page page = browser.open(server, "/sendpost/messages/" + receipt.id(), "ops");
		assertThat(page.getByText("since its owner reported mail as spam")).isVisible();
		assertThat(page.getByText("The list still keeps")).containsText("spam complaint");
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "message-dropped");
		suppressions.lift("kim@example.com", SuppressionScope.account());
		page.reload();
		assertThat(page.getByText("is no longer on the suppression list")).isVisible();
	}

	@Test
	void eachPartOfAMessageCanBeSeenAndKept(PanelBrowser browser) throws Exception {
		Receipt receipt = settled(email("ann@example.com", "All parts of {{name}}").text("Dear {{name}}")
			.html("<p>Dear <b>{{name}}</b></p>")
			.variable("name", "Ann")
			.header("X-Shop", "Acme")
			.attach(Attachment.of("terms.txt", "The terms".getBytes(StandardCharsets.UTF_8))));
		Page page = browser.open(server, "/sendpost/messages/" + receipt.id(), "ops");
		assertThat(page.frameLocator("iframe").getByText("Ann")).isVisible();
		Map<String, String> views = Map.of("text", "Dear Ann", "markup", "<b>Ann</b>", "headers", "X-Shop", "source",
				"Message-ID: " + receipt.messageId(), "checks", "Text part");
		views.forEach((name, says) -> {
			page.locator("#view-" + name).click();
			assertThat(page.locator("#view-" + name)).hasAttribute("aria-current", "true");
			assertThat(page.locator("#reader")).containsText(says);
		});
		page.locator("#view-files").click();
		assertThat(page.locator("#view-files")).hasAttribute("aria-current", "true");
		Download download = page.waitForDownload(
				() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download terms.txt")).click());
		assertThat(download.suggestedFilename()).isEqualTo("terms.txt");
		assertThat(Files.readString(download.path())).isEqualTo("The terms");
		browser.takeErrors();
	}

	@Test
	void itWorksWithoutScripts(PanelBrowser browser) {
		Receipt receipt = settled(email("ann@example.com", "No script").html("<p>Plain</p>"));
		Page page = browser.open(server, "/sendpost/messages/" + receipt.id(),
				new Browser.NewContextOptions().setJavaScriptEnabled(false)
					.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret")))
					.setViewportSize(390, 844));
		page.locator("#view-headers").click();
		assertThat(page.locator("#reader")).containsText("MIME-Version");
		page.locator("#view-preview").click();
		page.locator("#reader").getByText("Dark", new Locator.GetByTextOptions().setExact(true)).click();
		assertThat(page.locator("iframe.mail.dark")).isVisible();
		assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
		PanelBrowser.picture(page, "message-phone");
	}

	@Test
	void whoeverMayOnlyLookSeesNoButtonThatChanges(PanelBrowser browser) {
		Receipt receipt = settled(email("gone2@example.com", "Invoice 8"));
		Page page = browser.open(server, "/sendpost/messages/" + receipt.id(), "eve");
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Invoice 8"))).isVisible();
		assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Send again"))).hasCount(0);
		assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Call back"))).hasCount(0);
	}

	@Test
	void aMessageWhoseContentIsGoneStillSaysWhatBecameOfIt(PanelBrowser browser) {
		Receipt receipt = settled(email("gone3@example.com", "Long ago"));
		forget(receipt);
		assertThat(server.bean(MailGateway.class).findContent(receipt.id())).isEmpty();
		Page page = browser.open(server, "/sendpost/messages/" + receipt.id(), "ops");
		assertThat(page.getByText("There is no such mailbox.")).isVisible();
		assertThat(page.getByText("What it said is no longer kept")).isVisible();
		assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Send again"))).hasCount(0);
		PanelBrowser.assertAccessible(page);
		page.navigate(server.url("/sendpost/messages/" + receipt.id() + "/resend"));
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("is no longer kept");
	}

	private static void forget(Receipt receipt) {
		Store store = server.bean(Store.class);
		Object id = store.platform().parameter(receipt.id());
		store.jdbc()
			.update("delete from sendpost_content_chunk where content_id = (select content_id from sendpost_email"
					+ " where id = ?)", id);
		store.jdbc()
			.update("delete from sendpost_content where id = (select content_id from sendpost_email where id = ?)", id);
	}

	@Test
	void sendingAgainTwiceSendsOneMessage() throws Exception {
		Receipt receipt = settled(email("gone4@example.com", "Only once more"));
		lift("gone4@example.com");
		String[] ops = { "Authorization", PanelServer.basic("ops", "secret") };
		String path = "/sendpost/messages/" + receipt.id() + "/resend";
		List<String> form = List.of("_token", PanelServer.token(server.get(path, ops)));
		String first = server.post(path, form, ops).headers().firstValue("Location").orElseThrow();
		assertThat(first).doesNotContain(receipt.id().toString());
		assertThat(server.post(path, form, ops).headers().firstValue("Location")).contains(first);
		assertThat(server.bean(MailGateway.class)
			.search(EmailSearch.all().recipient(EmailAddress.parse("gone4@example.com")))
			.emails()).hasSize(2);
	}

	@Test
	void whatCannotBeDoneToAMessageIsNotAskedFor(PanelBrowser browser) {
		Receipt sent = settled(email("ann@example.com", "Arrived"));
		Page page = browser.open(server, "/sendpost/messages/" + sent.id() + "/cancel", "ops");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("It is too late");
		page.navigate(server.url("/sendpost/messages/" + sent.id() + "/resend"));
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is nobody whom it failed to reach.");
		Receipt bounced = settled(email("gone5@example.com", "Suppressed by now").to("gone6@example.com"));
		page.navigate(server.url("/sendpost/messages/" + bounced.id() + "/resend"));
		assertThat(page.getByText("Nobody gets it as long as the suppression list has them")).isVisible();
		lift("gone5@example.com");
		page.reload();
		assertThat(page.getByText("2 recipients. 1 of them get nothing as long as")).isVisible();
		Receipt waiting = server.bean(MailGateway.class)
			.send(email("ann@example.com", "Later").sendAt(Instant.now().plus(Duration.ofDays(1))).build());
		page.navigate(server.url("/sendpost/messages/" + waiting.id() + "/resend"));
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("still on its way");
		page.navigate(server.url("/sendpost/messages/" + waiting.id() + "/cancel"));
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Call back")).click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The message was called back.");
	}

	@Test
	void aMessageThatGoesOutAsItIsCanBeReadToo(PanelBrowser browser) throws Exception {
		String message = """
				From: Ann <ann@example.com>
				To: bob@example.com
				Subject: Signed
				Message-ID: <signed@example.com>
				MIME-Version: 1.0
				Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=s

				--s
				Content-Type: multipart/related; boundary=r

				--r
				Content-Type: text/html

				<script>top.attacked='verbatim'</script><p>Signed and <img alt="shown" src="cid:dot"></p>
				--r
				Content-Type: image/gif; name=dot.gif
				Content-ID: <dot>
				Content-Transfer-Encoding: base64

				R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==
				--r--
				--s
				Content-Type: application/pkcs7-signature; name=smime.p7s

				signature
				--s--
				""".replace("\n", "\r\n");
		Receipt receipt = settled(Email.builder()
			.from("Ann <ann@example.com>")
			.to("bob@example.com")
			.subject("Signed")
			.messageId("<signed@example.com>")
			.verbatim(VerbatimMessage.of(message.getBytes(StandardCharsets.US_ASCII))));
		Page page = browser.open(server, "/sendpost/messages/" + receipt.id(), "ops");
		assertThat(page.frameLocator("iframe").getByText("Signed and")).isVisible();
		assertThat(page.frameLocator("iframe").locator("img[src^='data:image/gif']")).hasCount(1);
		assertThat(page.getByText("goes out as it was handed in")).isVisible();
		assertThat(page.locator("#view-checks")).hasCount(0);
		assertThat(page.evaluate("top.attacked")).isNull();
		page.locator("#view-files").click();
		assertThat(row(page, "smime.p7s")).isVisible();
		Download download = page.waitForDownload(
				() -> page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Download dot.gif")).click());
		assertThat(Files.size(download.path())).isEqualTo(43);
		page.locator("#view-source").click();
		assertThat(page.locator("pre.source")).containsText("multipart/signed");
		browser.takeErrors();
	}

	@Test
	void daysAreThoseOfTheReader(PanelBrowser browser) {
		Receipt receipt = settled(email("ann@example.com", "Somewhere it is another day"));
		Instant now = server.bean(MailGateway.class).find(receipt.id()).orElseThrow().acceptedAt();
		String zone = (now.atOffset(ZoneOffset.UTC).getHour() < 11) ? "Pacific/Pago_Pago" : "Pacific/Kiritimati";
		String day = LocalDate.ofInstant(now, ZoneId.of(zone)).toString();
		assertThat(day).isNotEqualTo(LocalDate.ofInstant(now, ZoneOffset.UTC).toString());
		Browser.NewContextOptions options = new Browser.NewContextOptions().setTimezoneId(zone)
			.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret")));
		Page page = browser.open(server, "/sendpost/messages", options);
		assertThat(page.getByText("Days are those of " + zone + ".")).isVisible();
		page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill(day);
		page.getByLabel("Until", new Page.GetByLabelOptions().setExact(true)).fill(day);
		find(page);
		assertThat(row(page, "Somewhere it is another day")).isVisible();
		PanelBrowser.assertAccessible(page);
		Page plain = browser.open(server, "/sendpost/messages", options.setJavaScriptEnabled(false));
		assertThat(plain.getByText("Days are those of UTC.")).isVisible();
		plain.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill(day);
		plain.getByLabel("Until", new Page.GetByLabelOptions().setExact(true)).fill(day);
		find(plain);
		assertThat(row(plain, "Somewhere it is another day")).hasCount(0);
		plain.navigate(server.url("/sendpost/messages?from=" + day + "&zone=Nowhere/Never"));
		assertThat(plain.getByRole(AriaRole.ALERT)).containsText("There is no time zone 'Nowhere/Never'.");
		plain.navigate(server.url("/sendpost/messages?until=%2B999999999-12-31"));
		assertThat(plain.getByRole(AriaRole.ALERT)).containsText("A day is written as 2026-01-31.");
	}

}
