package dev.sendpost.admin.page.message;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStream;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.admin.page.message.MailCheck.Level;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link MailChecks}, {@link MailLink} and {@link ClientSupport}.
 */
class MailChecksTests {

	private static EmailBuilder email(String html) {
		return Email.builder().to("ann@example.com").subject("Hello").text("Hi").html(html);
	}

	private static List<MailCheck> check(EmailBuilder builder) {
		Email email = builder.build();
		String html = email.html();
		return MailChecks.of(email, (html != null) ? Jsoup.parse(html) : null, true);
	}

	private static MailCheck check(EmailBuilder email, String title) {
		return check(email).stream().filter((check) -> check.title().equals(title)).findFirst().orElseThrow();
	}

	@Test
	void aPlainMessageIsFine() {
		assertThat(check(email("<p>Hi <a href='https://example.com/a?b=c'>there</a></p>"))).extracting(MailCheck::level)
			.hasSize(6)
			.containsOnly(Level.GOOD);
	}

	@Test
	void theWorstComesFirst() {
		assertThat(check(email("<a href='nowhere'>x</a><img src='https://example.com/x.png'>")))
			.extracting(MailCheck::level)
			.isSorted()
			.startsWith(Level.BAD)
			.contains(Level.WAIT)
			.endsWith(Level.GOOD);
	}

	@Test
	void aMissingTextPartIsMadeOfTheHtml() {
		assertThat(check(Email.builder().to("ann@example.com").subject("x").html("<p>Hi</p>"), "Text part").level())
			.isEqualTo(Level.WAIT);
	}

