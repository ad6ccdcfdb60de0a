package dev.sendpost;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link EmailAddress}.
 */
class EmailAddressTests {

	private static final String LABEL = "d".repeat(63);

	/** A domain of 253 octets, the longest there is. */
	private static final String LONGEST_DOMAIN = LABEL + "." + LABEL + "." + LABEL + "." + "d".repeat(61);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			jane@example.com                              | -               | jane       | example.com
			`  jane@example.com `                         | -               | jane       | example.com
			<jane@example.com>                            | -               | jane       | example.com
			< jane@example.com >                          | -               | jane       | example.com
			Jane <jane@example.com>                       | Jane            | jane       | example.com
			Jane<jane@example.com>                        | Jane            | jane       | example.com
			Jane Q. Public <jane@example.com>             | Jane Q. Public  | jane       | example.com
			Doe, Jane <jane@example.com>                  | Doe, Jane       | jane       | example.com
			"Doe, Jane" <jane@example.com>                | Doe, Jane       | jane       | example.com
			"Jane \\"JD\\" Doe" <jane@example.com>        | Jane "JD" Doe   | jane       | example.com
			"back\\\\slash" <jane@example.com>            | back\\slash     | jane       | example.com
			"<evil@example.net>" <jane@example.com>       | <evil@example.net> | jane    | example.com
			"" <jane@example.com>                         | -               | jane       | example.com
			"  " <jane@example.com>                       | -               | jane       | example.com
			jane@example.com <jane@example.com>           | jane@example.com | jane      | example.com
			Jürgen Groß <j@example.com>                   | Jürgen Groß     | j          | example.com
			"jane"@example.com                            | -               | jane       | example.com
			"j\\ane"@example.com                          | -               | jane       | example.com
			"jane doe"@example.com                        | -               | jane doe   | example.com
			"a@b"@example.com                             | -               | a@b        | example.com
			"a>b" <"a>b"@example.com>                     | a>b             | a>b        | example.com
			"jane.."@example.com                          | -               | jane..     | example.com
			o'hara+tag/x=y@example.com                    | -               | o'hara+tag/x=y | example.com
			JANE@EXAMPLE.COM                              | -               | JANE       | example.com
			jane@localhost                                | -               | jane       | localhost
			jane@_dmarc.example.com                       | -               | jane       | _dmarc.example.com
			jane@Bücher.example                           | -               | jane       | xn--bcher-kva.example
			jane@XN--BCHER-KVA.example                    | -               | jane       | xn--bcher-kva.example
			jane@例え。jp                                 | -               | jane       | xn--r8jz45g.jp
			""")
	void whatPeopleWriteIsUnderstood(String text, String name, String localPart, String domain) {
		EmailAddress address = EmailAddress.parse(text);
		assertThat(address.name()).isEqualTo(name);
		assertThat(address.localPart()).isEqualTo(localPart);
		assertThat(address.domain()).isEqualTo(domain);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			``                                  | an e-mail address is empty
			`   `                               | an e-mail address is empty
			jane                                | it has no @
			@example.com                        | nothing stands before the @
			jane@                               | nothing stands after the @
			<>                                  | it has no @
			<jane>                              | it has no @
			""@example.com                      | has nothing before the @
			.jane@example.com                   | a character or a dot where none may be
			jane.@example.com                   | a character or a dot where none may be
			ja..ne@example.com                  | a character or a dot where none may be
			ja ne@example.com                   | a character or a dot where none may be
			ja,ne@example.com                   | a character or a dot where none may be
			jane(comment)@example.com           | a character or a dot where none may be
			(comment)jane@example.com           | a character or a dot where none may be
			Friends: jane@example.com;          | a character or a dot where none may be
			jane@example.com(comment)           | is not a domain name
			jane@@example.com                   | is not a domain name
			jane@example.com@example.org        | is not a domain name
			jane@.example.com                   | is not a domain name
			jane@example.com.                   | is not a domain name
			jane@example..com                   | is not a domain name
			jane@-example.com                   | is not a domain name
			jane@example-.com                   | is not a domain name
			jane@exam ple.com                   | is not a domain name
			jane@example.com, bob@example.org   | is not a domain name
			jane@example.com;bob@example.org    | is not a domain name
			A <a@example.com>, B <b@example.com> | is not a domain name
			jane@[192.0.2.1]                    | is an address literal
			jane@[IPv6:2001:db8::1]             | is an address literal
			jane@example.com>                   | has no matching <
			"Jane <jane@example.com>            | has no matching <
			"Jane" Doe <jane@example.com>       | the quotes around the name do not match
			Jane "JD" Doe <jane@example.com>    | a quote stands inside the name
			"jane@example.com                   | no @ follows the quoted part
			"jane" doe@example.com              | no @ follows the quoted part
			"jane"                              | no @ follows the quoted part
			jane"doe"@example.com               | a character or a dot where none may be
			jane@straße.example                 | two versions of IDNA read differently
			jane@STRAẞE.example                 | two versions of IDNA read differently
			jane@βόλος.example                  | two versions of IDNA read differently
			""")
	void whatIsNoAddressIsRefusedWithTheReason(String text, String reason) {
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> EmailAddress.parse(text))
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("address"));
	}

	@Test
	void theRefusalOfAnAmbiguousDomainSaysWhatToDo() {
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("jane@straße.example"))
			.withMessageContaining("'straße.example'")
			.withMessageContaining("A-labels (xn--...)");
	}

	static Stream<String> forbiddenCharacters() {
		return Stream.of("\r", "\n", "\r\n", "\0", "\u0007", "\u001b", "\u007f", "\u0085", "\u2028", "\u2029", "\ud83d",
				"\ude00", "\ude00\ud83d");
	}

	@ParameterizedTest
	@MethodSource("forbiddenCharacters")
	void charactersThatCouldEndALineAreRefusedEverywhere(String forbidden) {
		for (String text : new String[] { "ja%sne@example.com", "\"ja%sne\"@example.com", "jane@exam%sple.com",
				"Ja%sne <jane@example.com>", "\"Ja%sne\" <jane@example.com>", "Jane <ja%sne@example.com>",
				"Jane <jane@exam%sple.com>", "Jane%s<jane@example.com>" }) {
			String hostile = text.replace("%s", forbidden);
			assertThatExceptionOfType(InvalidEmailException.class).as(text)
				.isThrownBy(() -> EmailAddress.parse(hostile));
		}
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> new EmailAddress("Jane" + forbidden, "jane", "example.com"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> new EmailAddress(null, "jane" + forbidden, "example.com"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> new EmailAddress(null, "jane", "example.com" + forbidden));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.of("Ja" + forbidden + "ne", "jane@example.com"));
	}

	@Test
	void aRefusalShowsHostileTextOnOneLine() {
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("ja\r\nne@example.com"))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\r", "\n").contains("'ja\\u000D\\u000Ane"));
	}

	@ParameterizedTest
	@CsvSource({ "64, 10, true", "65, 10, false", "64, 189, true", "64, 190, false", "1, 252, true", "1, 253, false" })
	void lengthsOfRfc5321AreTheLimit(int localPart, int domain, boolean valid) {
		String text = "l".repeat(localPart) + "@" + LONGEST_DOMAIN.substring(0, domain);
		if (valid) {
			assertThat(EmailAddress.parse(text).address()).isEqualTo(text);
		}
		else {
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> EmailAddress.parse(text))
				.withMessageMatching(".*is longer than (64|254) octets");
		}
	}

	@Test
	void aDomainHasAtMost253Octets() {
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("j@d" + LONGEST_DOMAIN))
			.withMessageContaining("is longer than 253 octets");
	}

	@Test
	void aLabelHasAtMost63Octets() {
		assertThatNoException().isThrownBy(() -> EmailAddress.parse("jane@" + LABEL + ".com"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("jane@d" + LABEL + ".com"))
			.withMessageContaining("is not a domain name");
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("jane@" + "ü".repeat(63) + ".com"))
			.withMessageContaining("is not a domain name");
	}

	@Test
	void octetsAreCountedInUtf8AndWithTheQuotes() {
		assertThatNoException().isThrownBy(() -> EmailAddress.parse("ü".repeat(32) + "@example.com"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("ü".repeat(33) + "@example.com"));
		assertThatNoException().isThrownBy(() -> EmailAddress.parse("\"" + " ".repeat(62) + "\"@example.com"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("\"" + " ".repeat(63) + "\"@example.com"));
	}

	@Test
	void aNameHasAtMost500Characters() {
		assertThatNoException().isThrownBy(() -> EmailAddress.of("n".repeat(500), "jane@example.com"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.of("n".repeat(501), "jane@example.com"))
			.withMessageContaining("longer than 500 characters");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "@", "\"", "<", ">", "\\", ".", "é", "\ud83d\ude00", " x", "\"\\", "a@", "\r\n\0" })
	void tenMegabytesOfGarbageAreRefusedFast(String garbage) {
		String text = garbage.repeat(10_000_000 / garbage.length());
		assertTimeoutPreemptively(Duration.ofSeconds(10),
				() -> assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> EmailAddress.parse(text))
					.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(1000)));
	}

	@ParameterizedTest
	@CsvSource({ "jane@example.com, false", "jürgen@example.com, true", "用户@例え.jp, true",
			"jane@bücher.example, false" })
	void onlyALocalPartBeyondAsciiNeedsSmtpUtf8(String address, boolean needed) {
		assertThat(EmailAddress.parse(address).needsSmtpUtf8()).isEqualTo(needed);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			jane       | jane@example.com
			jane doe   | "jane doe"@example.com
			a"b\\c     | "a\\"b\\\\c"@example.com
			a..b       | "a..b"@example.com
			jürgen     | jürgen@example.com
			a@b        | "a@b"@example.com
			""")
	void anAddressIsQuotedOnlyWhereItMustBe(String localPart, String address) {
		assertThat(new EmailAddress("Name", localPart, "example.com").address()).isEqualTo(address);
	}

	@Test
	void whatIsWrittenIsReadBack() {
		Random random = new Random(42);
		String alphabet = "abcXYZ019 .,;:<>@()[]\"\\'!#$%&*+-/=?^_`{|}~äß例\u00a0\u3000é";
		int valid = 0;
		for (int i = 0; i < 20_000; i++) {
			String name = random(random, alphabet, 20);
			String localPart = random(random, alphabet, 12);
			EmailAddress address;
			try {
				address = new EmailAddress(name, localPart, "Example" + i + ".com");
			}
			catch (InvalidEmailException ex) {
				assertThat(localPart).isEmpty();
				continue;
			}
			valid++;
			assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
			assertThat(EmailAddress.parse(address.address()).isSameMailbox(address)).isTrue();
		}
		assertThat(valid).isGreaterThan(15_000);
	}

	@Test
	void nothingThatParsesIsChangedByParsingItAgain() {
		Random random = new Random(4711);
		String alphabet = "ab.@<>\"\\ ,äc";
		int valid = 0;
		for (int i = 0; i < 200_000; i++) {
			EmailAddress address;
			try {
				address = EmailAddress.parse(random(random, alphabet, 6) + "a@" + random(random, alphabet, 4));
			}
			catch (InvalidEmailException ex) {
				continue;
			}
			valid++;
			assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
		}
		assertThat(valid).isGreaterThan(1000);
	}

	@Test
	void theNameMakesAddressesDifferentButNotTheMailbox() {
		EmailAddress jane = EmailAddress.parse("Jane <jane@example.com>");
		EmailAddress bare = EmailAddress.parse("\"jane\"@EXAMPLE.com");
		assertThat(jane).isNotEqualTo(bare).isEqualTo(EmailAddress.of("Jane", "jane@example.com"));
		assertThat(jane.isSameMailbox(bare)).isTrue();
		assertThat(jane.isSameMailbox(EmailAddress.parse("JANE@example.com"))).isFalse();
		assertThat(jane.isSameMailbox(EmailAddress.parse("jane@example.org"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u00a0", "\u1680", "\u2003", "\u3000" })
	void whiteSpaceBeyondAsciiNeedsQuotesToo(String space) {
		EmailAddress address = new EmailAddress(null, space + "jane" + space, "example.com");
		assertThat(address.address()).isEqualTo("\"" + space + "jane" + space + "\"@example.com");
		assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("ja" + space + "ne@example.com"));
	}

	@Test
	void aTabIsNoPartOfAnSmtpPath() {
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("\"ja\tne\"@example.com"))
			.withMessageContaining("a tab");
	}

	@Test
	void severalAddressesAreNotTakenForOneWithALongName() {
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> EmailAddress.parse("ann@example.com, Bob <bob@example.com>"))
			.withMessageContaining("more than one");
		assertThat(EmailAddress.parse("\"ann@example.com, Bob\" <bob@example.com>").name())
			.isEqualTo("ann@example.com, Bob");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ä", "\u00ad", "ä.", "例", "\ud83d\ude00" })
	void aDomainOfMegabytesIsRefusedFast(String garbage) {
		String domain = garbage.repeat(3_000_000 / garbage.length());
		assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> new EmailAddress(null, "jane", domain)));
	}

	private static String random(Random random, String alphabet, int limit) {
		StringBuilder text = new StringBuilder();
		random.ints(random.nextInt(limit), 0, alphabet.length())
			.forEach((index) -> text.append(alphabet.charAt(index)));
		return text.toString();
	}

}
