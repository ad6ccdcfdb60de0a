package dev.sendpost.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import ch.digitalfondue.mjml4j.Mjml4j;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HtmlTracking}.
 */
class HtmlTrackingTests {

	private static final String PIXEL = "https://t.example/o/x";

	private static final String IMG = "<img src=\"" + PIXEL
			+ "\" width=\"1\" height=\"1\" alt=\"\" style=\"width:1px;height:1px;border:0\">";

	private final List<String> followed = new ArrayList<>();

	private final UnaryOperator<String> links = (target) -> {
		this.followed.add(target);
		return "https://t.example/c/" + (this.followed.size() - 1);
	};

	@Test
	void onlyTheTargetChanges() {
		String html = "<P\tCLASS = x><A  title='a > b' HREF = \"https://a.example/?x=1&amp;y=2\" ID=1 >A</A\n>&nbsp<br/>";
		assertThat(clicks(html))
			.isEqualTo("<P\tCLASS = x><A  title='a > b' HREF = \"https://t.example/c/0\" ID=1 >A</A\n>&nbsp<br/>");
		assertThat(this.followed).containsExactly("https://a.example/?x=1&y=2");
	}

	@Test
	void quotesStayAsTheyAre() {
		assertThat(clicks("<a href='https://a.example/'>1</a><a href=https://b.example/>2</a>"
				+ "<area href=https://c.example/x target=_blank>"))
			.isEqualTo("<a href='https://t.example/c/0'>1</a><a href=https://t.example/c/1>2</a>"
					+ "<area href=https://t.example/c/2 target=_blank>");
	}