	@Test
	void broadcastMailNeedsAWayOut() {
		EmailBuilder news = email("<p>News</p>").stream(EmailStream.BROADCAST);
		assertThat(check(news, "Unsubscribe").level()).isEqualTo(Level.BAD);
		assertThat(check(news.listUnsubscribe(ListUnsubscribe.of(URI.create("mailto:out@acme.example"))), "Unsubscribe")
			.level()).isEqualTo(Level.WAIT);
		assertThat(check(news.listUnsubscribe(ListUnsubscribe.oneClick(URI.create("https://acme.example/out"))),
				"Unsubscribe")
			.level()).isEqualTo(Level.GOOD);
		assertThat(check(email("<p>An order</p>"))).extracting(MailCheck::title).doesNotContain("Unsubscribe");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "#", "#nowhere", "/orders/1", "//example.com/x", "www.example.com",
			"http:/example.com", "https://", "https://example.com/a b", "https://exa mple.com",
			"https://example.com:port/", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
			"ftp://example.com/x", "mailto:nobody", "https://example.com/{{token}}" })
	void suchALinkLeadsNowhere(String target) {
		MailLink link = link(target);
		assertThat(link.broken()).isTrue();
		assertThat(link.follow()).as("nobody can go there").isNull();
		assertThat(link.problem()).isNotBlank();
		assertThat(check(email("<a href=\"" + target + "\">x</a>"), "Links").level()).isEqualTo(Level.BAD);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "https://example.com", "https://example.com/a%20b?c=d&e=f#g", "https://m\u00fcller.example/x",
					"HTTPS://EXAMPLE.COM/", "mailto:ann@example.com", "mailto:?subject=Hi", "tel:+43123456", "#top" })
	void suchALinkIsFine(String target) {
		assertThat(link(target)).extracting(MailLink::broken, MailLink::problem).containsExactly(false, null);
	}

	@ParameterizedTest
	@CsvSource({ "http://example.com/x, not encrypted", "https://localhost:8080/x, own machine",
			"http://127.0.0.1/, own machine" })
	void suchALinkLeadsWhereItHadBetterNot(String target, String problem) {
		MailLink link = link(target);
		assertThat(link.broken()).isFalse();
		assertThat(link.follow()).isEqualTo(target);
		assertThat(link.problem()).contains(problem);
		assertThat(check(email("<a href='" + target + "'>x</a>"), "Where links lead").level()).isEqualTo(Level.WAIT);
	}

	private static MailLink link(String target) {
		return MailLink.in(Jsoup.parse("<h1 id=top>Hi</h1><a href=\"" + target + "\">there</a>")).get(0);
	}

	@Test
	void aLinkIsCalledWhatItSaysOrShows() {
		assertThat(MailLink.in(Jsoup.parse("<a href='https://a.example'><img alt='Our shop'></a>")).get(0).text())
			.isEqualTo("Our shop");
	}

	@Test
	void aPictureHasWordsAndAnAddress() {
		assertThat(check(email("<img src='https://example.com/x.png'>"), "Pictures in words").details())
			.containsExactly("https://example.com/x.png");
		assertThat(check(email("<img alt='' src='https://example.com/x.png'>"), "Pictures in words").level())
			.isEqualTo(Level.GOOD);
		assertThat(check(email(
				"<img alt='' src='cid:logo'><img alt='' src='cid:other'><img alt='' src='http://a.example/x.png'>")
			.attach(Attachment.of("logo.png", new byte[] { 1 }).inline("logo")), "Pictures").details())
			.containsExactly("cid:other", "http://a.example/x.png");
		assertThat(check(email("<img alt='' src='cid:logo%40acme.example'>")
			.attach(Attachment.of("logo.png", new byte[] { 1 }).inline("logo@acme.example"))))
			.extracting(MailCheck::title)
			.doesNotContain("Pictures");
	}

	@Test
	void gmailCutsLongHtml() {
		int limit = MailChecks.GMAIL_LIMIT;
		assertThat(check(email("x".repeat(1000)), "Size").level()).isEqualTo(Level.GOOD);
		assertThat(check(email("x".repeat(limit - 1000)), "Size").level()).isEqualTo(Level.WAIT);
		assertThat(check(email("x".repeat(limit)), "Size").level()).isEqualTo(Level.WAIT);
		assertThat(check(email("\u00fc".repeat(limit / 2 + 1)), "Size").level()).as("in octets").isEqualTo(Level.BAD);
	}

	@Test
	void aVariableThatNobodyFillsInIsSeen() {
		assertThat(check(email("<p>Dear {{name}}, {{name}}</p>").text("Dear {{name}}"), "Variables").details())
			.containsExactly("{{name}}");
	}

	@Test
	void aSubjectIsThereAndShort() {
		assertThat(check(email("x").subject(""), "Subject").level()).isEqualTo(Level.BAD);
		assertThat(check(email("x").subject("x".repeat(79)), "Subject").level()).isEqualTo(Level.WAIT);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			<div style="display:flex">x</div>                          | display: flex
			<style>.a { display : inline-flex }</style>                | display: flex
			<div style="DISPLAY:GRID">x</div>                          | display: grid
			<style>@import url(x.css);</style>                         | @import
			<div style="color:red;position:absolute">x</div>           | position
			<div style="background:#fff url(x.png)">x</div>            | background-image
			<p style="color:var(--ink)">x</p>                          | custom properties, var()
			<form><input></form>                                       | form
			<video src="https://example.com/x.mp4"></video>            | video
			<svg></svg>                                                | svg in the HTML
			<img alt="" src="https://example.com/x.SVG?v=1">           | picture in SVG
			<img alt="" src="data:image/png;base64,AA==">              | picture in a data: address
			<script>x()</script>                                       | script
			<link rel="stylesheet" href="https://example.com/x.css">   | linked stylesheet
			""")
	void whatSomeClientsDoNotSupportIsFound(String html, String feature) {
		assertThat(ClientSupport.gaps(Jsoup.parse(html))).extracting(ClientSupport.Gap::feature).contains(feature);
		assertThat(ClientSupport.gaps(Jsoup.parse(html))).extracting(ClientSupport.Gap::clients)
			.allMatch((clients) -> !clients.isBlank());
		assertThat(check(email(html), "Mail clients").level()).isEqualTo(Level.WAIT);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			<style>@media (prefers-color-scheme: dark) {}</style>      | prefers-color-scheme
			<div style="border-radius:4px">x</div>                     | border-radius
			<div style="margin:0;max-width:560px">x</div>              | max-width
			""")
	void decorationThatSomeClientsLeaveOutIsNamedButNoFault(String html, String feature) {
		assertThat(ClientSupport.gaps(Jsoup.parse(html))).extracting(ClientSupport.Gap::feature)
			.containsExactly(feature);
		assertThat(check(email(html), "Mail clients").level()).isEqualTo(Level.GOOD);
	}

	@Test
	void lookingForABackgroundTakesNoTimeHoweverItIsWritten() {
		String css = "background:".repeat(50_000);
		assertTimeoutPreemptively(Duration.ofSeconds(20),
				() -> assertThat(ClientSupport.gaps(Jsoup.parse("<p style=\"" + css + "\">x</p>"))).isEmpty());
	}

	@Test
	void whatAllClientsSupportIsNotFound() {
		assertThat(ClientSupport.gaps(Jsoup
			.parse("""
					<html><head><style>.title { font-size: 20px; background-position: top; list-style-position: inside }</style></head>
					<body><table style="width: 600px; color: #333; display: table"><tr><td>display:flex</td></tr></table>
					<!--[if mso]><style>div { display: flex }</style><![endif]--></body></html>""")))
			.isEmpty();
	}

	@Test
	void picturesThatTravelWithAMessageAreShown() {
		byte[] octets = "octets".getBytes(StandardCharsets.UTF_8);
		List<Attachment> attachments = List.of(
				Attachment.of("a.png", octets).withContentType("image/png; name=a").inline("a@acme.example"),
				Attachment.of("b.html", octets).withContentType("text/html").inline("b"),
				Attachment.of("c.png", octets));
		assertThat(Preview.of("<img src=\"cid:a%40acme.example\"><img src='CID:a@acme.example'>", attachments))
			.isEqualTo("<img src=\"data:image/png;base64,b2N0ZXRz\"><img src='data:image/png;base64,b2N0ZXRz'>");
		assertThat(Preview.of("<img src='cid:b'><img src='cid:none'>$1", attachments)).as("no picture")
			.isEqualTo("<img src='cid:b'><img src='cid:none'>$1");
	}

}
