package dev.sendpost.mime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreheaderTests {

	@ParameterizedTest
	@ValueSource(strings = { "<body>|<p>", "<BODY>|<p>", "<html><head></head><body bgcolor=white>|x</body></html>",
			"<body title=\"a > b\" class='c>d'>|x", "<body title = \"a > b\">|x", "<body title=don't>|it's",
			"<body\n\tclass=\"x\"\n>|\n<p>", "<!-- <body> --><body>|x",
			"<!--[if mso]><body class=\"m\"><![endif]--><body>|x", "<!--[if !mso]><!--><body>|<!--<![endif]-->x",
			"<!--><body>|x", "<head><style>a:after{content:'<body>'}</style></head><body>|x",
			"<head><script>if (a<b) '<body>'</script></head><body>|x", "<title>The <body> tag</title><body>|x",
			"<meta content=\"<body>\"><body>|x", "<bodyguard><body>|x", "1 < 2 <body>|x" })
	void standsBehindTheBodyTag(String html) {
		assertInsertedAt(html);
	}

	@ParameterizedTest
	@ValueSource(strings = { "|<p>Hello", "|Hello", "|", "|<bodyguard>", "|Hello <!-- <body> -->", "|<!-- <body>",
			"|1 < 2 and a <b", "|<p title=\"<body>\">x", "|<style>p{}</style><p>x", "<!DOCTYPE html>|<p>x",
			"<!doctype html>\n<html lang=en>|\n<p>x", "<html><head><title>x</title></head>|<p>x",
			"<html><head><meta charset=utf-8><style>a{}</style>|<p>x", "<head></head>|x", "<html>|Hello<head>",
			"<?xml version=\"1.0\"?><!DOCTYPE html><html>|x", "<!-- a --><html><!-- b --><head></head>|x" })
	void standsWhereTheBodyStartsWithoutATag(String html) {
		assertInsertedAt(html);
	}

	@Test
	void isLeftOutWhereThereIsNone() {
		assertThat(Preheader.insert(null, "<p>Hi</p>")).isEqualTo("<p>Hi</p>");
		assertThat(Preheader.insert("", "<p>Hi</p>")).isEqualTo("<p>Hi</p>");
	}

	@Test
	void isHiddenAndEscaped() {
		String html = Preheader.insert("5 < 6 & \"7\" > \u00e9", "x");
		assertThat(html).startsWith("<div style=\"display:none;")
			.contains(">5 &lt; 6 &amp; \"7\" &gt; \u00e9&#847;&zwnj;&nbsp;&#847;")
			.endsWith("</div>x");
	}

	@Test
	void takesTimeInProportionToTheLength() {
		assertThat(Preheader.insert("x", "<".repeat(1_000_000))).startsWith("<div");
		assertThat(Preheader.insert("x", "<style></".repeat(200_000))).startsWith("<div");
		assertThat(Preheader.insert("x", "<a b=\"".repeat(200_000))).startsWith("<div");
		assertThat(Preheader.insert("x", "<!--".repeat(200_000))).startsWith("<div");
	}

	private static void assertInsertedAt(String marked) {
		String inserted = Preheader.insert("look", marked.replace("|", ""));
		int start = inserted.indexOf("<div style");
		int end = inserted.indexOf("</div>", start) + 6;
		assertThat(inserted.substring(0, start) + "|" + inserted.substring(end)).isEqualTo(marked);
	}

}
