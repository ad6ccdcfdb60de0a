package dev.sendpost.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.audit.AuditLog;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.webhook.inbound.ReceivedWebhook;
import dev.sendpost.webhook.inbound.ReceivedWebhooks;
import dev.sendpost.webhook.inbound.WebhookDeliveryState;
import dev.sendpost.webhook.inbound.WebhookObserver;
import dev.sendpost.webhook.outbound.WebhookDelivery;
import dev.sendpost.webhook.outbound.WebhookDeliverySearch;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSettings;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sendpost.admin.Seen.followed;
import static dev.sendpost.admin.Seen.pressed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages of webhooks, in a browser.
 */
@BrowserTest
class WebhooksPageTests {

	private static final String SECRET = "0123456789abcdef";

	private static final String HOSTILE = "<script>alert(1)</script>\"'>\u202eliam " + "x".repeat(120);

	private static final String[] EVE = { "Authorization", PanelServer.basic("eve", "secret") };

	private static final List<String> settled = new CopyOnWriteArrayList<>();

	private static final List<String> told = new CopyOnWriteArrayList<>();

	private static volatile int status = 200;

	private static volatile String answer = "fine";

	private static HttpServer listener;

	private static PanelServer server;

	@BeforeAll
	static void start() throws IOException {
		listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		listener.createContext("/", (exchange) -> {
			told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			byte[] body = answer.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		listener.start();
		server = PanelServer.start(Observed.class,
				"sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
				"sendpost.egress.allowed-networks=127.0.0.0/8", "sendpost.outgoing-webhooks.retry.delays=1h",
				"sendpost.webhooks.sources.acme.provider=generic", "sendpost.webhooks.sources.acme.secrets=" + SECRET,
				"sendpost.webhooks.sources.acme.mapping.type=/kind",
				"sendpost.webhooks.sources.acme.mapping.types.arrived=delivered",
				"sendpost.webhooks.sources.acme.mapping.message-id=/ref",
				"sendpost.webhooks.sources.quiet.provider=sendry", "sendpost.webhooks.sources.quiet.secrets=" + SECRET,
				"sendpost.webhooks.sources.own.provider=generic", "sendpost.webhooks.sources.own.secrets=" + SECRET,
				"sendpost.webhooks.sources.own.endpoint=false");
	}

	@AfterAll
	static void stop() {
		server.close();
		listener.stop(0);
	}

	@AfterEach
	void removeSubscribers() {
		WebhookSubscribers subscribers = subscribers();
		subscribers.list().forEach((subscriber) -> subscribers.remove(subscriber.id()));
	}

	private static WebhookSubscribers subscribers() {
		return server.bean(WebhookSubscribers.class);
	}

	private static WebhookSubscriber subscribe(String name) {
		return subscribers()
			.create(new WebhookSettings(name, url(), EnumSet.of(WebhookEventType.PROCESSED),
					WebhookForm.STANDARD_WEBHOOKS, true))
			.subscriber();
	}

	private static String url() {
		return "http://127.0.0.1:" + listener.getAddress().getPort() + "/hook";
	}

	private static int report(String body, String secret) throws Exception {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
		HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("/webhooks/email/acme")))
			.timeout(Duration.ofSeconds(30))
			.header("X-Webhook-Signature", signature)
			.POST(BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
	}

	private static Locator heading(Page page, String name) {
		return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
	}

	private static boolean isAudited(String action) {
		return server.bean(AuditLog.class)
			.find("ops", null, 100)
			.entries()
			.stream()
			.anyMatch((entry) -> entry.action().equals(action));
	}

	@Test
	void sourcesShowWhatCameAndWhyItFailed(PanelBrowser browser) throws Exception {
		assertThat(report("no JSON, but " + HOSTILE, SECRET)).isEqualTo(200);
		assertThat(report("{}", "wrong")).isEqualTo(401);
		ReceivedWebhooks received = server.bean(ReceivedWebhooks.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> received.count("acme").get(WebhookDeliveryState.UNREADABLE) == 1);
		Page page = browser.open(server, "/sendpost", "ops");
		followed(page, "Webhooks");
		assertThat(page.getByText("/webhooks/email/acme")).isVisible();
		assertThat(page.getByText("HMAC-SHA256 of the body in X-Webhook-Signature").first()).isVisible();
		assertThat(page.getByText("a controller of the application")).isVisible();
		assertThat(page.getByText("Nothing came yet.")).isVisible();
		page.getByText("Why acme was refused").click();
		assertThat(page.getByText("wrong signature")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "webhooks");
		followed(page, "1 unreadable");
		assertThat(heading(page, "acme")).isVisible();
		PanelBrowser.assertAccessible(page);
		page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Received webhooks"))
			.getByRole(AriaRole.LINK)
			.click();
		assertThat(page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Body")))
			.hasText("no JSON, but " + HOSTILE);
		PanelBrowser.assertAccessible(page);
		int before = settled.size();
		pressed(page, "Process again");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("It is processed again.");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> settled.size() > before);
		assertThat(settled).last().isEqualTo("acme UNREADABLE");
		assertThat(isAudited("process a received webhook again")).isTrue();
		ReceivedWebhook webhook = received.find("acme", null, null, 1).webhooks().get(0);
		HttpResponse<String> file = server.get("/sendpost/webhooks/received/" + webhook.id() + "/file", EVE);
		assertThat(file.headers().firstValue("Content-Disposition").orElseThrow()).startsWith("attachment");
		assertThat(file.headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("sandbox");
	}

	@Test
	void aSubscriberIsMadeTriedChangedAndRemoved(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/webhooks/subscribers", "ops");
		assertThat(page.getByText("Nobody is told what becomes of mail.")).isVisible();
		PanelBrowser.assertAccessible(page);
		followed(page, "New subscriber");
		PanelBrowser.assertAccessible(page);
		page.getByLabel("Name (for people)").fill(HOSTILE);
		page.getByLabel("URL").fill("http://10.0.0.1/hook");
		page.getByLabel("opened", new Page.GetByLabelOptions().setExact(true)).check();
		pressed(page, "Make the subscriber");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("10.0.0.1");
		assertThat(page.getByLabel("Name (for people)")).hasValue(HOSTILE);
		assertThat(page.getByLabel("URL")).hasValue("http://10.0.0.1/hook");
		assertThat(page.getByLabel("opened", new Page.GetByLabelOptions().setExact(true))).isChecked();
		PanelBrowser.assertAccessible(page);
		page.getByLabel("URL").fill(url());
		pressed(page, "Make the subscriber");
		assertThat(page.locator("#secret")).isVisible();
		WebhookSubscriber made = subscribers().list().get(0);
		String secret = subscribers().secret(made.id());
		assertThat(page.locator("#secret")).hasText(secret);
		PanelBrowser.assertAccessible(page);
		followed(page, "To the subscriber");
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))).hasText(HOSTILE);
		assertThat(page.content()).doesNotContain(secret);
		assertThat(made.settings().events()).contains(WebhookEventType.OPENED);