	@Test
	void theSameTargetIsTheSameLink() {
		assertThat(clicks("<a href='https://a.example/'>1</a><a href='https://a.example/'>2</a>"))
			.isEqualTo("<a href='https://t.example/c/0'>1</a><a href='https://t.example/c/0'>2</a>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<a href='https://a.example/' data-track='off'>x</a>",
			"<a data-track=OFF href='https://a.example/'>x</a>", "<a href='mailto:a@b.example'>x</a>",
			"<a href='tel:1'>x</a>", "<a href='#top'>x</a>", "<a href=''>x</a>", "<a href>x</a>", "<a>x</a>",
			"<a data-href='https://a.example/'>x</a>", "<link href='https://a.example/x.css'>",
			"<base href='https://a.example/'>", "<img src='https://a.example/x.png'>",
			"<form action='https://a.example/'>", "<abbr href='https://a.example/'>",
			"<!-- <a href='https://a.example/'>x</a> -->",
			"<!--[if mso]><v:roundrect href=\"https://a.example/\"><a href='https://a.example/'>x</a><![endif]-->",
			"<style>a[href='<a href=https://a.example/>']{}</style>",
			"<script>'<a href=\"https://a.example/\">'</script>", "<title><a href='https://a.example/'></title>",
			"<textarea><a href='https://a.example/'></textarea>", "<p title='<a href=https://a.example/>'>",
			"<a href='javascript:alert(1)'>x</a>", "<a href='https://ann@a.example/'>x</a>",
			"&lt;a href='https://a.example/'>", "< a href='https://a.example/'>", "</a href='https://a.example/'>",
			"<a href='https://a.example/", "<a href='https://a.example/'", "<!-- <a href='https://a.example/'>",
			"<style><a href='https://a.example/'>", "<![CDATA[ <a href='https://a.example/' ]]>",
			"<?php <a href='https://a.example/' ?>", "<plaintext><a href='https://a.example/'>x</a>" })
	void whatIsNoLinkToAPageStaysAsItIs(String html) {
		assertThat(clicks(html)).isEqualTo(html);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<!--> | -->", "<!---> | -->", "<!-- --!> | -->", "<![if !mso]> | <![endif]>",
			"<!--[if !mso]><!--> | <!--<![endif]-->", "<style></style> | ", "<style></STYLE > | ",
			"<title>a</titles></title> | ", "</> | ", "<3 | ", "a < b | ", "</p title='>'> | ", "<p title=\"'\"> | ",
			"<p a=b'c> | ", "<p a/b='>'> | ", "<p =x> | ", "<svg:a> | " })
	void browsersSeeALinkBehindThis(String around) {
		String[] parts = around.split("\\|", -1);
		String html = parts[0] + "<a href='https://a.example/'>x</a>" + parts[1];
		assertThat(clicks(html)).isEqualTo(html.replace("https://a.example/", "https://t.example/c/0"));
	}

	@Test
	void ofAnAttributeThatIsThereTwiceTheFirstCounts() {
		assertThat(clicks("<a href='https://a.example/' href='https://b.example/'>x</a>"))
			.isEqualTo("<a href='https://t.example/c/0' href='https://b.example/'>x</a>");
	}

	@Test
	void thePixelIsTheLastInTheBody() {
		assertThat(opens("<html><body><p>x</p></body></html>"))
			.isEqualTo("<html><body><p>x</p>" + IMG + "</body></html>");
		assertThat(opens("<p>x")).isEqualTo("<p>x" + IMG);
		assertThat(opens("<html><p>x</HTML >\n")).isEqualTo("<html><p>x" + IMG + "</HTML >\n");
		assertThat(opens("")).isEqualTo(IMG);
	}

	@Test
	void whatOnlyLooksLikeTheEndOfTheBodyIsNone() {
		assertThat(opens("<body><!-- </body> --><p>x</p></body>"))
			.isEqualTo("<body><!-- </body> --><p>x</p>" + IMG + "</body>");
		assertThat(opens("<body><!--[if mso]></body><![endif]--><p>x")).endsWith("<p>x" + IMG);
	}

	@Test
	void thePixelIsBeforeWhatNeverEnds() {
		assertThat(opens("<p>x<!-- ")).isEqualTo("<p>x" + IMG + "<!-- ");
		assertThat(opens("<p>x<a title=\"")).isEqualTo("<p>x" + IMG + "<a title=\"");
		assertThat(opens("<p>x<style>p{}")).isEqualTo("<p>x" + IMG + "<style>p{}");
	}

	@Test
	void aLinkBehindTheEndOfTheBodyIsNotTornApart() {
		assertThat(HtmlTracking.apply("<body>x</body><a href='https://a.example/' id=a>x</a>", this.links, PIXEL))
			.isEqualTo("<body>x</body><a href='https://t.example/c/0' id=a>x</a>" + IMG);
	}

	@Test
	void aNewsletterIsTrackedAsBrowsersSeeIt() {
		String html = Mjml4j
			.render("""
					<mjml><mj-head><mj-title>News</mj-title><mj-preview>This week</mj-preview></mj-head><mj-body>
					<mj-hero background-url="https://cdn.example/hero.jpg"><mj-button href="https://shop.example/?a=1&amp;b=2">
					Shop</mj-button></mj-hero>
					<mj-section><mj-column><mj-image src="https://cdn.example/1.png" href="https://shop.example/1"/>
					<mj-text><a href="https://shop.example/2" data-track="off">Once</a> <a href="mailto:a@shop.example">Mail</a>
					</mj-text></mj-column><mj-column><mj-social><mj-social-element name="facebook"
					href="https://social.example/shop">Us</mj-social-element></mj-social>
					<mj-navbar base-url="https://shop.example"><mj-navbar-link href="/shoes">Shoes</mj-navbar-link></mj-navbar>
					</mj-column></mj-section></mj-body></mjml>""");
		assertThat(html).contains("<!--[if mso", "<v:", "<style");
		assertLikeABrowser(html);
		assertThat(this.followed)
			.contains("https://shop.example/?a=1&b=2", "https://shop.example/1", "https://shop.example/shoes")
			.doesNotContain("https://shop.example/2");
	}

	@Test
	void aButtonForOutlookIsTrackedOutsideOfItsComment() {
		String html = """
				<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
				<html xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml"><head>
				<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
				<style type="text/css">@media (max-width:600px){.x>a{color:red}} a[href^="https://"]{}</style></head>
				<body bgcolor=#ffffff><table width=100%><tr><td>
				<!--[if mso]><v:roundrect xmlns:v="urn:schemas-microsoft-com:vml" href="https://shop.example/go" arcsize="8%">
				<center>Go</center></v:roundrect><![endif]-->
				<!--[if !mso]><!-- --><a href="https://shop.example/go" style="background:url('x.png')">Go</a><!--<![endif]-->
				</td></tr></table></body></html>
				""";
		assertLikeABrowser(html);
		assertThat(this.followed).containsExactly("https://shop.example/go");
	}

	/**
	 * The parser of jsoup sees a tracked link where it saw a page before, and all else as
	 * before; and with the targets put back, the octets are those of the author.
	 */
	private void assertLikeABrowser(String html) {
		String tracked = HtmlTracking.apply(html, this.links, PIXEL);
		List<Element> before = Jsoup.parse(html).select("a[href], area[href]");
		List<Element> after = Jsoup.parse(tracked).select("a[href], area[href]");
		assertThat(after).hasSameSizeAs(before);
		for (int i = 0; i < before.size(); i++) {
			String target = before.get(i).attr("href");
			boolean page = LinkTarget.of(target) != null && !before.get(i).attr("data-track").equals("off");
			String link = after.get(i).attr("href");
			assertThat(link.startsWith("https://t.example/c/")).as(target).isEqualTo(page);
			before.get(i).removeAttr("href");
			after.get(i).removeAttr("href");
			assertThat(after.get(i).outerHtml()).isEqualTo(before.get(i).outerHtml());
		}
		assertThat(Jsoup.parse(tracked).select("body img[src=" + PIXEL + "]")).hasSize(1);
		assertThat(HtmlTracking.apply(html, UnaryOperator.identity(), null)).isSameAs(html);
		assertThat(HtmlTracking.apply(html, null, PIXEL).replace(IMG, "")).isEqualTo(html);
	}

	@Test
	void whatIsMalformedIsSeenAsByAParser() {
		String[] pieces = { "<a href=\"https://a.example/", "\"", "'", ">", "<", "</a>", "<!--", "-->", "--!>",
				"<style>", "</style>", "<title>", "</title>", " ", "=", "/", "x", "<p title=", "<![if mso]>",
				"<a href=https://b.example/ ", "</body>", "<?", "-" };
		Random random = new Random(42);
		int links = 0;
		for (int round = 0; round < 20_000; round++) {
			StringBuilder html = new StringBuilder();
			for (int i = random.nextInt(12); i >= 0; i--) {
				html.append(pieces[random.nextInt(pieces.length)]);
			}
			this.followed.clear();
			HtmlTracking.apply(html.toString(), this.links, null);
			List<String> pages = Jsoup.parse(html.toString())
				.select("a[href]")
				.stream()
				.map((link) -> LinkTarget.of(link.attr("href").replace("&", "&amp;")))
				.filter((target) -> target != null)
				.distinct()
				.toList();
			assertThat(this.followed).as(html.toString()).containsExactlyElementsOf(pages);
			links += pages.size();
		}
		assertThat(links).isGreaterThan(2000);
	}

	@Test
	@Timeout(value = 60, unit = TimeUnit.SECONDS)
	void manyLinksAreRewrittenInOnePass() {
		StringBuilder html = new StringBuilder("<body>");
		for (int i = 0; i < 20_000; i++) {
			html.append("<a class=x href=\"https://a.example/")
				.append(i)
				.append("\">")
				.append("y".repeat(10))
				.append("</a>\n");
		}
		assertThat(html.length()).isGreaterThan(1_000_000);
		String tracked = HtmlTracking.apply(html.append("</body>").toString(), this.links, PIXEL);
		assertThat(this.followed).hasSize(20_000);
		assertThat(tracked).contains("<a class=x href=\"https://t.example/c/19999\">").endsWith(IMG + "</body>");
	}

	@ParameterizedTest
	@Timeout(value = 60, unit = TimeUnit.SECONDS)
	@ValueSource(strings = { "<a href=\"", "<a href='https://a.example/", "<", "</", "<!--", "<!-", "<style>",
			"<title></titl", "<a ", "<a a=", "-->", "<a href=https://a.example/", "<p ='", "--", "<!-->", "</style",
			"<![", "&amp" })
	void aMegabyteOfRubbishTakesNoTime(String piece) {
		String html = piece.repeat(1_000_000 / piece.length());
		assertThat(HtmlTracking.apply(html, this.links, PIXEL)).hasSizeGreaterThanOrEqualTo(html.length());
	}

	private String clicks(String html) {
		return HtmlTracking.apply(html, this.links, null);
	}

	private String opens(String html) {
		return HtmlTracking.apply(html, null, PIXEL);
	}

}
