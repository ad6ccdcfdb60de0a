package dev.sendpost.domain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DomainNames}.
 */
class DomainNamesTests {

	@ParameterizedTest
	@CsvSource({ "acme.example, acme.example", "ACME.Example, acme.example", "acme.example., acme.example",
			"Bücher.example, xn--bcher-kva.example", "news.acme.co.uk, news.acme.co.uk", "ann.github.io, ann.github.io",
			"city.kobe.jp, city.kobe.jp" })
	void aNameIsWrittenAsALabels(String text, String name) {
		assertThat(DomainNames.parse(text)).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource({ "com, no domain to send from", "co.uk, public suffix", "github.io, public suffix",
			"x.kobe.jp, public suffix", "рф, no domain to send from", "localhost, no domain to send from",
			"192.0.2.1, is an address", "[192.0.2.1], is an address", "2001:db8::1, is an address",
			"a..example, not a domain name", "-a.example, not a domain name", "a b.example, not a domain name",
			"ann@acme.example, not a domain name", "acme.123, no domain to send from", "_x.acme.example, '_'",
			"'', the domain is empty", "., the domain is empty" })
	void whatCannotSendIsRefused(String text, String reason) {
		assertThatExceptionOfType(InvalidSendingDomainException.class).isThrownBy(() -> DomainNames.parse(text))
			.withMessageContaining(reason);
	}

	@Test
	void controlCharactersAndLengthAreRefusedWithoutRepeatingThem() {
		assertThatExceptionOfType(InvalidSendingDomainException.class)
			.isThrownBy(() -> DomainNames.parse("acme\r\n.example"))
			.withMessage("The domain 'acme??.example' has a control character");
		assertThatExceptionOfType(InvalidSendingDomainException.class)
			.isThrownBy(() -> DomainNames.parse("x".repeat(64) + ".example"))
			.withMessageContaining("not a domain name");
		assertThatExceptionOfType(InvalidSendingDomainException.class)
			.isThrownBy(() -> DomainNames.parse("abcdefghi.".repeat(21) + "example"))
			.withMessageContaining("longer than 200 octets");
		assertThatExceptionOfType(InvalidSendingDomainException.class)
			.isThrownBy(() -> DomainNames.parse("x".repeat(100_000)))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500));
	}

	@Test
	void parentsEndAtTwoLabels() {
		assertThat(DomainNames.withParents("a.news.acme.example")).containsExactly("a.news.acme.example",
				"news.acme.example", "acme.example");
		assertThat(DomainNames.withParents("acme.example")).containsExactly("acme.example");
		assertThat(DomainNames.withParents("localhost")).containsExactly("localhost");
		assertThat(DomainNames.withParents("x.".repeat(100) + "example")).hasSizeLessThan(20);
	}

}
