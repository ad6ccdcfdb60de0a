package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.Submitter;
import dev.sendpost.audit.AuditEntry;
import dev.sendpost.audit.AuditLog;
import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyDetails;
import dev.sendpost.subaccount.ApiKeyRefusedException;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.IssuedApiKey;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.subaccount.UpstreamCredentials;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sendpost.admin.Seen.button;
import static dev.sendpost.admin.Seen.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the pages of sub-accounts and keys, in a browser.
 */
@BrowserTest
class SubAccountsPageTests {

	private static final String PATH = "/sendpost/sub-accounts";

	private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202egnp";

	private static PanelServer server;

	private static SubAccounts subAccounts;

	private static ApiKeys keys;

	@BeforeAll
	static void start() {
		server = PanelServer.start(PanelServer.Secured.class, "sendpost.sub-accounts.fixed.display-name=Fixed tenant",
				"sendpost.sub-accounts.fixed.block-reason=moving",
				"sendpost.sub-accounts.fixed.limits.messages-per-day=5000", "sendpost.api-keys.web.sub-account=fixed",
				"sendpost.api-keys.web.scope=sending_access",
				"sendpost.api-keys.web.value=0123456789abcdef0123456789abcdef", "sendpost.transports.bulk.type=smtp",
				"sendpost.transports.bulk.host=localhost", "sendpost.transports.bulk.port=1",
				"sendpost.encryption.key=" + Base64.getEncoder().encodeToString(new byte[32]));
		subAccounts = server.bean(SubAccounts.class);
		keys = server.bean(ApiKeys.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Locator field(Page page, String label) {
		return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
	}

	private static AuditEntry lastChange() {
		return server.bean(AuditLog.class).find(null, null, 1).entries().get(0);
	}

	@Test
	void aSubAccountIsCreatedAndChanged(PanelBrowser browser) {
		Page page = browser.open(server, PATH, "ops");
		assertThat(page.getByText("default")).isVisible();
		PanelBrowser.assertAccessible(page);
		link(page, "New sub-account").click();
		PanelBrowser.assertAccessible(page);
		field(page, "Name").fill("Fox Hole");
		field(page, "What people call it").fill("FoxHole");
		button(page, "Create").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("lower-case letters");
		assertThat(field(page, "What people call it")).hasValue("FoxHole");
		PanelBrowser.assertAccessible(page);
		field(page, "Name").fill("foxhole");
		field(page, "Sender").fill("nobody");
		button(page, "Create").click();
		assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
		field(page, "Sender").fill("FoxHole <news@foxhole.example>");
		field(page, "Messages in a day").fill("2500");
		field(page, "Route").fill("nowhere");
		button(page, "Create").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("no route or transport 'nowhere'");
		field(page, "Route").fill("bulk");
		field(page, "Labels").fill("gold\nhosted in Bonn");
		button(page, "Create").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The sub-account is there.");
		assertThat(page.getByText("2,500")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "sub-account");
		SubAccount created = subAccounts.find("foxhole").orElseThrow();
		assertThat(created.settings().route()).isEqualTo("bulk");
		assertThat(created.settings().labels()).containsExactly("gold", "hosted in Bonn");
		assertThat(created.settings().limits()).isEqualTo(new SubAccountLimits(null, null, 2500L, null, null));
		assertThat(lastChange().subject()).isEqualTo("foxhole");
		link(page, "Change").click();
		assertThat(field(page, "Sender")).hasValue("\"FoxHole\" <news@foxhole.example>");
		field(page, "Messages in a day").fill("");
		field(page, "Mail sent with its keys may name").selectOption("its own, and these");
		field(page, "Labels").fill("silver");
		button(page, "Save").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The sub-account is changed.");
		assertThat(page.getByText("its own route alone")).isVisible();
		SubAccountSettings changed = subAccounts.find("foxhole").orElseThrow().settings();
		assertThat(changed.limits()).isNull();
		assertThat(changed.keyRoutes()).isEmpty();
		assertThat(changed.labels()).containsExactly("silver");
		page.navigate(server.url(PATH));
		page.getByLabel("Name or label").fill("SILV");
		button(page, "Find").click();
		assertThat(page.locator("tbody tr")).hasCount(1);
		PanelBrowser.picture(page, "sub-accounts");
		page.getByLabel("Name or label").fill("nothing like it");
		button(page, "Find").click();
		assertThat(page.getByText("No sub-account is called like that.")).isVisible();
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void aSubAccountIsBlockedAndUnblocked(PanelBrowser browser) {
		subAccounts.create("noisy", SubAccountSettings.NONE);
		Page page = browser.open(server, PATH + "/of/noisy", "ops");
		link(page, "Block").click();
		PanelBrowser.assertAccessible(page);
		button(page, "Block").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("Say why");
		field(page, "Reason").fill("too many complaints");
		button(page, "Block").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("blocked");
		assertThat(page.locator(".attention")).containsText("too many complaints");
		assertThat(subAccounts.find("noisy").orElseThrow().isBlocked()).isTrue();
		PanelBrowser.assertAccessible(page);
		link(page, "Unblock").click();
		assertThat(page.getByText("What was refused or dropped meanwhile is not sent.")).isVisible();
		button(page, "Unblock").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("may send again");
		assertThat(subAccounts.find("noisy").orElseThrow().isBlocked()).isFalse();
	}

	@Test
	void aSubAccountIsRemovedOnceItWasAskedFor(PanelBrowser browser) {
		subAccounts.create("gone", SubAccountSettings.NONE);
		IssuedApiKey key = keys.issue(ApiKeyRequest.subAccount("gone", "Shop"));
		Page page = browser.open(server, PATH + "/of/gone", "ops");
		link(page, "Remove").click();
		assertThat(page.getByText("Its one key lets nobody in any more.")).isVisible();
		assertThat(page.getByText("This cannot be undone.")).isVisible();
		PanelBrowser.assertAccessible(page);
		button(page, "Remove").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The sub-account gone is removed.");
		assertThat(subAccounts.find("gone")).isEmpty();
		assertThatExceptionOfType(ApiKeyRefusedException.class)
			.isThrownBy(() -> keys.authenticate(key.text(), "192.0.2.1"));
		page.navigate(server.url(PATH + "/of/gone"));
		assertThat(page.getByText("There is no such sub-account.")).isVisible();
	}

	@Test
	void credentialsAreTakenInAndNeverShown(PanelBrowser browser) {
		subAccounts.create("tenant", SubAccountSettings.NONE);
		SubAccountCredentials credentials = server.bean(SubAccountCredentials.class);
		Page page = browser.open(server, PATH + "/of/tenant", "ops");
		link(page, "Set credentials").click();
		PanelBrowser.assertAccessible(page);
		field(page, "Transport").selectOption("bulk");
		field(page, "User name").fill("foxy");
		button(page, "Keep them").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("Give the password");
		assertThat(field(page, "User name")).hasValue("foxy");
		field(page, "Password or API key").fill(" s3cret of tenant ");
		button(page, "Keep them").click();
		assertThat(page.getByText("kept, never shown")).isVisible();
		assertThat(page.content()).doesNotContain("s3cret").doesNotContain("foxy");
		assertThat(credentials.find("tenant", "bulk")).contains(new UpstreamCredentials("foxy", " s3cret of tenant "));
		PanelBrowser.assertAccessible(page);
		link(page, "Replace the credentials for bulk").click();
		assertThat(page.content()).doesNotContain("s3cret").doesNotContain("foxy");
		page.goBack();
		link(page, "Remove the credentials for bulk").click();
		PanelBrowser.assertAccessible(page);
		button(page, "Remove").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("deleted");
		assertThat(credentials.find("tenant", "bulk")).isEmpty();
		assertThat(lastChange().subject()).isEqualTo("tenant at bulk");
	}

	@Test
	void aKeyIsShownOnceAndCanBeCopied(PanelBrowser browser) {
		subAccounts.create("keyed", SubAccountSettings.NONE);
		Page page = browser.open(server, PATH + "/of/keyed", "ops");
		page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
		link(page, "New key").click();
		PanelBrowser.assertAccessible(page);
		button(page, "Make the key").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("what it is for");
		field(page, "What it is for").fill("Web shop");
		field(page, "Mode").selectOption("test: mail is only captured");
		field(page, "Last day").fill("2199-12-31");
		button(page, "Make the key").click();
		assertThat(page.getByText("It is shown this once")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "key-issued");
		String text = page.locator(".secret").textContent();
		assertThat(text).startsWith("sk_test_");
		button(page, "Copy the key").click();
		assertThat(button(page, "Copied")).isVisible();
		assertThat(page.evaluate("() => navigator.clipboard.readText()")).isEqualTo(text);
		ApiKey key = keys.authenticate(text, "192.0.2.1");
		assertThat(key.subAccount()).isEqualTo("keyed");
		assertThat(key.scope()).isEqualTo(ApiKeyScope.SENDING_ACCESS);
		assertThat(key.expiresAt()).hasToString("2200-01-01T00:00:00Z");
		String hint = keys.find(key.id()).orElseThrow().hint();
		assertThat(lastChange().subject()).contains(hint, "sub-account keyed").doesNotContain(text);
		link(page, "Done").click();
		assertThat(page.getByText(hint)).isVisible();
		assertThat(page.content()).doesNotContain(text);
		PanelBrowser.assertAccessible(page);
		link(page, "Sub-account keyed").click();
		assertThat(page.locator("section", new Page.LocatorOptions().setHasText("Web shop"))).containsText("test");
		assertThat(page.content()).doesNotContain(text);
	}

	@Test
	void aKeyIsMadeOnceThoughTheButtonIsPressedTwice(PanelBrowser browser) {
		subAccounts.create("pressed", SubAccountSettings.NONE);
		Page page = browser.open(server, PATH + "/of/pressed", "ops");
		link(page, "New key").click();
		field(page, "What it is for").fill("Web shop");
		List<Route> posted = new ArrayList<>();
		page.route((url) -> url.contains(PATH), (route) -> {
			if (route.request().method().equals("POST")) {
				posted.add(route);
			}
			else {
				route.resume();
			}
		});
		button(page, "Make the key").evaluate("""
				async (button) => {
					button.click();
					await new Promise((then) => setTimeout(then, 500));
					button.click();
				}""");
		page.waitForCondition(() -> !posted.isEmpty());
		posted.get(0).resume();
		assertThat(page.getByText("It is shown this once")).isVisible();
		assertThat(posted).hasSize(1);
	}

	@Test
	void aKeyIsRotatedAndRevoked(PanelBrowser browser) {
		subAccounts.create("turning", SubAccountSettings.NONE);
		IssuedApiKey old = keys.issue(ApiKeyRequest.subAccount("turning", "Server"));
		Page page = browser.open(server, PATH + "/of/turning", "ops");
		link(page, "Rotate Server").click();
		PanelBrowser.assertAccessible(page);
		field(page, "The old key is good").selectOption("for a day more");
		button(page, "Rotate").click();
		assertThat(page.getByText("is good until")).isVisible();
		PanelBrowser.assertAccessible(page);
		String text = page.locator(".secret").textContent();
		UUID replacement = keys.authenticate(text, "192.0.2.1").id();
		assertThat(keys.authenticate(old.text(), "192.0.2.1").expiresAt()).isNotNull();
		link(page, "Done").click();
		page.navigate(server.url(PATH + "/keys/" + old.details().id()));
		assertThat(page.getByText("replaced", new Page.GetByTextOptions().setExact(true))).isVisible();
		link(page, "another key").click();
		link(page, "Revoke").click();
		assertThat(page.getByText("is not let in any more")).isVisible();
		PanelBrowser.assertAccessible(page);
		button(page, "Revoke").click();
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("The key is revoked.");
		assertThat(keys.find(replacement)).map(ApiKeyDetails::revokedAt).isPresent();
		assertThat(link(page, "Rotate")).hasCount(0);
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void aKeyOfTheAccountIsMadeAndAllKeysAreListed(PanelBrowser browser) {
		Page page = browser.open(server, PATH, "ops");
		link(page, "Keys").click();
		link(page, "New key of the account").click();
		assertThat(page.getByText("acts for the account with all its sub-accounts")).isVisible();
		field(page, "What it is for").fill("Operator");
		field(page, "May").selectOption("full access");
		field(page, "Style").selectOption("sendry: sn_live_...");
		button(page, "Make the key").click();
		String text = page.locator(".secret").textContent();
		assertThat(text).startsWith("sn_live_");
		assertThat(keys.authenticate(text, "192.0.2.1").submitter().wholeAccount()).isTrue();
		page.navigate(server.url(PATH + "/keys"));
		assertThat(page.getByText("Operator")).isVisible();
		assertThat(page.getByText("web", new Page.GetByTextOptions().setExact(true))).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "keys");
		page.setViewportSize(390, 844);
		PanelBrowser.picture(page, "keys-phone");
		page.getByLabel("Of sub-account").fill("fixed");
		button(page, "Find").click();
		assertThat(page.getByText("Operator")).hasCount(0);
		assertThat(page.locator("tbody tr")).hasCount(1);
	}

	@Test
	void whatPropertiesDefineIsShownAsSuchAndStays(PanelBrowser browser) throws Exception {
		Page page = browser.open(server, PATH + "/of/fixed", "ops");
		assertThat(page.getByText("sendpost.sub-accounts.fixed.*")).isVisible();
		assertThat(page.locator(".attention")).containsText("moving");
		assertThat(page.getByText("5,000")).isVisible();
		for (String name : List.of("Change", "Block", "Unblock", "Remove", "Set credentials", "Rotate web",
				"Revoke web")) {
			assertThat(link(page, name)).hasCount(0);
		}
		PanelBrowser.assertAccessible(page);
		link(page, "web").click();
		assertThat(page.getByText("sendpost.api-keys.web.*")).isVisible();
		assertThat(link(page, "Revoke")).hasCount(0);
		PanelBrowser.assertAccessible(page);
		String[] ops = { "Authorization", PanelServer.basic("ops", "secret") };
		String token = PanelServer.token(server.get(PATH + "/new", ops));
		UUID web = keys.configured().get(0).id();
		for (String path : List.of("/of/fixed/change", "/of/fixed/block", "/of/fixed/unblock", "/of/fixed/remove",
				"/keys/" + web + "/revoke", "/keys/" + web + "/rotate", "/of/default/remove")) {
			HttpResponse<String> answer = server.post(PATH + path,
					List.of("_token", token, "reason", "x", "overlap", "P1D"), ops);
			assertThat(answer.statusCode()).as(path).isEqualTo(422);
			assertThat(lastChange().refusal()).as(path).isNotNull();
		}
		assertThat(subAccounts.find("default")).isPresent();
	}

	@Test
	void whoMayOnlyLookChangesNothing(PanelBrowser browser) throws Exception {
		subAccounts.create("watched", SubAccountSettings.NONE);
		UUID key = keys.issue(ApiKeyRequest.subAccount("watched", "Watch")).details().id();
		Page page = browser.open(server, PATH, "eve");
		for (String path : List.of("", "/of/watched", "/keys", "/keys/" + key, "/new", "/of/watched/change",
				"/of/watched/block", "/of/watched/credentials", "/keys/new", "/keys/" + key + "/rotate")) {
			page.navigate(server.url(PATH + path));
			assertThat(page.locator(".who")).containsText("read only");
			for (String name : List.of("New sub-account", "Change", "Block", "Remove", "New key", "Set credentials",
					"Rotate", "Revoke", "Rotate Watch", "Revoke Watch", "New key of the account")) {
				assertThat(link(page, name)).hasCount(0);
			}
			assertThat(page.locator("main form[method=post] button")).hasCount(0);
		}
		String[] eve = { "Authorization", PanelServer.basic("eve", "secret") };
		String token = PanelServer.token(server.get(PATH + "/new", eve));
		for (String path : List.of("/new", "/of/watched/change", "/of/watched/remove", "/keys/new",
				"/keys/" + key + "/revoke")) {
			HttpResponse<String> answer = server.post(PATH + path, List.of("_token", token, "name", "x"), eve);
			assertThat(answer.statusCode()).as(path).isEqualTo(403);
		}
		assertThat(keys.find(key).orElseThrow().revokedAt()).isNull();
		assertThat(keys.forSubmitter(Submitter.subAccount("watched")).list()).hasSize(1);
	}

	@Test
	void whatOthersWroteIsShownAsText(PanelBrowser browser) {
		subAccounts.create("hostile",
				SubAccountSettings.NONE.displayName(HOSTILE).labels(List.of(HOSTILE, "x".repeat(100))));
		subAccounts.block("hostile", HOSTILE + "x".repeat(300));
		IssuedApiKey key = keys.issue(ApiKeyRequest.subAccount("hostile", HOSTILE));
		Page page = browser.open(server, PATH + "?text=hostile", "ops");
		assertThat(page.locator("tbody tr")).hasCount(1);
		PanelBrowser.assertAccessible(page);
		for (String path : List.of("/of/hostile", "/of/hostile/change", "/of/hostile/remove", "/of/hostile/block",
				"/of/hostile/credentials", "/keys/" + key.details().id(), "/keys/" + key.details().id() + "/rotate",
				"/keys/" + key.details().id() + "/revoke")) {
			page.navigate(server.url(PATH + path));
			assertThat(page.locator("h1")).containsText("<script>alert(1)</script>");
			assertThat(page.locator("main img, main script")).hasCount(0);
		}
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void nobodySavesOverWhatAnotherSaved(PanelBrowser browser) {
		subAccounts.create("two", SubAccountSettings.NONE);
		Page page = browser.open(server, PATH + "/of/two/change", "ops");
		subAccounts.update("two", (settings) -> settings.displayName("Two of us"));
		field(page, "What people call it").fill("Mine");
		button(page, "Save").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this meanwhile.");
		assertThat(field(page, "What people call it")).hasValue("Mine");
		assertThat(subAccounts.find("two").orElseThrow().displayName()).isEqualTo("Two of us");
		PanelBrowser.assertAccessible(page);
	}

}