		status = 200;
		answer = "<b>thanks</b>";
		pressed(page, "Send a test");
		assertThat(page.getByRole(AriaRole.STATUS)).containsText("It took the test");
		assertThat(page.getByText("<b>thanks</b>")).isVisible();
		assertThat(told).last().asString().contains("email.delivered", "Test of this webhook");
		PanelBrowser.assertAccessible(page);

		pressed(page, "Pause");
		assertThat(page.getByText("Paused by ops")).isVisible();
		assertThat(subscribers().find(made.id()).orElseThrow().state()).isEqualTo(WebhookSubscriber.State.PAUSED);
		pressed(page, "Resume");
		assertThat(page.getByText("Paused by ops")).isHidden();
		assertThat(subscribers().find(made.id()).orElseThrow().state()).isEqualTo(WebhookSubscriber.State.ACTIVE);

		followed(page, "Change");
		page.getByLabel("Name (for people)").fill("The shop");
		page.getByLabel("Form").selectOption("Sendry");
		pressed(page, "Save");
		assertThat(heading(page, "The shop")).isVisible();
		assertThat(subscribers().find(made.id()).orElseThrow().settings().form()).isEqualTo(WebhookForm.SENDRY);

		pressed(page, "Replace the secret");
		assertThat(page.getByText("The old one counts beside it for 24 hours.")).isVisible();
		pressed(page, "Replace");
		assertThat(page.getByText("The one before it counts until")).isVisible();
		String replaced = subscribers().secret(made.id());
		assertThat(replaced).isNotEqualTo(secret);
		assertThat(page.locator("#secret")).hasText(replaced);
		followed(page, "To the subscriber");

