package dev.sendpost.admin;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.audit.AuditLog;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.event.Engagement;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows a message that is full of attacks on every page that it can reach, in a browser,
 * and sees that it does nothing.
 */
@BrowserTest
class HostileMessageTests {

	private static final List<String> VIEWS = List.of("preview", "text", "markup", "amp", "files", "headers", "source",
			"links", "checks");

	/** Runs in whatever frame it gets into, and tells the outermost one. */
	private static final String MARKUP = "\"'></textarea></title></pre></main><script>top.attacked='%1$s'</script>"
			+ "<img src=x onerror=\"top.attacked='%1$s'\">{{x}}${31337*3}[[${31337*3}]]";

	private static final List<String> hits = new CopyOnWriteArrayList<>();

	private static HttpServer attacker;

	private static PanelServer server;

	/** A message that the attacks would have called back. */
	private static UUID victim;

	private static UUID bounced;

	private static UUID captured;

	private static UUID scheduled;

	@BeforeAll
	static void start() throws Exception {
		attacker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		attacker.createContext("/", (exchange) -> {
			hits.add(exchange.getRequestURI().toString());
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		attacker.start();
		server = PanelServer.start(PickyTransport.Application.class);
		MailGateway gateway = server.bean(MailGateway.class);
		victim = gateway
			.send(Email.builder().to("ann@example.com").subject("Stay").text("x").sendAt(tomorrow()).build())
			.id();
		bounced = gateway.send(hostile("gone").build()).id();
		scheduled = gateway.send(hostile("later").sendAt(tomorrow()).build()).id();
		captured = gateway.forSubmitter(new Submitter(Submitter.DEFAULT_SUB_ACCOUNT, true, null, true))
			.send(hostile("ann").build())
			.id();
		Awaitility.await()
			.until(() -> gateway.find(bounced).orElseThrow().status() == EmailStatus.BOUNCED
					&& server.bean(CapturedMailbox.class).find(captured).isPresent());
		server.bean(DeliveryLog.class)
			.record(List.of(new DeliveryEvent(UUID.randomUUID(), bounced, EmailAddress.parse("gone@example.com"),
					DeliveryEventType.CLICKED, Instant.now(), "gateway", null, null, null, null, false)
				.withEngagement(new Engagement(false, "javascript:top.attacked='url'", "192.0.2.1", markup("agent")))));
	}

	@AfterAll
	static void stop() {
		server.close();
		attacker.stop(0);
	}

	private static Instant tomorrow() {
		return Instant.now().plus(Duration.ofDays(1));
	}

	private static String markup(String where) {
		return MARKUP.formatted(where);
	}

	private static String attackers(String path) {
		return "http://" + attacker.getAddress().getHostString() + ":" + attacker.getAddress().getPort() + "/" + path;
	}

	private static EmailBuilder hostile(String to) {
		byte[] picture = ("<svg xmlns='http://www.w3.org/2000/svg' onload=\"top.attacked='svg'\"><script>top.attacked='svg'</script>"
				+ "<image href='" + attackers("svg") + "'/></svg>")
			.getBytes(StandardCharsets.UTF_8);
		return Email.builder()
			.from(EmailAddress.of(markup("from"), "eve@example.com"))
			.to(EmailAddress.of(markup("name"), to + "@example.com"))
			.subject(markup("subject") + "\u202egnp.exe")
			.text(markup("text"))
			.amp("<!doctype html><html \u26a14email>" + markup("amp") + "</html>")
			.html(html())
			.header("X-Attack", markup("header"))
			.tags("<img src=x onerror=\"top.attacked='tag'\">")
			.metadata("<b onmouseover=\"top.attacked='key'\">key", markup("value"))
			.attach(Attachment.of("x\"><script>top.attacked='file'</script>.svg", picture)
				.withContentType("image/svg+xml")
				.inline("logo"), Attachment.of("page.html", html().getBytes(StandardCharsets.UTF_8)));
	}

	private static String html() {
		String cancel = server.url("/sendpost/messages/" + victim + "/cancel");
		return """
				<!DOCTYPE html><html><head><base href="%1$sbase/"><meta http-equiv="refresh" content="0;url=%1$srefresh">
				<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
				<link rel="stylesheet" href="%1$ssheet"><link rel="prefetch" href="%1$sprefetch"><link rel="preload" as="image" href="%1$spreload">
				<link rel="manifest" href="%1$smanifest"><link rel="icon" href="%1$sicon">
				<style>@import url(%1$simport); @font-face { font-family: x; src: url(%1$sfont) }
				body { font-family: x; background: url(%1$scss); } body::after { content: url(%1$scontent) }</style>
				<script>top.attacked='html';fetch('%1$sfetch')</script><script src="%1$sscript"></script></head>
				<body onload="top.attacked='onload'" background="%1$sbackground">
				<img src="cid:logo" onload="top.attacked='cid'"><img src="%1$spixel" srcset="%1$ssrcset 2x" onerror="top.attacked='onerror'">
				<a id="script" href="javascript:top.attacked='link'">script</a> <a id="top" target="_top" href="%1$stop">top</a>
				<a id="blank" target="_blank" href="%1$sblank" ping="%1$sping">blank</a> <a id="self" href="%1$sself">self</a>
				<a id="panel" href="%2$s">panel</a>
				<form action="%2$s" method="post" target="_top"><input name="_token" value="x"><button id="post">Post</button></form>
				<form action="%2$s" method="get"><input autofocus onfocus="top.attacked='focus'"><button id="get">Get</button></form>
				<iframe srcdoc="<script>top.attacked='srcdoc'</script><img src='%1$ssrcdoc'>"></iframe><iframe src="%1$sframe"></iframe>
				<iframe src="javascript:top.attacked='frame'"></iframe><object data="%1$sobject"></object><embed src="%1$sembed">
				<video autoplay src="%1$svideo" poster="%1$sposter"></video><audio autoplay src="%1$saudio"></audio>
				<svg onload="top.attacked='svg'"><script>top.attacked='svg'</script><image href="%1$simage"/><use href="%1$suse"/></svg>
				<details open ontoggle="top.attacked='toggle'"><summary>x</summary></details>
				<div style="background:url(%1$sstyle)" onmouseover="top.attacked='over'">x</div>
				<math><mtext><table><mglyph><style><img src=x onerror="top.attacked='math'"></style></mglyph></table></mtext></math>
				<p id="end">The end.</p></body></html>
				"""
			.formatted(attackers(""), cancel);
	}

	/**
	 * Where the message can be seen: all that the menu leads to, and all that is about
	 * the messages. Add the path of a page that shows more of a message.
	 */
	private static List<String> paths() throws Exception {
		Set<String> paths = new LinkedHashSet<>();
		String overview = server.get("/sendpost", "Authorization", PanelServer.basic("ops", "secret")).body();
		Pattern.compile("href=\"(/sendpost[^\"]*)\"")
			.matcher(overview)
			.results()
			.map((found) -> found.group(1))
			.filter((path) -> !path.contains("/assets/"))
			.forEach(paths::add);
		for (UUID id : List.of(bounced, scheduled, captured)) {
			VIEWS.forEach((view) -> paths.add("/sendpost/messages/" + id + "?scheme=dark&view=" + view));
		}
		paths.add("/sendpost/messages/" + bounced + "/resend");
		paths.add("/sendpost/messages/" + scheduled + "/cancel");
		paths.add("/sendpost/messages?address=gone@example.com");
		paths.add("/sendpost/messages?subject=script");
		paths.add("/sendpost/messages?tag=%3Cimg%20src%3Dx%20onerror%3D%22top.attacked%3D%27tag%27%22%3E");
		paths.add("/sendpost/messages?subject=%22%3E%3Cscript%3Etop.attacked%3D1%3C/script%3E");
		VIEWS.forEach((view) -> paths.add("/sendpost/inbox/" + captured + "?width=phone&view=" + view));
		paths.add("/sendpost/inbox?box=test");
		paths.add("/sendpost/inbox?words=%22%3E%3Cscript%3Etop.attacked%3D1%3C/script%3E");
		return new ArrayList<>(paths);
	}

	@Test
	void nothingOfItRunsOrGoesOutOnAnyPage(PanelBrowser browser) throws Exception {
		Page page = browser.open(server, "/sendpost", "ops");
		List<String> dialogs = new ArrayList<>();
		page.onDialog((dialog) -> {
			dialogs.add(dialog.message());
			dialog.dismiss();
		});
		int previews = 0;
		List<String> paths = paths();
		assertThat(paths).hasSizeGreaterThan(40).contains("/sendpost/messages", "/sendpost/inbox");
		for (String path : paths) {
			page.navigate(server.url(path));
			previews += attackFromInside(page, path) ? 1 : 0;
			assertThat(page.url()).as(path).isEqualTo(server.url(path));
			assertThat(page.evaluate("window.attacked")).as(path).isNull();
			assertMarkupIsWhole(page, path);
		}
		assertThat(previews).as("messages that were shown").isGreaterThanOrEqualTo(4);
		assertThat(dialogs).isEmpty();
		assertThat(page.context().pages()).as("windows").hasSize(1);
		assertThat(hits).as("what the attacker heard").isEmpty();
		assertNothingWasChanged();
		browser.takeErrors();
		browser.takeRequests((url) -> url.startsWith(attackers("")));
	}

	/**
	 * Do in the frame of the message what somebody might be brought to do.
	 */
	private static boolean attackFromInside(Page page, String path) {
		if (page.locator("iframe").count() == 0) {
			return false;
		}
		for (String id : List.of("script", "top", "blank", "post", "get", "self", "panel")) {
			FrameLocator frame = page.frameLocator("iframe");
			frame.locator("#end").waitFor();
			frame.locator("#" + id).dispatchEvent("click");
			// Whatever the page would have been brought to, it is now: it asks for
			// itself.
			page.evaluate("() => fetch(location.href)");
			assertThat(page.url()).as(id).isEqualTo(server.url(path));
			assertThat(page.evaluate("window.attacked")).as(id).isNull();
			page.navigate(server.url(path));
		}
		return true;
	}

	private static void assertMarkupIsWhole(Page page, String path) {
		assertThat((Integer) page.evaluate("document.querySelectorAll('main').length")).as(path).isOne();
		assertThat((Integer) page.evaluate("document.querySelectorAll('h1').length")).as(path).isOne();
		assertThat((Boolean) page.evaluate("document.body.lastElementChild.matches('main')")).as(path).isTrue();
		assertThat(page.evaluate("""
				[...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]
					.filter((attribute) => attribute.name.startsWith('on') || attribute.name === 'style'
						|| /^\\s*(javascript|data|vbscript):/i.test(attribute.value)
							&& ['href', 'src', 'action', 'formaction'].includes(attribute.name))
					.map((attribute) => element.outerHTML))""")).as(path).isEqualTo(List.of());
		assertThat(page.evaluate("""
				[...document.querySelectorAll('script, img, iframe, link[href], form')]
					.map((element) => element.src || element.href || element.action)
					.filter((address) => !address || !address.startsWith(location.origin + '/sendpost'))""")).as(path)
			.isEqualTo(List.of());
		assertThat(page.locator("main").innerText()).as(path).doesNotContain("94011");
	}

	private static void assertNothingWasChanged() {
		assertThat(server.bean(MailGateway.class).find(victim).orElseThrow().status()).isEqualTo(EmailStatus.SCHEDULED);
		assertThat(server.bean(AuditLog.class).find(null, null, 10).entries()).isEmpty();
	}

	@Test
	void filesAreKeptAndNotShown() throws Exception {
		for (String path : List.of("/sendpost/messages/" + bounced, "/sendpost/inbox/" + captured)) {
			for (String file : List.of("/attachments/0", "/attachments/1", "/source")) {
				HttpResponse<String> answer = server.get(path + file, "Authorization",
						PanelServer.basic("ops", "secret"));
				assertThat(answer.statusCode()).as(path + file).isEqualTo(200);
				assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
				assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
				assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow()).startsWith("attachment;")
					.doesNotContain("<script>\"")
					.doesNotContain("\n");
				assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow()).startsWith("sandbox;");
			}
			assertThat(server.get(path + "/attachments/2", "Authorization", PanelServer.basic("ops", "secret"))
				.statusCode()).isEqualTo(404);
			assertThat(server.get(path + "/attachments/0").statusCode()).as("without a log-in").isEqualTo(302);
		}
	}

	@Test
	void theMessageByItselfDoesNothingEither(PanelBrowser browser) {
		Page page = browser.open(server, "/sendpost/inbox/" + captured + "/html", "ops");
		page.locator("#end").waitFor();
		assertThat(page.evaluate("window.attacked")).isNull();
		page.locator("#post").dispatchEvent("click");
		page.locator("#script").dispatchEvent("click");
		assertThat(page.url()).isEqualTo(server.url("/sendpost/inbox/" + captured + "/html"));
		assertThat(hits).as("what the attacker heard").isEmpty();
		assertNothingWasChanged();
		browser.takeErrors();
		browser.takeRequests((url) -> url.startsWith(attackers("")));
	}

}
