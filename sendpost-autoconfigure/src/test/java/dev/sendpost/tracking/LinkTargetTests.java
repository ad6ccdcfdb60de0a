package dev.sendpost.tracking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LinkTarget}.
 */
class LinkTargetTests {

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ", textBlock = """
			https://example.com -> https://example.com/
			http://example.com/a?b=c#d -> http://example.com/a?b=c#d
			HTTPS://Example.com/A -> https://Example.com/A
			https://example.com:8443/x -> https://example.com:8443/x
			https://example.com?a=1&amp;b=2 -> https://example.com?a=1&b=2
			https://example.com/?a=1&b=2&copy=3 -> https://example.com/?a=1&b=2&copy=3
			https://example.com/&#x22;&quot; -> https://example.com/%22%22
			https://example.com/a b -> https://example.com/a%20b
			https://example.com/%20|{x} -> https://example.com/%20|{x}
			https://bücher.example/ü -> https://xn--bcher-kva.example/%C3%BC
			https://example.com/\uD83D\uDE00 -> https://example.com/%F0%9F%98%80
			https://my_shop.example/ -> https://my_shop.example/
			""")
	void pagesAreRead(String attribute, String target) {
		assertThat(LinkTarget.of(attribute)).isEqualTo(target);
	}

	@Test
	void whiteSpaceIsDroppedAsBrowsersDropIt() {
		assertThat(LinkTarget.of(" \n https://example.com/a\r\n\tb ")).isEqualTo("https://example.com/ab");
		assertThat(LinkTarget.of("ht&#10;tps://example.com/&#13;&#10;X: y")).isEqualTo("https://example.com/X:%20y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "#top", "/relative", "page.html", "//example.com/", "mailto:ann@example.com",
			"tel:+4912345", "sms:12345", "javascript:alert(1)", "data:text/html,x", "ftp://example.com/", "https:",
			"https://", "https:///x", "https:example.com", "https:\\\\example.com",
			"https://example.com\\@evil.example", "https://ann@example.com/", "https://ann:secret@example.com/",
			"https://[::1]/", "https://exa mple.com/", "https://example.com:x/", "https://%65xample.com/", "cid:logo",
			"{{link}}", "https://{{host}}/" })
	void whatIsNoPageIsNone(String attribute) {
		assertThat(LinkTarget.of(attribute)).isNull();
	}

	@Test
	void aTargetHasALimit() {
		String start = "https://example.com/";
		String longest = start + "x".repeat(LinkTarget.MAX_LENGTH - start.length());
		assertThat(LinkTarget.of(longest)).isEqualTo(longest);
		assertThat(LinkTarget.of(longest + "x")).isNull();
		assertThat(LinkTarget.of(start + "ü".repeat(LinkTarget.MAX_LENGTH / 2))).isNull();
		assertThat(LinkTarget.of(start + "&amp;".repeat(100_000))).isNull();
	}

}
