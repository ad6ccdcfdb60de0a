package dev.sendpost.mime;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailPriority;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.MimeReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MimeRendererTests {

	private static final Attachment IMAGE = Attachment.of("logo.png", new byte[10]).inline("logo");

	private static final Attachment FILE = Attachment.of("invoice.pdf", new byte[10]);

	@Test
	void writesAPlainMessage() {
		Email email = Rendering.email().bcc("hidden@example.net").text("Hello\nworld").build();
		assertThat(Rendering.string(email)).isEqualTo("""
				Date: Tue, 03 Feb 2026 04:05:06 +0000
				From: shop@example.com
				To: customer@example.org
				Message-ID: <1@example.com>
				Subject: Your order
				MIME-Version: 1.0
				Content-Type: text/plain; charset=UTF-8
				Content-Transfer-Encoding: 7bit

				Hello
				world
				""".replace("\n", "\r\n"));
	}

	@Test
	void writesTheFieldsInOrder() {
		Email email = Rendering.email()
			.cc("copy@example.org")
			.replyTo("help@example.com")
			.priority(EmailPriority.HIGH)
			.listUnsubscribe(ListUnsubscribe.oneClick(URI.create("https://example.com/u")))
			.header("X-Second", "2")
			.header("X-First", "1")
			.text("Hello")
			.build();
		assertThat(Pattern.compile("(?m)^([\\w-]+):").matcher(Rendering.string(email)).results().map((m) -> m.group(1)))
			.containsExactly("Date", "From", "Reply-To", "To", "Cc", "Message-ID", "Subject", "X-Priority",
					"Importance", "List-Unsubscribe", "List-Unsubscribe-Post", "X-Second", "X-First", "MIME-Version",
					"Content-Type", "Content-Transfer-Encoding");
	}

	@ParameterizedTest
	@CsvSource({ "2026-02-03T04:05:06Z,'Tue, 03 Feb 2026 04:05:06 +0000'",
			"2000-02-29T23:59:59.999Z,'Tue, 29 Feb 2000 23:59:59 +0000'",
			"1999-12-31T00:00:00Z,'Fri, 31 Dec 1999 00:00:00 +0000'" })
	void writesTheDateInUtc(Instant date, String written) {
		RenderedEmail rendered = new MimeRenderer().render(Rendering.email().text("x").build(), "<1@example.com>",
				date);
		assertThat(new String(Rendering.octets(rendered), StandardCharsets.US_ASCII))
			.startsWith("Date: " + written + "\r\n");
	}

	@Test
	void namesNoRecipientWhereAllAreHidden() {
		Email hidden = Rendering.email().clearRecipients().bcc("hidden@example.net").text("x").build();
		assertThat(Rendering.string(hidden)).contains("\r\nTo: undisclosed-recipients:;\r\n");
		Email copied = Rendering.email().clearRecipients().cc("copy@example.net").text("x").build();
		assertThat(Rendering.string(copied)).doesNotContain("\r\nTo:");
	}

	@Test
	void nestsThePartsAsFarAsNeeded() {
		EmailBuilder text = Rendering.email().text("text");
		EmailBuilder html = Rendering.email().html("<p>html</p>");
		assertThat(structure(text)).isEqualTo("plain");
		assertThat(structure(html)).isEqualTo("html");
		assertThat(structure(html.build().toBuilder().text(""))).isEqualTo("html");
		assertThat(structure(text.build().toBuilder().html("html"))).isEqualTo("alternative(plain,html)");
		assertThat(structure(text.build().toBuilder().amp("amp"))).isEqualTo("alternative(plain,x-amp-html)");
		assertThat(structure(text.build().toBuilder().amp("amp").html("html")))
			.isEqualTo("alternative(plain,x-amp-html,html)");
		assertThat(structure(html.build().toBuilder().attach(IMAGE))).isEqualTo("related(html,png)");
		assertThat(structure(text.build().toBuilder().attach(FILE))).isEqualTo("mixed(plain,pdf)");
		assertThat(structure(text.build().toBuilder().attach(IMAGE))).isEqualTo("mixed(plain,png)");
		assertThat(structure(text.build().toBuilder().html("html").attach(IMAGE)))
			.isEqualTo("alternative(plain,related(html,png))");
		assertThat(structure(text.build().toBuilder().html("html").amp("amp").attach(FILE, IMAGE)))
			.isEqualTo("mixed(alternative(plain,x-amp-html,related(html,png)),pdf)");
	}

	@Test
	void describesAnInlineImage() {
		String written = Rendering.string(Rendering.email().html("<img src='cid:logo'>").attach(IMAGE).build());
		assertThat(written).contains("Content-Type: multipart/related; type=\"text/html\";\r\n boundary=\"")
			.contains("Content-Type: image/png; name=logo.png\r\nContent-Transfer-Encoding: base64\r\n"
					+ "Content-ID: <logo>\r\nContent-Disposition: inline; filename=logo.png\r\n\r\n");
	}

	@Test
	void attachesAnInlineImageThatNoHtmlShows() {
		String written = Rendering.string(Rendering.email().text("x").attach(IMAGE).build());
		assertThat(written).contains("Content-Disposition: attachment; filename=logo.png").doesNotContain("Content-ID");
	}

	@Test
	void usesBoundariesThatDiffer() {
		Email email = Rendering.email().text("text").html("<p>").attach(FILE, IMAGE).build();
		String both = Rendering.string(email) + Rendering.string(email);
		Matcher matcher = Pattern.compile("boundary=\"(.*)\"").matcher(both);
		assertThat(matcher.results().map((result) -> result.group(1)).distinct()).hasSize(6)
			.allSatisfy((boundary) -> assertThat(boundary).startsWith("=_").hasSizeLessThanOrEqualTo(70));
	}

	@ParameterizedTest
	@CsvSource({ "'plain\nlines',7bit", "'caf\u00e9 in a long line of text that is otherwise ASCII',quoted-printable",
			"'\u65e5\u672c\u8a9e',base64", "'From me, and more of it so that base64 is longer',quoted-printable",
			"'a line that ends with a space \nand one that does not',quoted-printable",
			"'--=_ looks like a boundary, or so it seems to me',quoted-printable", "'a\tb',7bit",
			"'a bell \u0007 rings in a text of some length',quoted-printable" })
	void choosesTheTransferEncoding(String text, String encoding) {
		assertThat(Rendering.string(Rendering.email().text(text).build()))
			.contains("\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n");
	}

	@Test
	void countsTheOctetsOfALine() {
		assertThat(Rendering.string(Rendering.email().text("x".repeat(998)).build())).contains("Encoding: 7bit");
		assertThat(Rendering.string(Rendering.email().text("x".repeat(999)).build()))
			.contains("Encoding: quoted-printable");
	}

	@Test
	void takesTheShorterEncoding() {
		for (int foreign = 0; foreign < 100; foreign++) {
			String text = "x".repeat(100 - foreign) + "\u00e9".repeat(foreign) + " \n";
			byte[] octets = Rendering.octets(Rendering.email().text(text).build());
			OctetBuffer quotedPrintable = new OctetBuffer(16);
			QuotedPrintable.encode(text.getBytes(StandardCharsets.UTF_8), quotedPrintable);
			String base64 = Base64.getMimeEncoder()
				.encodeToString(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
			String written = new String(octets, StandardCharsets.US_ASCII);
			String body = written.substring(written.indexOf("\r\n\r\n") + 4);
			assertThat(body.length()).isLessThanOrEqualTo(Math.min(quotedPrintable.length(), base64.length() + 2));
		}
	}

	@Test
	void writesAnAttachedMessageAsAFile() {
		String written = Rendering.string(Rendering.email()
			.text("x")
			.attach(Attachment.of("a.eml", new byte[1]),
					Attachment.of("b.x", new byte[1]).withContentType("Message/Delivery-Status; x=y"))
			.build());
		assertThat(written).contains("Content-Type: application/octet-stream; name=a.eml\r\n")
			.contains("Content-Type: application/octet-stream; name=b.x\r\n");
	}

	@Test
	void writesAParameterBeyondAsciiInAscii() {
		Email email = Rendering.email()
			.text("x")
			.attach(Attachment.of("a.txt", new byte[0]).withContentType("text/plain; x=\"\u00e4\""))
			.build();
		assertThat(Rendering.string(email).chars()).allMatch((c) -> c == 13 || c == 10 || (c >= 32 && c < 127));
		assertThat(MimeReading.of(Rendering.octets(email)).structure()).isEqualTo("mixed(plain,plain)");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "1@example.com", "<>", "<a\r\nBcc: eve@example.org>", "<a b@example.com>", "<\u00e4@b>" })
	void refusesAMessageIdThatIsNone(String messageId) {
		Email email = Rendering.email().text("x").build();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MimeRenderer().render(email, messageId, Rendering.DATE));
	}

	@Test
	void refusesAnEmailWithoutSender() {
		Email email = Email.builder().to("a@example.com").text("x").build();
		assertThatIllegalArgumentException().isThrownBy(() -> Rendering.render(email)).withMessageContaining("from");
	}

	@Test
	void keepsTheIdsOfAThreadReadable() {
		String written = Rendering
			.string(Rendering.email().text("x").header("references", " <1@a>\t<2@a> ").header("X-Tab", "a\tb").build());
		assertThat(written).contains("\r\nreferences: <1@a> <2@a>\r\n").contains("\r\nX-Tab: =?UTF-8?");
	}

	@Test
	void writesSmtpUtf8AddressesAsTheyAreAndNamesEncoded() {
		Email email = Rendering.email().clearRecipients().to("J\u00fcrgen <j\u00fcrgen@example.com>").text("x").build();
		assertThat(Rendering.string(email)).contains("\r\nTo: =?UTF-8?Q?J=C3=BCrgen?= <j\u00fcrgen@example.com>\r\n");
		assertThat(Rendering.render(email).needsSmtpUtf8()).isTrue();
	}

	@Test
	void needsNoSmtpUtf8ForAHiddenRecipient() {
		Email email = Rendering.email().bcc("j\u00fcrgen@example.com").text("x").build();
		assertThat(Rendering.render(email).needsSmtpUtf8()).isFalse();
	}

	@Test
	void insertsThePreheader() {
		Email email = Rendering.email().html("<body><p>Hello").preheader("Look & see").build();
		assertThat(MimeReading.of(Rendering.octets(email)).html()).startsWith("<body><div style=\"display:none")
			.contains(">Look &amp; see&#847;&zwnj;&nbsp;")
			.contains("</div><p>Hello");
	}

	@Test
	void isTheSameForAllThreads() {
		MimeRenderer renderer = new MimeRenderer();
		Email email = Rendering.email().text("Gr\u00fc\u00dfe\n".repeat(50)).build();
		byte[] expected = Rendering.octets(email);
		assertThat(IntStream.range(0, 500)
			.parallel()
			.mapToObj((i) -> Rendering.octets(renderer.render(email, Rendering.MESSAGE_ID, Rendering.DATE))))
			.allMatch((octets) -> Arrays.equals(octets, expected));
	}

	@Test
	void writesWhateverAHeaderCanHold() {
		Random random = new Random(20260203);
		for (int i = 0; i < 2000; i++) {
			String name = value(random, 300).strip();
			Email email = Rendering.email()
				.subject(value(random, 400))
				.to(new EmailAddress(name.isEmpty() ? null : name, "a", "example.com"))
				.header("X-" + "Name".repeat(random.nextInt(18)), value(random, 400))
				.attach(Attachment.of("f" + value(random, 200) + "x", new byte[1]))
				.text("x")
				.build();
			MimeReading.assertSame(email, Rendering.octets(email));
			assertThat(MimeReading.of(Rendering.octets(email)).rawHeader().split("\r\n"))
				.allSatisfy((line) -> assertThat(line).isNotBlank().matches("[ -~]+").hasSizeLessThanOrEqualTo(998));
		}
	}

	@Test
	void foldsAtEachLength() {
		for (int length = 1; length < 200; length++) {
			String foreign = "\u65e5\u00e9\uD83D\uDE00x".repeat(50)
				.substring(0, length)
				.replaceFirst("[\\uD800-\\uDBFF]$", "");
			for (String text : List.of("x".repeat(length), "x ".repeat(length), foreign)) {
				Email email = Rendering.email()
					.subject("x" + " ".repeat(length) + "y " + "z ".repeat(length) + "z")
					.text("x")
					.attach(Attachment.of(text, new byte[0])
						.withContentType("x/" + "y".repeat(Math.min(length, 70)) + "; note=" + "n".repeat(length)))
					.build();
				assertThat(Rendering.string(email).split("\r\n"))
					.allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(78));
			}
		}
	}

	@Test
	void neverSplitsACharacterOfAFileName() {
		for (int start = 0; start < 12; start++) {
			String filename = "x".repeat(start) + "\u00e9\u65e5\uD83D\uDE00".repeat(20);
			Email email = Rendering.email().text("x").attach(Attachment.of(filename, new byte[0])).build();
			Matcher matcher = Pattern.compile("name\\*\\d+\\*=(?:UTF-8'')?([^;\r]+)").matcher(Rendering.string(email));
			assertThat(matcher.results().map((result) -> URLDecoder.decode(result.group(1), StandardCharsets.UTF_8)))
				.hasSizeGreaterThan(10)
				.noneMatch((part) -> part.contains("\uFFFD"));
		}
	}

	private static String value(Random random, int most) {
		String[] alphabets = { "ab", "ab ", "ab   ", "aB9 ,.\"\\()<>@;:[]_=?*'%", "a =?UTF-8Q?=", "a\u00e9 ",
				"\u65e5\u672c ", "e\u0301\u200d\ufe0f" };
		String alphabet = alphabets[random.nextInt(alphabets.length)];
		StringBuilder value = new StringBuilder();
		random.ints(random.nextInt(most), 0, alphabet.length())
			.forEach((index) -> value.append(alphabet.charAt(index)));
		if (random.nextInt(8) == 0) {
			value.insert(random.nextInt(value.length() + 1), "\uD83D\uDC68\u200D\uD83D\uDC69");
		}
		return value.toString();
	}

	private static String structure(EmailBuilder builder) {
		return MimeReading.of(Rendering.octets(builder.build())).structure();
	}

}
