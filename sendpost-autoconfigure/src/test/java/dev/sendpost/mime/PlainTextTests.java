package dev.sendpost.mime;

import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class PlainTextTests {

	@ParameterizedTest
	@MethodSource
	void isReadable(String html, String text) {
		assertThat(PlainText.fromHtml(html)).isEqualTo(text);
	}

	static Stream<Arguments> isReadable() {
		return Stream.of(arguments("", ""), arguments("plain", "plain"), arguments("  a \n\t b  ", "a b"),
				arguments("<p>one</p><p>two</p>", "one\n\ntwo"), arguments("<div>one</div><div>two</div>", "one\ntwo"),
				arguments("<div><div><div>one</div></div></div><div>two</div>", "one\ntwo"),
				arguments("a<br>b<br/>c", "a\nb\nc"), arguments("a<br><br>b", "a\n\nb"),
				arguments("a<br><br><br><br>b<p></p><p></p>c", "a\n\nb\n\nc"),
				arguments("<div>a<br></div><div>b</div>", "a\nb"), arguments("<h1>Title</h1>text", "Title\n\ntext"),
				arguments("a<hr>b", "a\n\nb"), arguments("a <b>bold</b>, <i>it</i>alic", "a bold, italic"),
				arguments("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
				arguments("<p>x</p><ol><li>one<li>two</ol>y", "x\n\n1. one\n2. two\n\ny"),
				arguments("<ol start=9><li>one</li><li>two</li></ol>", "9. one\n10. two"),
				arguments("<ul><li>one<ul><li>in</li></ul></li><li>two</li></ul>", "- one\n  - in\n- two"),
				arguments("<ol><li>one<ul><li>in</li></ul></li><li>two</li></ol>", "1. one\n  - in\n2. two"),
				arguments("<ul><li><p>one</p></li><li></li><li><p>two</p></li></ul>", "- one\n- two"),
				arguments("<li>alone</li>", "- alone"),
				arguments("<a href='https://example.com/x'>here</a>.", "here (https://example.com/x)."),
				arguments("<a href='https://example.com/'>example.com</a>", "example.com"),
				arguments("<a href='https://example.com/x'>https://example.com/x</a>", "https://example.com/x"),
				arguments("<a href='mailto:a@example.com'>a@example.com</a>", "a@example.com"),
				arguments("<a href='mailto:a@example.com'>Write</a>", "Write (mailto:a@example.com)"),
				arguments("<a href='#top'>top</a> <a href='JavaScript:x()'>run</a> <a>none</a> <a href=''>e</a>",
						"top run none e"),
				arguments("<a href='https://example.com'><img src=x alt='Our shop'></a>",
						"Our shop (https://example.com)"),
				arguments("<a href='https://example.com'><img src=x></a>", "https://example.com"),
				arguments("<a href='https://example.com'><div>Button</div></a>next",
						"Button (https://example.com)\nnext"),
				arguments("<a href='https://example.com'>with </a>space", "with (https://example.com) space"),
				arguments("<ul><li><a href='https://example.com'>example.com</a></li></ul>", "- example.com"),
				arguments("a<img src=x alt=' smile '>b<img src=y>", "a smile b"),
				arguments("<table><tr><td>a</td><td>b</td></tr><tr><th>c</th><td>d</td></tr></table>", "a b\nc d"),
				arguments("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>y", "x\n\ny"),
				arguments(
						"<head><title>t</title><style>s</style></head><body>a<script>b</script><style>c</style></body>",
						"a"),
				arguments("a<span style='color:red; DISPLAY : none'>b</span><p hidden>c</p>d", "ad"),
				arguments("<div style=\"display:none\">preheader &#847;&zwnj;&nbsp;</div><p>x</p>", "x"),
				arguments("a<!-- b -->c<![CDATA[d]]>", "ac"),
				arguments("<pre>  a\n    b  \n\n\n\nc\td</pre>e", "  a\n    b\n\nc\td\n\ne"),
				arguments("&lt;b&gt; &amp;amp; &euro; &#x1F600;", "<b> &amp; \u20ac \uD83D\uDE00"),
				arguments("a&nbsp;&nbsp;b&nbsp;", "a b"),
				arguments("soft&shy;hyphen zero&#8203;width", "softhyphen zerowidth"),
				arguments("<p>unclosed <b>bold <p>next</i> one</td>", "unclosed bold\n\nnext one"),
				arguments("<p>1 < 2 & 3 > 2", "1 < 2 & 3 > 2"), arguments("<<<p>>a</p", "<<\n\n>a"),
				arguments("<p> </p><div>&nbsp;</div><br><img src=x>", ""), arguments("<style>a{}</style>", ""),
				arguments("<blockquote>quoted</blockquote>after", "quoted\n\nafter"),
				arguments("<dl><dt>term</dt><dd>meaning</dd></dl>", "term\nmeaning"),
				arguments("\u0645\u0631\u062d\u0628\u0627 <b>\u0628\u0643</b>",
						"\u0645\u0631\u062d\u0628\u0627 \u0628\u0643"));
	}

	@Test
	void survivesDeepNesting() {
		for (String tag : new String[] { "div", "b", "ul><li", "table><tr><td", "a href=x", "blockquote", "pre",
				"span" }) {
			assertThat(PlainText.fromHtml(("<" + tag + ">").repeat(100_000) + "deep")).contains("deep");
		}
	}

	@Test
	void survivesAnything() {
		Random random = new Random(7);
		String[] pieces = { "<p>", "</p>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<a href='https://x.example'>",
				"</a>", "<pre>", "</pre>", "<table>", "<tr>", "<td>", "</table>", "<br>", " ", "\n", "x", "&nbsp;",
				"<div hidden>", "</div>", "<", ">", "&", "<img alt='i'>", "<select>", "<option>o", "</select>",
				"<template>", "</template>" };
		for (int i = 0; i < 2000; i++) {
			StringBuilder html = new StringBuilder();
			random.ints(30, 0, pieces.length).forEach((piece) -> html.append(pieces[piece]));
			assertThat(PlainText.fromHtml(html.toString())).doesNotContain("\n\n\n")
				.doesNotContain(" \n")
				.doesNotMatch("(?s)\\n.*|.*\\s");
		}
	}

}
