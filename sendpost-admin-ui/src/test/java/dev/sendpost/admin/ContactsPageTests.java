package dev.sendpost.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.EmailAddress;
import dev.sendpost.Submitter;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.ContactSearch;
import dev.sendpost.audience.ContactStatus;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.audience.MembershipStatus;
import dev.sendpost.audience.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sendpost.admin.Seen.followed;
import static dev.sendpost.admin.Seen.label;
import static dev.sendpost.admin.Seen.pressed;
import static dev.sendpost.admin.Seen.says;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of contacts, in a browser.
 */
@BrowserTest
class ContactsPageTests {

	private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202egnp.\u202c";

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class, "sendpost.tracking.base-url=https://mail.acme.example",
				"sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Audience audience(String name) {
		return server.audience(name);
	}

	private static Contact find(Audience audience, String address) {
		return audience.contacts().find(EmailAddress.parse(address)).orElseThrow();
	}

	@Test
	void aContactIsAddedFoundChangedUnsubscribedAndRemoved(PanelBrowser browser) {
		Audience audience = audience("people");
		Page page = browser.open(server, "/sendpost/contacts", "ops");
		label(page, "Sub-account").selectOption("people");
		pressed(page, "Show");
		assertThat(page.getByText("There are no contacts yet.")).isVisible();
		PanelBrowser.assertAccessible(page);
		followed(page, "Add contact");
		label(page, "Address").fill("not an address");
		label(page, "Name").fill("Ann Lee");
		label(page, "Language").fill("fr");
		label(page, "Name of field 1").fill("city");
		label(page, "Value of field 1").fill("Lyon");
		PanelBrowser.assertAccessible(page);
		pressed(page, "Add contact");
		assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
		assertThat(label(page, "Address")).hasValue("not an address");
		assertThat(label(page, "Address")).hasAttribute("aria-invalid", "true");
		assertThat(label(page, "Name")).hasValue("Ann Lee");
		assertThat(label(page, "Value of field 1")).hasValue("Lyon");
		PanelBrowser.assertAccessible(page);
		label(page, "Address").fill("ann@example.com");
		pressed(page, "Add contact");
		says(page, "The contact was added.");
		Contact ann = find(audience, "ann@example.com");
		assertThat(ann.address().name()).isEqualTo("Ann Lee");
		assertThat(ann.fields()).isEqualTo(Map.of("city", "Lyon"));
		PanelBrowser.assertAccessible(page);

		followed(page, "Change");
		label(page, "Name").fill("Ann Chen");
		label(page, "Value of field 1").fill("Paris");
		label(page, "Name of field 2").fill("city");
		label(page, "Value of field 2").fill("x");
		pressed(page, "Save");
		assertThat(page.getByRole(AriaRole.ALERT)).hasText("The field 'city' is there twice.");
		label(page, "Name of field 2").fill("plan");
		pressed(page, "Save");
		says(page, "The contact was changed.");
		assertThat(find(audience, "ann@example.com").fields()).isEqualTo(Map.of("city", "Paris", "plan", "x"));
		assertThat(find(audience, "ann@example.com").locale()).isEqualTo(ann.locale());

		page.navigate(server.url("/sendpost/contacts/people"));
		label(page, "Address").fill("ANN@example.com");
		pressed(page, "Find");
		followed(page, "ann@example.com");
		assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Its mail"))).hasAttribute("href",
				"/sendpost/messages?address=ann@example.com&account=people");

		followed(page, "Unsubscribe");
		PanelBrowser.assertAccessible(page);
		pressed(page, "Unsubscribe");
		says(page, "no more broadcast mail");
		assertThat(find(audience, "ann@example.com").status()).isEqualTo(ContactStatus.UNSUBSCRIBED);
		followed(page, "Let mail through");
		pressed(page, "Let mail through");
		says(page, "now subscribed");
		followed(page, "Remove");
		assertThat(page.getByText("0 lists")).isVisible();
		pressed(page, "Remove contact");
		says(page, "ann@example.com was removed.");
		assertThat(audience.contacts().find(EmailAddress.parse("ann@example.com"))).isEmpty();
	}

	@Test
	void aListIsMadeFilledAndRemoved(PanelBrowser browser) {
		Audience audience = audience("lists");
		Page page = browser.open(server, "/sendpost/contacts/lists/lists", "ops");
		assertThat(page.getByText("There are no lists yet.")).isVisible();
		PanelBrowser.assertAccessible(page);
		followed(page, "New list");
		label(page, "Name").fill("N".repeat(201));
		label(page, "What it is for").fill("Once a week");
		pressed(page, "Make list");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("200 are allowed");
		assertThat(label(page, "What it is for")).hasValue("Once a week");
		PanelBrowser.assertAccessible(page);
		label(page, "Name").fill("News");
		pressed(page, "Make list");
		says(page, "The list was made.");
		assertThat(page.getByText("Nobody is on the list yet.")).isVisible();
		ContactList news = audience.lists().find("News").orElseThrow();

		label(page, "Add by address").fill("nobody");
		pressed(page, "Add to the list");
		assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
		assertThat(label(page, "Add by address")).hasValue("nobody");
		label(page, "Add by address").fill("Bob <bob@example.com>");
		pressed(page, "Add to the list");
		says(page, "added and put on the list");
		assertThat(audience.lists().countMembers(news.id(), null, 10)).isOne();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "contact-list");

		followed(page, "Change");
		label(page, "Name").fill("Weekly news");
		label(page, "Double opt-in").check();
		pressed(page, "Save");
		says(page, "The list was changed.");
		assertThat(audience.lists().find(news.id()).orElseThrow().details())
			.isEqualTo(new ListDetails("Weekly news", "Once a week", true));
		label(page, "Add by address").fill("cat@example.com");
		pressed(page, "Add to the list");
		says(page, "asked to confirm");
		page.getByLabel("Status").selectOption("pending");
		pressed(page, "Find");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(2);
		assertThat(page.getByRole(AriaRole.ROW).nth(1)).containsText("cat@example.com");

		followed(page, "Remove");
		assertThat(page.getByText("It has 1 member,")).isVisible();
		PanelBrowser.assertAccessible(page);
		pressed(page, "Remove list");
		says(page, "was removed");
		assertThat(audience.lists().all()).isEmpty();
		assertThat(find(audience, "bob@example.com")).isNotNull();
	}

	@Test
	void aContactJoinsAndLeavesListsAndChoosesTopics(PanelBrowser browser) {
		Audience audience = audience("choices");
		ContactList news = audience.lists().create(ListDetails.named("News"));
		Contact ann = audience.contacts().create(ContactDetails.of("ann@example.com"));
		Page page = browser.open(server, "/sendpost/contacts/choices/topics", "ops");
		assertThat(page.getByText("There are no topics yet.")).isVisible();
		followed(page, "New topic");
		label(page, "Key").fill("Not A Key");
		label(page, "Name for readers").fill("Offers");
		pressed(page, "Make topic");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("cannot be the key");
		assertThat(label(page, "Name for readers")).hasValue("Offers");
		PanelBrowser.assertAccessible(page);
		label(page, "Key").fill("offers");
		pressed(page, "Make topic");
		says(page, "The topic was made.");
		PanelBrowser.assertAccessible(page);
		followed(page, "Change Offers");
		label(page, "Name for readers").fill("Good offers");
		pressed(page, "Save");
		says(page, "The topic was changed.");
		assertThat(audience.topics().find("offers").orElseThrow())
			.isEqualTo(new Topic("offers", "Good offers", "", true));

		page.navigate(server.url("/sendpost/contacts/choices/contacts/" + ann.id()));
		assertThat(page.getByText("The contact is on no list")).isVisible();
		pressed(page, "Put on the list");
		says(page, "The contact is on 'News'.");
		followed(page, "Leave News");
		pressed(page, "Leave list");
		says(page, "has left 'News'");
		assertThat(audience.lists().membership(news.id(), ann.id()).orElseThrow().status())
			.isEqualTo(MembershipStatus.LEFT);
		followed(page, "Put back on News");
		pressed(page, "Subscribe");
		says(page, "now subscribed");
		page.getByLabel("Good offers").uncheck();
		pressed(page, "Save choices");
		says(page, "The choices were saved.");
		assertThat(audience.topics().choices(ann.id())).isEqualTo(Map.of("offers", false));
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "contact");
		page.setViewportSize(390, 800);
		PanelBrowser.picture(page, "contact-phone");
		page.setViewportSize(1280, 900);
		followed(page, "Take off News");
		pressed(page, "Take off");
		says(page, "The contact is not on 'News' any more.");
		assertThat(audience.lists().membership(news.id(), ann.id())).isEmpty();

		page.navigate(server.url("/sendpost/contacts/choices?topic=offers"));
		assertThat(page.getByText("No contact is like that.")).isVisible();
		page.navigate(server.url("/sendpost/contacts/choices/topics"));
		followed(page, "Remove Good offers");
		pressed(page, "Remove topic");
		says(page, "was removed");
		assertThat(audience.topics().all()).isEmpty();
	}

	@Test
	void aFileIsImportedWithProgress(PanelBrowser browser, @TempDir Path folder) throws IOException {
		Audience audience = audience("imports");
		ContactList news = audience.lists().create(ListDetails.named("News"));
		StringBuilder csv = new StringBuilder("email,name,city,note\n");
		for (int i = 0; i < 30_000; i++) {
			csv.append("user")
				.append(i)
				.append("@example.com,User ")
				.append(i)
				.append(",Lyon,")
				.append("x".repeat(900));
			csv.append('\n');
		}
		for (int i = 0; i < 120; i++) {
			csv.append("<script>alert(").append(i).append(")</script>,,,\n");
		}
		Path file = Files.writeString(folder.resolve("contacts.csv"), csv);
		Page page = browser.open(server, "/sendpost/contacts/imports", "ops");
		followed(page, "Import");
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "contact-import");
		page.evaluate("""
				() => {
					window.said = [];
					const state = document.querySelector("form[data-upload] [role=status]");
					new MutationObserver(() => window.said.push(state.textContent))
						.observe(state, { childList: true });
				}""");
		label(page, "CSV file").setInputFiles(file);
		label(page, "Put them on").selectOption("News");
		pressed(page, "Import");
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("The file was imported")))
			.isVisible(new IsVisibleOptions().setTimeout(60_000));
		List<String> said = ((List<?>) page.evaluate("() => window.said")).stream().map(Object::toString).toList();
		List<Integer> percents = said.stream()
			.filter((text) -> text.endsWith(" % is taken in"))
			.map((text) -> Integer.valueOf(text.substring(0, text.indexOf(' '))))
			.distinct()
			.toList();
		assertThat(percents).as("how far it was").isSorted().hasSizeGreaterThan(3);
		assertThat(said.get(said.size() - 1)).isEqualTo("All of it has arrived, and the last of it is taken in now");
		assertThat(page.locator(".figure").nth(1)).containsText("30,000");
		assertThat(page.locator(".figure").nth(3)).containsText("120");
		assertThat(page.getByText("The first 100 of 120.")).isVisible();
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(101);
		assertThat(page.getByText("<script>alert(0)</script>").first()).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "contact-import-report");
		assertThat(audience.lists().countMembers(news.id(), null, 100_000)).isEqualTo(30_000);
		assertThat(find(audience, "user77@example.com").fields()).containsEntry("city", "Lyon");

		followed(page, "News");
		assertThat(page.locator(".figure").first()).containsText("10,000+");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(51);
		String first = page.getByRole(AriaRole.ROW).nth(1).textContent();
		pressed(page, "More contacts");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(51);
		assertThat(page.getByRole(AriaRole.ROW).nth(1)).not().hasText(first);
		page.getByLabel("Status").selectOption("bounced");
		pressed(page, "Find");
		assertThat(page.getByText("No member of those that were looked at so far is like that.")).isVisible();
		for (int looked = 4000; looked < 30_000; looked += 4000) {
			pressed(page, "Look further");
		}
		assertThat(page.getByText("No member is like that.")).isVisible();
	}

	@Test
	void anImportThatEndsEarlySaysWhereToGoOn(PanelBrowser browser, @TempDir Path folder) throws IOException {
		audience("broken");
		Path file = Files.writeString(folder.resolve("broken.csv"),
				"email,name\nann@example.com,Ann\nbob@example.com,\"" + "x".repeat(200_000));
		Page page = browser.open(server, "/sendpost/contacts/broken/import", "ops");
		label(page, "CSV file").setInputFiles(file);
		pressed(page, "Import");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("go on from line");
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("The import ended early")))
			.isVisible();
		assertThat(label(page, "Begin with line")).hasValue("3");
		PanelBrowser.assertAccessible(page);
		label(page, "Begin with line").fill("0");
		label(page, "CSV file").setInputFiles(file);
		pressed(page, "Import");
		assertThat(page.getByRole(AriaRole.ALERT)).hasText("The line to begin with is a number from 1.");
		assertThat(label(page, "Begin with line")).hasValue("0");
	}

	@Test
	void withoutScriptsAFileIsImportedToo(PanelBrowser browser, @TempDir Path folder) throws IOException {
		Audience audience = audience("plain");
		Path file = Files.writeString(folder.resolve("contacts.csv"), "ann@example.com\nbob@example.com\n");
		Page page = browser.open(server, "/sendpost/contacts/plain/import",
				new Browser.NewContextOptions().setJavaScriptEnabled(false)
					.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic("ops", "secret"))));
		label(page, "CSV file").setInputFiles(file);
		pressed(page, "Import");
		assertThat(page.locator(".figure").nth(1)).containsText("2");
		assertThat(find(audience, "bob@example.com")).isNotNull();
	}

	@Test
	void contactsAreExportedAsAFile(PanelBrowser browser) throws IOException {
		Audience audience = audience("exports");
		ContactList news = audience.lists().create(ListDetails.named("News"));
		audience.contacts().create(ContactDetails.of("bob@example.com"));
		audience.contacts()
			.upsert(List.of(ContactDetails.of("ann@example.com").field("city", "Lyon").field("=x", "=1+2")), news.id());
		Page page = browser.open(server, "/sendpost/contacts/exports", "eve");
		label(page, "List").selectOption("News");
		Download download = page.waitForDownload(() -> pressed(page, "Export as CSV"));
		assertThat(download.suggestedFilename()).isEqualTo("contacts-exports.csv");
		try (InputStream in = download.createReadStream()) {
			assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("email,name,locale,status,id,created,'=x,city")
				.contains("ann@example.com", "'=1+2")
				.doesNotContain("bob@example.com");
		}
	}

	@Test
	void contactsComePageByPage(PanelBrowser browser) {
		Audience audience = audience("pages");
		audience.contacts()
			.upsert(IntStream.range(0, 60).mapToObj((i) -> ContactDetails.of("user" + i + "@example.com")).toList(),
					null);
		Page page = browser.open(server, "/sendpost/contacts/pages", "ops");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(51);
		PanelBrowser.picture(page, "contacts");
		pressed(page, "More contacts");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(11);
		assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("More contacts"))).hasCount(0);
		page.setViewportSize(390, 800);
		PanelBrowser.picture(page, "contacts-phone");
	}

	@Test
	void whatOthersWroteIsShownAsText(PanelBrowser browser) {
		Audience audience = audience("hostile");
		ContactList list = audience.lists().create(new ListDetails(HOSTILE, HOSTILE + "\n" + HOSTILE, false));
		audience.topics().create(new Topic("hostile", HOSTILE, HOSTILE, true));
		Contact contact = audience.contacts()
			.create(new ContactDetails(
					EmailAddress.of("<script>alert(1)</script>\"'><img src=x onerror=alert(2)>",
							"\"<img/src=x>\"@example.com"),
					null, Map.of(HOSTILE, HOSTILE + "\n" + "y".repeat(300), "z".repeat(100), HOSTILE)));
		audience.lists().add(list.id(), List.of(contact.id()));
		String home = "/sendpost/contacts/hostile";
		Page page = browser.open(server, home, "ops");
		for (String path : List.of("", "/lists", "/lists/" + list.id(), "/lists/" + list.id() + "/edit",
				"/lists/" + list.id() + "/remove", "/topics", "/topics/hostile/edit", "/topics/hostile/remove",
				"/import", "/contacts/" + contact.id(), "/contacts/" + contact.id() + "/edit",
				"/contacts/" + contact.id() + "/unsubscribe", "/contacts/" + contact.id() + "/remove",
				"/contacts/" + contact.id() + "/leave?list=" + list.id())) {
			page.navigate(server.url(home + path));
			assertThat(page.locator("main")).containsText("<");
			assertThat(page.locator("main img, main script:not([src])")).hasCount(0);
			assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"))
				.as("%s is not wider than the window", path)
				.isTrue();
		}
		PanelBrowser.assertAccessible(page);
		page.navigate(server.url(home + "/contacts/" + contact.id() + "/edit"));
		pressed(page, "Save");
		says(page, "The contact was changed.");
		assertThat(find(audience, "\"<img/src=x>\"@example.com").fields()).as("nothing is lost")
			.isEqualTo(contact.fields());
	}

	@Test
	void whoMayOnlyLookChangesNothing(PanelBrowser browser) throws Exception {
		Audience audience = audience("looking");
		ContactList list = audience.lists().create(ListDetails.named("News"));
		audience.topics().create(new Topic("offers", "Offers", "", true));
		audience.contacts().upsert(List.of(ContactDetails.of("ann@example.com")), list.id());
		Contact ann = find(audience, "ann@example.com");
		String home = "/sendpost/contacts/looking";
		Page page = browser.open(server, home, "eve");
		for (String path : List.of("", "/lists", "/lists/" + list.id(), "/topics", "/contacts/" + ann.id())) {
			page.navigate(server.url(home + path));
			assertThat(page.locator("main form[method=post]")).hasCount(path.contains("contacts/") ? 1 : 0);
			assertThat(page.locator("main form[method=post] button")).hasCount(0);
			assertThat(page.locator("main a[href$='/edit'], main a[href$='/remove'], main a[href$='/new']"))
				.hasCount(0);
			PanelBrowser.assertAccessible(page);
		}
		String[] eve = { "Authorization", PanelServer.basic("eve", "secret") };
		HttpResponse<String> form = server.get(home + "/contacts/" + ann.id() + "/remove", eve);
		for (String path : List.of("/new", "/lists/new", "/topics/new", "/topics/offers/remove", "/import",
				"/lists/" + list.id() + "/remove", "/lists/" + list.id() + "/add", "/lists/" + list.id() + "/edit",
				"/contacts/" + ann.id() + "/remove", "/contacts/" + ann.id() + "/unsubscribe",
				"/contacts/" + ann.id() + "/edit", "/contacts/" + ann.id() + "/topics",
				"/contacts/" + ann.id() + "/put")) {
			assertThat(
					server.post(home + path, List.of("_token", PanelServer.token(form), "name", "x"), eve).statusCode())
				.as(path)
				.isEqualTo(403);
		}
		assertThat(audience.contacts().search(ContactSearch.all().list(list.id())).contacts()).containsExactly(ann);
	}

	@Test
	void whatIsGoneOrNeverWasIsNotFound() throws Exception {
		String[] ops = { "Authorization", PanelServer.basic("ops", "secret") };
		for (String path : List.of("/nobody", "/default/contacts/" + UUID.randomUUID(), "/default/contacts/x",
				"/default/lists/" + UUID.randomUUID(), "/default/topics/none/edit", "?account=nobody",
				"/default/lists/x")) {
			assertThat(server.get("/sendpost/contacts" + path, ops).statusCode()).as(path).isEqualTo(404);
		}
		assertThat(server.get("/sendpost/contacts?status=odd", ops).statusCode()).isEqualTo(422);
		assertThat(server.get("/sendpost/contacts/" + Submitter.DEFAULT_SUB_ACCOUNT, ops).statusCode()).isEqualTo(200);
	}

	@Test
	void nobodySavesOverWhatAnotherSaved(PanelBrowser browser) {
		Audience audience = audience("two");
		ContactList list = audience.lists().create(ListDetails.named("News"));
		audience.topics().create(new Topic("offers", "Offers", "", true));
		Contact ann = audience.contacts().create(ContactDetails.of("ann@example.com").field("city", "Lyon"));
		String home = "/sendpost/contacts/two";
		Page one = browser.open(server, home + "/contacts/" + ann.id() + "/edit", "ops");
		Page two = browser.open(server, home + "/contacts/" + ann.id() + "/edit", "ops");
		label(one, "Value of field 1").fill("Paris");
		pressed(one, "Save");
		says(one, "The contact was changed.");
		label(two, "Name").fill("Ann Lee");
		pressed(two, "Save");
		assertThat(two.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this meanwhile.");
		assertThat(label(two, "Name")).hasValue("Ann Lee");
		pressed(two, "Save");
		assertThat(two.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this meanwhile.");
		assertThat(find(audience, "ann@example.com").fields()).containsEntry("city", "Paris");
		label(two, "Name").fill("");
		label(two, "Value of field 1").fill("Paris");
		pressed(two, "Save");
		says(two, "The contact was changed.");

		one.navigate(server.url(home + "/lists/" + list.id() + "/edit"));
		two.navigate(server.url(home + "/lists/" + list.id() + "/edit"));
		label(one, "Name").fill("All news");
		pressed(one, "Save");
		says(one, "The list was changed.");
		two.getByLabel("Double opt-in").check();
		pressed(two, "Save");
		assertThat(two.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this meanwhile.");
		assertThat(two.getByLabel("Double opt-in")).isChecked();

		one.navigate(server.url(home + "/topics/offers/edit"));
		two.navigate(server.url(home + "/topics/offers/edit"));
		label(one, "Name for readers").fill("Deals");
		pressed(one, "Save");
		says(one, "The topic was changed.");
		two.getByLabel("Received by those who have not chosen").uncheck();
		pressed(two, "Save");
		assertThat(two.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this meanwhile.");
		assertThat(audience.topics().find("offers").orElseThrow()).isEqualTo(new Topic("offers", "Deals", "", true));
	}

	@Test
	void whatAReaderChoseMeanwhileIsNotUndone(PanelBrowser browser) {
		Audience audience = audience("choosing");
		audience.topics().create(new Topic("offers", "Offers", "", true));
		audience.topics().create(new Topic("tips", "Tips", "", true));
		Contact ann = audience.contacts().create(ContactDetails.of("ann@example.com"));
		Page page = browser.open(server, "/sendpost/contacts/choosing/contacts/" + ann.id(), "ops");
		audience.topics().choose(ann.id(), Map.of("offers", false));
		page.getByLabel("Tips").uncheck();
		pressed(page, "Save choices");
		says(page, "The choices were saved.");
		assertThat(audience.topics().choices(ann.id())).isEqualTo(Map.of("offers", false, "tips", false));
	}

}