		followed(page, "Remove");
		assertThat(page.getByText("This cannot be undone")).isVisible();
		pressed(page, "Remove");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("The subscriber is removed.");
		assertThat(subscribers().list()).isEmpty();
		assertThat(isAudited("remove a webhook subscriber")).isTrue();
	}

	@Test
	void whatASubscriberWasToldIsListedWithEachAnswerAndToldAgain(PanelBrowser browser) {
		WebhookSubscriber subscriber = subscribe("The shop");
		status = 500;
		answer = "no <script>alert(1)</script>";
		server.bean(MailGateway.class).send(Email.builder().to("ann@example.com").subject("Hi").text("x").build());
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> deliveries(subscriber).stream()
				.anyMatch((delivery) -> delivery.attempts() == 1 && !subscribers().attempts(delivery.id()).isEmpty()));
		Page page = browser.open(server, "/sendpost/webhooks/subscribers", "ops");
		PanelBrowser.assertAccessible(page);
		followed(page, "The shop");
		assertThat(page.getByText("Failing since")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "webhook-subscriber");
		page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Deliveries"))
			.getByRole(AriaRole.LINK)
			.first()
			.click();
		assertThat(page.getByText("The answer was 500")).isVisible();
		assertThat(page.getByText("no <script>alert(1)</script>")).isVisible();
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "webhook-delivery");
		status = 200;
		answer = "fine";
		pressed(page, "Tell again");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("It is made again.");
		assertThat(page.locator("dd .status")).hasText("delivered");
		assertThat(deliveries(subscriber)).singleElement()
			.extracting(WebhookDelivery::state)
			.isEqualTo(WebhookDelivery.State.DELIVERED);

		followed(page, "The shop");
		LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
		page.getByLabel("From (UTC)").fill(now.plusDays(1).toString());
		page.getByLabel("Until (UTC)").fill(now.minusDays(1).toString());
		pressed(page, "Tell again");
		assertThat(page.getByRole(AriaRole.ALERT)).hasText("The period must end after it begins.");
		assertThat(page.getByLabel("From (UTC)")).hasValue(now.plusDays(1).toString());
		page.getByLabel("From (UTC)").fill(now.minusDays(1).toString());
		page.getByLabel("Until (UTC)").fill(now.plusDays(1).toString());
		pressed(page, "Tell again");
		assertThat(page.getByText("One delivery at most is made again")).isVisible();
		PanelBrowser.assertAccessible(page);
		int before = told.size();
		pressed(page, "Tell again");
		assertThat(page.getByRole(AriaRole.STATUS)).hasText("One delivery is made again.");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> told.size() > before);
		assertThat(isAudited("make the deliveries of a period again")).isTrue();
	}

	private static List<WebhookDelivery> deliveries(WebhookSubscriber subscriber) {
		return subscribers().deliveries(subscriber.id(), WebhookDeliverySearch.ALL).deliveries();
	}

	@Test
	void whoMayOnlyLookSeesNothingToPress(PanelBrowser browser) throws Exception {
		WebhookSubscriber subscriber = subscribe("The shop");
		String path = "/sendpost/webhooks/subscribers/" + subscriber.id();
		Page page = browser.open(server, path,
				new Browser.NewContextOptions().setExtraHTTPHeaders(Map.of(EVE[0], EVE[1])).setViewportSize(390, 844));
		assertThat(heading(page, "The shop")).isVisible();
		assertThat(page.locator("main form[method=post]")).hasCount(0);
		assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Remove"))).hasCount(0);
		PanelBrowser.assertAccessible(page);
		PanelBrowser.picture(page, "webhook-subscriber-phone");
		String token = PanelServer.token(server.get(path + "/remove", EVE));
		for (String action : Set.of("/remove", "/rotate", "/pause", "/resume", "/test", "/edit", "/resend")) {
			assertThat(server.post(path + action, List.of("_token", token), EVE).statusCode()).as(action)
				.isEqualTo(403);
		}
		assertThat(subscribers().find(subscriber.id())).hasValue(subscriber);
	}

	/**
	 * An application that notes what becomes of webhooks.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(PanelServer.Secured.class)
	static class Observed {

		@Bean
		WebhookObserver observer() {
			return (source, state, events) -> settled.add(source + " " + state);
		}

	}

	@Test
	void nobodySavesOverWhatAnotherSaved(PanelBrowser browser) {
		WebhookSubscriber subscriber = subscribe("Shared");
		Page page = browser.open(server, "/sendpost/webhooks/subscribers/" + subscriber.id() + "/edit", "ops");
		subscribers().change(subscriber.id(), subscriber.settings().withEnabled(false));
		page.getByLabel("Name").fill("Renamed");
		pressed(page, "Save");
		assertThat(page.getByRole(AriaRole.ALERT)).containsText("Somebody else changed this meanwhile.");
		assertThat(page.getByLabel("Name")).hasValue("Renamed");
		assertThat(subscribers().find(subscriber.id()).orElseThrow().settings().enabled()).isFalse();
	}

	@Test
	void manySubscribersAreShownPageByPage(PanelBrowser browser) {
		SubAccounts subAccounts = server.bean(SubAccounts.class);
		for (String account : List.of("many-a", "many-b")) {
			subAccounts.create(account, SubAccountSettings.NONE);
			for (int i = 0; i < 26; i++) {
				subscribers().create(account, new WebhookSettings(account + " " + i, url(),
						EnumSet.of(WebhookEventType.PROCESSED), WebhookForm.STANDARD_WEBHOOKS, true), null);
			}
		}
		Page page = browser.open(server, "/sendpost/webhooks/subscribers", "ops");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(51);
		pressed(page, "More subscribers");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(3);
		page.getByLabel("Sub-account").fill("many-b");
		pressed(page, "Find");
		assertThat(page.getByRole(AriaRole.ROW)).hasCount(27);
	}

}
