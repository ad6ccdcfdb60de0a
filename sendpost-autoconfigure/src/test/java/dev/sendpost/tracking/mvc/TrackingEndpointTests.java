package dev.sendpost.tracking.mvc;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.Contact;
import dev.sendpost.audience.ContactDetails;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.ContactStatus;
import dev.sendpost.audience.ListDetails;
import dev.sendpost.audience.Topic;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.event.Engagement;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.tracking.Reader;
import dev.sendpost.tracking.TrackingLinks;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what readers' clients request, over HTTP.
 */
class TrackingEndpointTests {

	private static final Duration WAIT = Duration.ofSeconds(20);

	private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

	private static final String FORM = "application/x-www-form-urlencoded";

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client = HttpClient.newBuilder()
		.connectTimeout(Duration.ofSeconds(10))
		.cookieHandler(this.cookies)
		.build();

	/** Serves the tests that need nothing of their own, one after the other. */
	private static ConfigurableApplicationContext shared;

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		if (this.context != null && this.context != shared) {
			this.context.close();
		}
		assertThat(this.cookies.getCookieStore().getCookies()).isEmpty();
	}

	@AfterAll
	static void stopShared() {
		if (shared != null) {
			shared.close();
			shared = null;
		}
	}

	@Test
	void opensAndClicksBecomeFacts() throws Exception {
		start();
		Email email = send(broadcast().html("<a href='https://shop.example/?a=1&amp;b=2'>Shop</a>"));
		UUID id = last().id();
		this.context.getBean(JdbcTemplate.class).update("update sendpost_event set occurred_at = occurred_at - 60000");
		HttpResponse<String> pixel = get(link(email, "o"));
		assertThat(pixel.statusCode()).isEqualTo(200);
		assertThat(pixel.headers().firstValue("Content-Type")).hasValue("image/gif");
		assertThat(pixel.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertThat(pixel.body()).startsWith("GIF89a");
		HttpResponse<String> click = get(link(email, "c"));
		assertThat(click.statusCode()).isEqualTo(302);
		assertThat(click.headers().firstValue("Location")).hasValue("https://shop.example/?a=1&b=2");
		assertThat(click.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
		HttpResponse<String> scanner = request("HEAD", link(email, "c"), null, null);
		assertThat(scanner.statusCode()).isEqualTo(302);
		HttpResponse<String> ahead = get(link(email, "o"), "Sec-Purpose", "prefetch");
		assertThat(ahead.statusCode()).isEqualTo(200);
		awaitFacts(id, DeliveryEventType.OPENED, 2);
		awaitFacts(id, DeliveryEventType.CLICKED, 2);
		assertThat(facts(id, DeliveryEventType.CLICKED)).extracting(DeliveryEvent::engagement)
			.containsExactlyInAnyOrder(new Engagement(false, "https://shop.example/?a=1&b=2", null, null),
					new Engagement(true, "https://shop.example/?a=1&b=2", null, null));
		assertThat(facts(id, DeliveryEventType.OPENED)).extracting(DeliveryEvent::engagement)
			.containsExactlyInAnyOrder(null, new Engagement(true, null, null, null));
	}

	@Test
	void nobodyIsLedElsewhere() throws Exception {
		start();
		for (String path : List.of("c/https:%2F%2Fevil.example", "c/x?url=https://evil.example/",
				"c/x?u=https://evil.example", "c//evil.example", "c/..%2F..%2Fevil", "c/aHR0cHM6Ly9ldmlsLmV4YW1wbGUv",
				"c/%0d%0aLocation:%20https:%2F%2Fevil.example", "c/", "c", "c/x/https://evil.example",
				"c/x;https://evil.example")) {
			HttpResponse<String> response = get("/sendpost/t/" + path);
			assertThat(response.statusCode()).as(path).isIn(400, 404);
			assertThat(response.headers().firstValue("Location")).as(path).isEmpty();
		}
	}

	@Test
	void linksThatWereAlteredAreCounted() throws Exception {
		start();
		double opens = refused("open");
		double clicks = refused("click");
		double readers = refused("reader");
		for (String kind : List.of("o", "c", "u", "p")) {
			HttpResponse<String> response = get("/sendpost/t/" + kind + "/AAAA");
			assertThat(response.statusCode()).as(kind).isEqualTo(404);
		}
		assertPage(get("/sendpost/t/c/AAAA"), 404, "This link does not work");
		assertPage(request("POST", "/sendpost/t/u/AAAA", FORM, "List-Unsubscribe=One-Click"), 404,
				"This link does not work");
		assertThat(refused("open") - opens).isEqualTo(1);
		assertThat(refused("click") - clicks).isEqualTo(2);
		assertThat(refused("reader") - readers).isEqualTo(3);
	}

	private double refused(String kind) {
		return this.context.getBean(MeterRegistry.class).counter("sendpost.tracking.refused", "kind", kind).count();
	}

	@Test
	void readersAreLedOnWhileTheDatabaseIsAway() throws Exception {
		start(Application.class);
		Email email = send(broadcast().html("<a href='https://shop.example/'>Shop</a>"));
		JdbcTemplate jdbc = this.context.getBean(JdbcTemplate.class);
		jdbc.execute("alter table sendpost_recipient rename to gone");
		assertThat(get(link(email, "o")).statusCode()).isEqualTo(200);
		assertThat(get(link(email, "c")).headers().firstValue("Location")).hasValue("https://shop.example/");
		jdbc.execute("alter table sendpost_suppression rename to gone_too");
		HttpResponse<String> leave = request("POST", oneClick(email), FORM, "List-Unsubscribe=One-Click");
		assertPage(leave, 503, "Not now");
		assertThat(leave.headers().firstValue("Retry-After")).hasValue("60");
		assertThat(leave.body()).doesNotContain("sendpost_");
	}

	@Test
	void oneClickUnsubscribesAtOnceAlsoFromWhatIsQueued() throws Exception {
		start();
		assertOneClick("ann@example.com", FORM, "List-Unsubscribe=One-Click");
		assertOneClick("bob@example.com", "multipart/form-data; boundary=x",
				"--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n");
	}

	private void assertOneClick(String address, String type, String body) throws Exception {
		EmailBuilder broadcast = broadcast().clearRecipients().to(address);
		Receipt sent = gateway().send(broadcast.build());
		await(sent, EmailStatus.SENT);
		Email email = captured(sent);
		assertThat(email.listUnsubscribe().oneClick()).isTrue();
		Receipt queued = gateway().send(broadcast.sendAt(Instant.now().plusSeconds(3600)).build());
		HttpResponse<String> response = request("POST", oneClick(email), type, body);
		assertPage(response, 200, "You are unsubscribed");
		assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
		assertThat(gateway().reschedule(queued.id(), Instant.now())).isTrue();
		await(queued, EmailStatus.DROPPED);
		assertThat(facts(sent.id(), DeliveryEventType.UNSUBSCRIBED)).hasSize(1);
		await(gateway().send(message().clearRecipients().to(address).build()), EmailStatus.SENT);
	}

	private Email captured(Receipt receipt) {
		return awaitCaptured(1).stream()
			.filter((captured) -> captured.id().equals(receipt.id()))
			.findFirst()
			.orElseThrow()
			.email();
	}

	@Test
	void lookingAtPagesChangesNothing() throws Exception {
		start();
		Email email = send(broadcast().html("<a href='{{preferences_url}}'>x</a>"));
		for (String path : List.of(oneClick(email), link(email, "p"), oneClick(email) + "?List-Unsubscribe=One-Click",
				oneClick(email) + "?action=unsubscribe")) {
			assertThat(get(path).statusCode()).isEqualTo(200);
			assertThat(request("HEAD", path, null, null).statusCode()).isEqualTo(200);
			assertThat(request("PUT", path, null, null).statusCode()).isEqualTo(405);
			assertThat(request("OPTIONS", path, null, null).statusCode()).isEqualTo(405);
		}
		assertThat(suppressed()).isFalse();
		assertThat(facts(last().id(), DeliveryEventType.UNSUBSCRIBED)).isEmpty();
	}

	@Test
	void aPersonIsAskedAndMayUndoIt() throws Exception {
		start();
		Email email = send(broadcast());
		Document asks = assertPage(get(oneClick(email)), 200, "Unsubscribe");
		assertThat(asks.text()).contains("ann@example.com", "The mail came from " + email.from());
		assertThat(asks.select("form[method=post]:not([action]) input[name=action]").eachAttr("value"))
			.containsExactly("unsubscribe");
		Document done = assertPage(request("POST", oneClick(email), FORM, "action=unsubscribe"), 200,
				"You are unsubscribed");
		assertThat(suppressed()).isTrue();
		assertPage(get(oneClick(email)), 200, "You are unsubscribed");
		String undo = done.select("input[name=action]").attr("value");
		assertPage(request("POST", oneClick(email), FORM, "action=" + undo), 200, "You receive mail again");
		assertThat(suppressed()).isFalse();
		this.context.getBean(Suppressions.class)
			.add(NewSuppression.of("ann@example.com", SuppressionReason.HARD_BOUNCE));
		assertThat(request("POST", oneClick(email), FORM, "action=" + undo).body()).contains("for another reason");
	}

	@Test
	void aSenderIsNamedOnlyWhereItIsKnown() throws Exception {
		start();
		EmailAddress sender = new EmailAddress("<b>Acme", "news", "acme.example");
		Email email = send(broadcast().from(sender));
		Document page = assertPage(get(oneClick(email)), 200, "Unsubscribe");
		assertThat(page.select("b")).isEmpty();
		assertThat(page.text()).contains("<b>Acme", "news@acme.example");
		for (UUID message : new UUID[] { null, UUID.randomUUID() }) {
			Reader reader = new Reader("default", EmailAddress.parse("ann@example.com"), message);
			String path = this.context.getBean(TrackingLinks.class).unsubscribe(reader, null).getPath();
			assertThat(assertPage(get(path), 200, "Unsubscribe").text()).doesNotContain("The mail came from");
		}
		Reader other = new Reader("other", EmailAddress.parse("ann@example.com"), last().id());
		String path = this.context.getBean(TrackingLinks.class).unsubscribe(other, null).getPath();
		assertThat(assertPage(get(path), 200, "Unsubscribe").text()).doesNotContain("The mail came from");
	}

	@Test
	void aContactChoosesTopics() throws Exception {
		start();
		Audience audience = audience();
		audience.topics().create(new Topic("news", "News", "Once a week", true));
		audience.topics().create(new Topic("offers", "Offers", "", true));
		Contact ann = audience.contacts().create(ContactDetails.of("ann@example.com"));
		Email email = send(broadcast().html("<a href='{{preferences_url}}'>x</a>"));
		String path = link(email, "p");
		Document page = assertPage(get(path), 200, "What you receive");
		assertThat(page.select("input[name=topic][checked]").eachAttr("value")).containsExactly("news", "offers");
		assertThat(page.text()).contains("News", "Once a week", "Offers");
		assertPage(request("POST", path, FORM, "action=save&topic=news"), 200, "Your choice is saved");
		assertThat(audience.topics().choices(ann.id())).isEqualTo(Map.of("news", true, "offers", false));
		Document leave = assertPage(get(oneClick(email)), 200, "Unsubscribe");
		String target = leave.select("form:has(input[name=topic])").attr("action");
		assertThat(uri(oneClick(email)).resolve(target).getPath()).startsWith("/sendpost/t/p/");
		assertThat(request("POST", uri(oneClick(email)).resolve(target).getPath(), FORM,
				"action=save&topic=offers&topic=unknown")
			.statusCode()).isEqualTo(200);
		assertThat(audience.topics().choices(ann.id())).isEqualTo(Map.of("news", false, "offers", true));
		assertThat(request("POST", path, FORM, "x=y").statusCode()).isEqualTo(200);
		assertThat(audience.topics().choices(ann.id())).isEqualTo(Map.of("news", false, "offers", true));
		assertPage(request("POST", path, FORM, "action=unsubscribe"), 200, "You are unsubscribed");
		assertThat(audience.contacts().find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.UNSUBSCRIBED);
	}

	@Test
	void aLinkThatTheApplicationMadeForAContactWorksToo() throws Exception {
		start();
		Audience audience = audience();
		audience.topics().create(new Topic("news", "News", "", true));
		Contact ann = audience.contacts().create(ContactDetails.of("ann@example.com"));
		String path = "/sendpost/t/p/" + audience.preferenceToken(ann.id());
		assertThat(assertPage(get(path), 200, "What you receive").select("input[name=topic]")).hasSize(1);
		assertPage(request("POST", path, FORM, "action=save"), 200, "Your choice is saved");
		assertThat(audience.topics().choices(ann.id())).isEqualTo(Map.of("news", false));
		assertPage(request("POST", path, FORM, "action=unsubscribe"), 200, "You are unsubscribed");
		assertThat(suppressed()).isTrue();
		assertPage(request("POST", path, FORM, "action=resubscribe"), 200, "You receive mail again");
		assertThat(suppressed()).isFalse();
		audience.contacts().remove(ann.id());
		assertPage(get(path), 404, "This link does not work");
	}

	@Test
	void aMembershipIsConfirmedByAButton() throws Exception {
		start();
		Audience audience = audience();
		ContactList list = audience.lists().create(ListDetails.named("News").doubleOptIn(true));
		Contact ann = audience.contacts().create(ContactDetails.of("ann@example.com"));
		audience.lists().subscribe(list.id(), ann.id());
		Email mail = awaitCaptured(1).get(0).email();
		Matcher link = Pattern.compile("https://www.acme.example(/sendpost/t/confirm\\?token=[A-Za-z0-9_-]+)")
			.matcher(mail.text());
		assertThat(link.find()).as(mail.text()).isTrue();
		assertPage(get(link.group(1)), 200, "Please confirm");
		assertThat(audience.contacts().find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.PENDING);
		assertPage(request("POST", link.group(1), FORM, "action=confirm"), 200, "Thank you");
		assertThat(audience.contacts().find(ann.id()).orElseThrow().status()).isEqualTo(ContactStatus.SUBSCRIBED);
		assertPage(request("POST", link.group(1) + "A", FORM, "action=confirm"), 404, "This link does not work");
		assertPage(get("/sendpost/t/confirm"), 404, "This link does not work");
	}

	@Test
	void whatAnAttackerWroteIsText() throws Exception {
		start();
		String attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{0}";
		audience().topics().create(new Topic("news", attack, attack, true));
		audience().contacts().create(ContactDetails.of("\"<b>&'x\"@example.com"));
		Reader reader = new Reader("default", EmailAddress.parse("\"<b>&'x\"@example.com"), null);
		String path = this.context.getBean(TrackingLinks.class).preferences(reader, null).getPath();
		HttpResponse<String> response = get(path + "?x=" + "%3Cscript%3E");
		Document page = assertPage(response, 200, "What you receive");
		assertThat(page.select("script, img, b")).isEmpty();
		assertThat(page.select(".topic").text()).contains(attack);
		assertThat(page.text()).contains("\"<b>&'x\"@example.com");
	}

	@Test
	void pagesFitAnyReader() throws Exception {
		start();
		Email email = send(broadcast());
		Document page = assertPage(get(oneClick(email), "Accept-Language", "de"), 200, "Unsubscribe");
		assertThat(page.select("html").attr("lang")).as("the texts are English").isEqualTo("en");
		assertThat(page.select("meta[name=viewport], main > h1, button")).hasSize(3);
		assertThat(page.select("[style], [onclick], script, style")).isEmpty();
		URI stylesheet = uri(oneClick(email)).resolve(page.select("link[rel=stylesheet]").attr("href"));
		HttpResponse<String> css = get(stylesheet.getPath());
		assertThat(css.statusCode()).isEqualTo(200);
		assertThat(css.headers().firstValue("Content-Type")).hasValue("text/css;charset=UTF-8");
		assertThat(css.body()).contains("prefers-color-scheme: dark", "max-width: 36rem").doesNotContain("url(");
	}

	@Test
	void textsComeFromTheApplicationsMessages() throws Exception {
		start(WithMessages.class);
		Email email = send(broadcast());
		Document page = assertPage(get(oneClick(email), "Accept-Language", "de"), 200, "Abmelden <b>");
		assertThat(page.select("html").attr("lang")).isEqualTo("de");
		assertThat(page.select("b")).isEmpty();
		assertThat(page.select("p").text())
			.isEqualTo("Keine Post mehr an ann@example.com? Sie kam von " + email.from() + ".");
		assertPage(get(oneClick(email), "Accept-Language", "en"), 200, "Unsubscribe");
	}

	@Test
	void theApplicationMayWritePagesItself() throws Exception {
		start(WithRenderer.class);
		Email email = send(broadcast());
		HttpResponse<String> own = get(oneClick(email));
		assertThat(own.body()).isEqualTo("<p>UNSUBSCRIBE ann@example.com");
		assertThat(own.headers().firstValue("Content-Security-Policy")).isPresent();
		assertPage(request("POST", oneClick(email), FORM, ""), 200, "You are unsubscribed");
	}

	@Test
	void behindAContextPathAndAServletPath() throws Exception {
		start(WithSecurity.class, "server.servlet.context-path=/app", "spring.mvc.servlet.path=/mvc",
				"sendpost.tracking.base-url=https://www.acme.example/app/mvc", "sendpost.tracking.path=/t");
		Email email = send(broadcast());
		assertThat(oneClick(email)).startsWith("/app/mvc/t/u/");
		assertPage(get(oneClick(email)), 200, "Unsubscribe");
		assertPage(request("POST", oneClick(email), FORM, "List-Unsubscribe=One-Click"), 200, "You are unsubscribed");
		assertThat(get("/app/mvc/t/style.css").statusCode()).isEqualTo(200);
	}

	@Test
	void bootsOwnSecurityStaysOnForOtherPaths() throws Exception {
		start(WithSecurity.class);
		Email email = send(broadcast().html("<a href='https://shop.example/'>Shop</a>"));
		assertThat(get(link(email, "o")).statusCode()).isEqualTo(200);
		assertThat(get(link(email, "c")).statusCode()).isEqualTo(302);
		assertPage(request("POST", oneClick(email), FORM, "List-Unsubscribe=One-Click"), 200, "You are unsubscribed");
		assertThat(get("/sendpost/t/style.css").statusCode()).isEqualTo(200);
		assertThat(get("/sendpost/t/confirm?token=x").statusCode()).isEqualTo(200);
		assertThat(this.context.getBeansOfType(SecurityFilterChain.class)).hasSize(1);
		for (String path : List.of("/", "/sendpost/t", "/sendpost/t/other", "/sendpost/t/u/x/y", "/mine")) {
			assertThat(request("POST", path, FORM, "x=y").statusCode()).as(path).isIn(401, 403);
			assertThat(get(path).statusCode()).as(path).isIn(302, 401);
			assertThat(get(path).headers().firstValue("Location").orElse("/login")).contains("/login");
		}
		this.cookies.getCookieStore().removeAll();
	}

	@Test
	void aHandlerOfTheApplicationForAllPathsIsNotAsked() throws Exception {
		start(WithController.class);
		assertThat(get("/anything").body()).isEqualTo("mine");
		assertPage(get("/sendpost/t/u/AAAA"), 404, "This link does not work");
	}

	private Document assertPage(HttpResponse<String> response, int status, String title) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		Map<String, List<String>> headers = response.headers().map();
		assertThat(headers.get("content-type")).containsExactly("text/html;charset=UTF-8");
		assertThat(headers.get("content-security-policy").get(0)).startsWith("default-src 'none'; style-src 'self'")
			.contains("form-action 'self'", "frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(headers.get("referrer-policy")).containsExactly("no-referrer");
		assertThat(headers.get("x-robots-tag")).containsExactly("noindex, nofollow");
		assertThat(headers.get("cache-control")).containsExactly("no-store");
		Document page = Jsoup.parse(response.body());
		assertThat(page.select("h1").text()).isEqualTo(title);
		assertThat(page.title()).isEqualTo(title);
		return page;
	}

	/**
	 * Start the application as it is, or empty the one that is there.
	 */
	private void start() {
		if (shared == null) {
			shared = run(Application.class);
		}
		this.context = shared;
		JdbcTemplate jdbc = this.context.getBean(JdbcTemplate.class);
		jdbc.execute((ConnectionCallback<Void>) (connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute("set referential_integrity false");
				for (String table : List.of("sendpost_email", "sendpost_recipient", "sendpost_event",
						"sendpost_suppression", "sendpost_contact", "sendpost_contact_list", "sendpost_list_member",
						"sendpost_topic", "sendpost_topic_choice")) {
					statement.execute("delete from " + table);
				}
				statement.execute("set referential_integrity true");
			}
			return null;
		});
		this.context.getBean(CapturedMailbox.class).clear();
	}

	private void start(Class<?> application, String... properties) {
		this.context = run(application, properties);
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
				"sendpost.from=news@acme.example", "sendpost.outbox.poll-interval=50ms",
				"sendpost.encryption.key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
				"sendpost.tracking.base-url=https://www.acme.example", "sendpost.tracking.opens=true",
				"sendpost.tracking.clicks=true"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(application).web(WebApplicationType.SERVLET)
			.properties(all.toArray(String[]::new))
			.run();
	}

	private MailGateway gateway() {
		return this.context.getBean(MailGateway.class);
	}

	private Audience audience() {
		return this.context.getBean(Audiences.class).forSubAccount("default");
	}

	private static EmailBuilder message() {
		return Email.builder().to("ann@example.com").subject("News").html("<p>News</p>");
	}

	private static EmailBuilder broadcast() {
		return message().stream(EmailStream.BROADCAST);
	}

	private Email send(EmailBuilder email) {
		Receipt receipt = gateway().send(email.build());
		await(receipt, EmailStatus.SENT);
		return last().email();
	}

	private CapturedEmail last() {
		return awaitCaptured(1).get(0);
	}

	private List<CapturedEmail> awaitCaptured(int count) {
		CapturedMailbox mailbox = this.context.getBean(CapturedMailbox.class);
		Awaitility.await().atMost(WAIT).until(() -> mailbox.emails().size() >= count);
		return mailbox.emails();
	}

	private boolean suppressed() {
		return this.context.getBean(Suppressions.class)
			.explain(EmailAddress.parse("ann@example.com"), "default", EmailStream.BROADCAST)
			.isSuppressed();
	}

	private void await(Receipt receipt, EmailStatus status) {
		Awaitility.await().atMost(WAIT).until(() -> gateway().find(receipt.id()).orElseThrow().status() == status);
	}

	private void awaitFacts(UUID id, DeliveryEventType type, int count) {
		Awaitility.await().atMost(WAIT).until(() -> facts(id, type).size() == count);
	}

	private List<DeliveryEvent> facts(UUID id, DeliveryEventType type) {
		return this.context.getBean(DeliveryLog.class)
			.find(id)
			.stream()
			.filter((event) -> event.type() == type)
			.toList();
	}

	private static String oneClick(Email email) {
		return email.listUnsubscribe().targets().get(0).getPath();
	}

	private static String link(Email email, String kind) {
		Matcher matcher = Pattern.compile("https://www.acme.example(/sendpost/t/" + kind + "/[A-Za-z0-9_-]+)")
			.matcher(String.valueOf(email.html()));
		assertThat(matcher.find()).as(email.html()).isTrue();
		return matcher.group(1);
	}

	private URI uri(String path) {
		return URI.create(
				"http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port") + path);
	}

	private HttpResponse<String> get(String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header("User-Agent", BROWSER);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.timeout(WAIT).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> request(String method, String path, String type, String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header("User-Agent", BROWSER).timeout(WAIT);
		if (type != null) {
			request.header("Content-Type", type);
		}
		return this.client
			.send(request.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
				.build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
			SecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			ManagementWebSecurityAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class WithMessages extends Application {

		@Bean
		StaticMessageSource messageSource() {
			StaticMessageSource messages = new StaticMessageSource();
			messages.addMessage("sendpost.pages.language", Locale.GERMAN, "de");
			messages.addMessage("sendpost.pages.unsubscribe.title", Locale.GERMAN, "Abmelden <b>");
			messages.addMessage("sendpost.pages.unsubscribe.text", Locale.GERMAN, "Keine Post mehr an {0}?");
			messages.addMessage("sendpost.pages.unsubscribe.sender", Locale.GERMAN, "Sie kam von {0}.");
			return messages;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithRenderer extends Application {

		@Bean
		ReaderPageRenderer renderer() {
			return (page, locale) -> (page.kind() == ReaderPage.Kind.UNSUBSCRIBE)
					? "<p>" + page.kind() + " " + page.address() : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithController extends Application {

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
	static class WithSecurity {

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@RestController
	static class Controller {

		@RequestMapping("/{*all}")
		String mine() {
			return "mine";
		}

	}

}
