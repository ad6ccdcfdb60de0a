package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.admin.DeliveryApplication.ScriptedTransport;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.transport.TransportState;
import dev.sendpost.transport.Transports;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Tests for transports and routes, in a browser.
 */
@BrowserTest
class TransportsPageTests {

	private static final String[] EVE = { "Authorization", PanelServer.basic("eve", "secret") };

	private static final String BACKUP = "backup <b>&\"'";

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(DeliveryApplication.class, "sendpost.routing.default-route=main",
				"sendpost.routing.circuit.open-for=1s", "sendpost.routing.routes.bulk.transports=main",
				"sendpost.routing.rules[0].recipient-domains=*.corp.example,corp.example",
				"sendpost.routing.rules[0].tags=news", "sendpost.routing.rules[0].route=bulk",
				"sendpost.warm-up.routes.main.start=" + LocalDate.now(ZoneOffset.UTC).minusDays(1),
				"sendpost.warm-up.routes.main.daily-caps=50,1000,1000");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void acceptAgain() {
		main().accepting();
	}

	private static ScriptedTransport main() {
		return server.bean("mainTransport", ScriptedTransport.class);
	}

	private static Page one(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/transports", "ops");
		DeliveryPages.link(page, "main").click();
		assertThat(page.locator("h1")).containsText("main");
		return page;
	}

	@Test
	void transportsRoutesAndRulesAreShownAsConfigured(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/transports", "ops");
		assertThat(page.locator("main")).containsText("scripted, smtp.example.com:587");
		assertThat(page.locator("main"))
			.containsText("the recipient is at *.corp.example or corp.example, and the message has the tag news");
		assertThat(DeliveryPages.link(page, BACKUP)).isVisible();
		PanelBrowser.assertAccessible(page);
		DeliveryPages.pictures(server, browser, "/sendpost/transports", "transports");
		DeliveryPages.link(page, BACKUP).click();
		assertThat(page.locator("h1")).containsText(BACKUP);
		assertThat(page.locator("main")).containsText("multiple recipients");
		assertThat(page.locator("main")).containsText("None since the application started.");
		PanelBrowser.assertAccessible(page);
		page.navigate(server.url("/sendpost/transports/transport?name=main"));
		assertThat(page.locator("main")).containsText("up to 1,000 recipients of a provider");
		DeliveryPages.pictures(server, browser, "/sendpost/transports/transport?name=main", "transport");
	}

	@Test
	void aTestMailShowsTheAnswerWordForWord(PanelBrowser browser) {
		main().answering((recipient) -> RecipientOutcome.sent(recipient, "main", "250 2.0.0 " + DeliveryPages.HOSTILE));
		Page page = one(browser);
		page.getByLabel("To").fill("tester@example.com");
		DeliveryPages.button(page, "Send a test mail").click();
		assertThat(page.locator("#outcome q")).hasText("250 2.0.0 " + DeliveryPages.HOSTILE);
		assertThat(page.locator("#outcome")).containsText("tester@example.com");
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "transport-test");
		DeliveryPages.link(page, "See the message").click();
		assertThat(page.locator("h1")).hasText("Test mail through main");
	}

	@Test
	void aTestMailThatIsRefusedShowsTheAnswerToo(PanelBrowser browser) {
		main().answering((recipient) -> RecipientOutcome.bounced(recipient, "main", "550 5.7.1 Relaying denied"));
		Page page = one(browser);
		page.getByLabel("To").fill("tester@example.com");
		page.getByLabel("From").fill("Ops <ops@acme.example>");
		DeliveryPages.button(page, "Send a test mail").click();
		assertThat(page.locator("#outcome")).containsText("550 5.7.1 Relaying denied");
		assertThat(page.locator("#outcome .status")).hasText("bounced");
	}

	@Test
	void whatCannotBeSentIsSaidAndWhatWasTypedIsKept(PanelBrowser browser) {
		Page page = one(browser);
		page.getByLabel("To").fill(DeliveryPages.HOSTILE);
		page.getByLabel("From").fill("ops@acme.example");
		DeliveryPages.button(page, "Send a test mail").click();
		assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
		assertThat(page.getByLabel("To")).hasValue(DeliveryPages.HOSTILE);
		assertThat(page.getByLabel("From")).hasValue("ops@acme.example");
		PanelBrowser.assertAccessible(page);
	}

	@Test
	void aTransportIsPausedAndResumed(PanelBrowser browser) {
		Page page = one(browser);
		DeliveryPages.link(page, "Pause").click();
		assertThat(page.locator("h1")).hasText("Pause mail through the transport main?");
		DeliveryPages.button(page, "Pause").click();
		assertThat(page.locator("h1")).containsText("paused");
		Assertions.assertThat(server.bean(MailQueue.class).state(1).pausedTransports()).containsExactly("main");
		PanelBrowser.assertAccessible(page);
		DeliveryPages.button(page, "Resume").click();
		assertThat(page.locator("h1")).containsText("up");
		Assertions.assertThat(server.bean(MailQueue.class).state(1).pausedTransports()).isEmpty();
	}

	@Test
	void aConnectionIsCheckedAndAnOpenCircuitIsSeen(PanelBrowser browser) {
		Page page = one(browser);
		DeliveryPages.button(page, "Check the connection").click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("It would take mail now.");
		main().failing("535 5.7.8 Wrong password " + DeliveryPages.HOSTILE);
		DeliveryPages.button(page, "Check the connection").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("535 5.7.8 Wrong password " + DeliveryPages.HOSTILE);
		PanelBrowser.assertAccessible(page);
		Receipt receipt = DeliveryPages.send(server, "ann@example.com", "Fails");
		Awaitility.await()
			.untilAsserted(() -> Assertions.assertThat(server.bean(Transports.class).state("main"))
				.satisfies((state) -> Assertions.assertThat(state.lastFailure()).isNotNull())
				.extracting(TransportState::condition)
				.isNotEqualTo(TransportState.Condition.CLOSED));
		page.navigate(server.url("/sendpost/transports/transport?name=main"));
		assertThat(page.locator("main q")).hasText("535 5.7.8 Wrong password " + DeliveryPages.HOSTILE);
		PanelBrowser.assertAccessible(page);
		main().accepting();
		Awaitility.await().untilAsserted(() -> {
			server.bean(MailQueue.class).retryNow(receipt.id());
			Assertions.assertThat(server.bean(MailGateway.class).find(receipt.id()).orElseThrow().dueAt()).isNull();
			Assertions.assertThat(server.bean(Transports.class).state("main").condition())
				.as("for the tests after this one")
				.isNotEqualTo(TransportState.Condition.OPEN);
		});
	}

	@Test
	void whoMayOnlyLookChangesNothing(PanelBrowser browser) throws Exception {
		Page page = browser.open(server, "/sendpost/transports", "eve");
		DeliveryPages.link(page, "main").click();
		assertThat(page.locator("main .button, main button, main form")).hasCount(0);
		PanelBrowser.assertAccessible(page);
		HttpResponse<String> question = server.get("/sendpost/queue/pause", EVE);
		for (String path : List.of("check", "test")) {
			Assertions
				.assertThat(
						server
							.post("/sendpost/transports/" + path,
									List.of("_token", PanelServer.token(question), "name", "main", "to",
											"a@example.com"),
									EVE)
							.statusCode())
				.as(path)
				.isEqualTo(403);
		}
	}

}
