package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.admin.DeliveryApplication.ScriptedTransport;
import dev.sendpost.outbox.MailQueue;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Tests for the queue, in a browser.
 */
@BrowserTest
class QueuePageTests {

	private static final String[] EVE = { "Authorization", PanelServer.basic("eve", "secret") };

	private static PanelServer server;

	@BeforeAll
	static void start() {
		server = PanelServer.start(DeliveryApplication.class, "sendpost.routing.default-route=main");
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

	private static MailQueue queue() {
		return server.bean(MailQueue.class);
	}

	private static Receipt deferred(String to) {
		main().answering((recipient) -> RecipientOutcome.deferred(recipient, "main",
				"450 4.7.1 Greylisted " + DeliveryPages.HOSTILE));
		Receipt receipt = DeliveryPages.send(server, to, "Waits " + DeliveryPages.HOSTILE);
		DeliveryPages.await(server, receipt, EmailStatus.DEFERRED);
		return receipt;
	}

	@Test
	void aDeferredMessageIsTriedAgainAtOnce(PanelBrowser browser) {
		Receipt receipt = deferred("ann@one.example");
		Page page = browser.open(server, "/sendpost/queue", "ops");
		assertThat(page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("one.example")))
			.containsText("450 4.7.1 Greylisted " + DeliveryPages.HOSTILE);
		PanelBrowser.assertAccessible(page);
		DeliveryPages.pictures(server, browser, "/sendpost/queue", "queue");
		page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName("one.example"))
			.getByRole(AriaRole.LINK)
			.first()
			.click();
		assertThat(page.locator("h1")).hasText("Deferred mail to one.example");
		assertThat(page.locator("tbody tr")).hasCount(1);
		assertThat(page.locator("tbody tr")).containsText(DeliveryPages.HOSTILE);
		PanelBrowser.assertAccessible(page);
		main().accepting();
		DeliveryPages.button(page, "Retry now: Waits " + DeliveryPages.HOSTILE + " to ann@one.example").click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The message is tried again now.");
		assertThat(page.locator("h1")).hasText("Deferred mail to one.example");
		DeliveryPages.await(server, receipt, EmailStatus.SENT);
	}

	@Test
	void allDeferredMailToADomainIsTriedAgainAtOnce(PanelBrowser browser) {
		Receipt first = deferred("ann@two.example");
		Receipt second = deferred("bob@two.example");
		Page page = browser.open(server, "/sendpost/queue", "ops");
		main().accepting();
		DeliveryPages.link(page, "Retry now: two.example").click();
		assertThat(page.locator("h1")).hasText("Try all deferred mail to two.example again?");
		PanelBrowser.assertAccessible(page);
		DeliveryPages.button(page, "Try again now").click();
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("2 messages are tried again now.");
		DeliveryPages.await(server, first, EmailStatus.SENT);
		DeliveryPages.await(server, second, EmailStatus.SENT);
	}

	@Test
	void everythingIsPausedAndResumed(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/queue", "ops");
		DeliveryPages.link(page, "Pause everything").click();
		assertThat(page.locator("h1")).hasText("Pause all mail?");
		DeliveryPages.button(page, "Pause").click();
		assertThat(page.locator(".attention")).containsText("Everything is paused");
		Assertions.assertThat(queue().state(1).paused()).isTrue();
		PanelBrowser.assertAccessible(page);
		DeliveryPages.button(page, "Resume").click();
		assertThat(DeliveryPages.link(page, "Pause everything")).isVisible();
		Assertions.assertThat(queue().state(1).paused()).isFalse();
	}

	@Test
	void oneTransportOrOneSubAccountIsPausedAndResumed(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/queue", "ops");
		page.getByLabel("Transport").selectOption("main");
		DeliveryPages.button(page, "Pause the transport").click();
		DeliveryPages.button(page, "Pause").click();
		assertThat(DeliveryPages.button(page, "Resume the transport main")).isVisible();
		Assertions.assertThat(queue().state(1).pausedTransports()).containsExactly("main");
		page.getByLabel("Sub-account").fill("nobody");
		DeliveryPages.button(page, "Pause the sub-account").click();
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no such sub-account.");
		page.goBack();
		page.getByLabel("Sub-account").fill("default");
		DeliveryPages.button(page, "Pause the sub-account").click();
		DeliveryPages.button(page, "Pause").click();
		assertThat(DeliveryPages.button(page, "Resume the sub-account default")).isVisible();
		Assertions.assertThat(queue().state(1).pausedSubAccounts()).containsExactly("default");
		PanelBrowser.assertAccessible(page);
		DeliveryPages.button(page, "Resume the transport main").click();
		DeliveryPages.button(page, "Resume the sub-account default").click();
		assertThat(page.getByText("No transport and no sub-account is paused.")).isVisible();
		Assertions.assertThat(queue().state(1).pausedTransports()).isEmpty();
		Assertions.assertThat(queue().state(1).pausedSubAccounts()).isEmpty();
	}

	@Test
	void whatIsBeingSentIsSeenAndNotSentAgain(PanelBrowser browser) throws Exception {
		CountDownLatch answer = new CountDownLatch(1);
		main().answering((recipient) -> {
			try {
				Assertions.assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return main().accept(recipient);
		});
		Receipt receipt = DeliveryPages.send(server, "ann@slow.example", "Slow");
		DeliveryPages.await(server, receipt, EmailStatus.SENDING);
		Page page = browser.open(server, "/sendpost/queue/messages?status=sending", "ops");
		assertThat(page.locator("tbody")).containsText("ann@slow.example");
		assertThat(DeliveryPages.button(page, "Retry now")).hasCount(0);
		PanelBrowser.assertAccessible(page);
		answer.countDown();
		assertThat(page.getByText("No message waits like that.")).isVisible();
		DeliveryPages.await(server, receipt, EmailStatus.SENT);
	}

	@Test
	void whoMayOnlyLookChangesNothing(PanelBrowser browser) throws Exception {
		Receipt receipt = deferred("ann@three.example");
		Page page = browser.open(server, "/sendpost/queue", "eve");
		assertThat(page.locator("main").getByText("three.example")).isVisible();
		assertThat(page.locator("main .button, main button")).hasCount(0);
		PanelBrowser.assertAccessible(page);
		page.navigate(server.url("/sendpost/queue/messages?status=deferred&domain=three.example"));
		assertThat(page.locator("tbody tr")).hasCount(1);
		assertThat(page.locator("main .button, main button")).hasCount(0);
		HttpResponse<String> question = server.get("/sendpost/queue/pause", EVE);
		String token = PanelServer.token(question);
		for (String path : List.of("pause", "resume", "retry", "retry-domain")) {
			Assertions
				.assertThat(server
					.post("/sendpost/queue/" + path,
							List.of("_token", token, "id", receipt.id().toString(), "domain", "three.example"), EVE)
					.statusCode())
				.as(path)
				.isEqualTo(403);
		}
		Assertions.assertThat(queue().state(1).paused()).isFalse();
	}

}
