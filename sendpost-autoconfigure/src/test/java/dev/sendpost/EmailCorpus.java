package dev.sendpost;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Messages of the kinds that people send, and of some that only tests do. Whatever
 * carries mail has to carry each of them unaltered; {@link MimeReading#assertSame} tells.
 */
public final class EmailCorpus {

	private static final String JAPANESE = "ご注文ありがとうございます。発送の準備が整い次第、改めてご連絡いたします。";

	private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66";

	private static final byte[] PIXEL = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13 };

	private EmailCorpus() {
	}

	/**
	 * The messages that any server can take.
	 * @return the messages
	 */
	public static List<NamedEmail> all() {
		return Stream
			.of(subjects(), names(), addresses(), bodies(), headers(), structures(), attachments(), fileNames())
			.flatMap((part) -> part)
			.toList();
	}

	/**
	 * The messages that need a server with SMTPUTF8.
	 * @return the messages
	 */
	public static List<NamedEmail> smtpUtf8() {
		return List.of(
				new NamedEmail("a recipient with a local part beyond ASCII",
						text("Hallo").to("Jörg Müller <jörg@example.com>").build()),
				new NamedEmail("a sender with a Chinese local part", text("Hello").from("用户@例子.中国").build()),
				new NamedEmail("reply-to and cc beyond ASCII",
						text("Hello").replyTo("помощь@example.com")
							.cc("δοκιμή@example.com", "plain@example.com")
							.build()),
				new NamedEmail("a quoted local part beyond ASCII",
						text("Hello").to(new EmailAddress("Ann", "größe vier", "example.com")).build()));
	}

	private static Stream<NamedEmail> subjects() {
		return Stream.of(subject("in Japanese", "ご注文の確認"), subject("in Arabic", "تأكيد الطلب رقم ١٢٣"),
				subject("in Hebrew", "אישור הזמנה מספר 123"),
				subject("with emoji", "Your trip \uD83C\uDFD6\uFE0F is booked " + FAMILY),
				subject("of 60 families", FAMILY.repeat(60)), subject("with combining marks", "e\u0301".repeat(120)),
				subject("of one letter with 200 marks", "e" + "\u0301".repeat(200)),
				subject("of 200 ASCII characters", "The quick brown fox jumps over a dog ".repeat(6).substring(0, 200)),
				subject("of 200 Japanese characters", JAPANESE.repeat(6).substring(0, 200)),
				subject("of one word with 300 letters", "x".repeat(300)),
				subject("of one word with 2000 letters", "x".repeat(2000)),
				subject("with one umlaut among 200 ASCII characters",
						"Ihre Bestellung für morgen " + "und so weiter ".repeat(12)),
				subject("that looks encoded", "=?UTF-8?Q?not_encoded?= is how it starts"),
				subject("with an equals sign and a question mark", "Is x=?y"),
				subject("with spaces around", "  two before and three after   "), subject("of spaces only", "   "),
				subject("that is empty", ""), subject("with a tab", "before\tafter"),
				subject("with runs of spaces", "a   b      c" + " ".repeat(100) + "d"),
				subject("with runs of spaces at a fold", "word ".repeat(13) + "     more    words    and    spaces"),
				subject("with special characters", "Re: [#42] \"100%\" <off>; it's @ 5:00, (really) \\o/ _=_"));
	}

	private static Stream<NamedEmail> names() {
		String ascii = "The Department of Correspondence and Other Remarkably Long Names of Things in the City of "
				+ "Llanfairpwllgwyngyll West";
		return Stream.of(name("of 120 letters", ascii),
				name("of 160 letters with a comma", ascii + ", first floor, the second door on the left"),
				name("of 150 Japanese characters", JAPANESE.repeat(5).substring(0, 150)),
				name("beyond ASCII", "Jörg Müller, Ärzte & Söhne (GmbH)"), name("with a comma", "Doe, Jane"),
				name("with quotes and backslashes", "Jane \"J\\D\" Doe \\"),
				name("with runs of spaces", "Jane   Q   Doe"), name("with dots", "Dr. J. Q. Doe"),
				name("with an address", "jane@example.com via Example"), name("that looks encoded", "=?UTF-8?Q?Jane?="),
				name("with emoji", "Jane " + FAMILY), name("with a tab", "Jane\tDoe"),
				name("of one word with 300 letters", "j".repeat(300)));
	}

	private static Stream<NamedEmail> addresses() {
		List<EmailAddress> hundred = IntStream.range(0, 100)
			.mapToObj((i) -> EmailAddress.of((i % 3 == 0) ? "Empfänger " + i : "Recipient No. " + i,
					"recipient" + i + "@example.com"))
			.toList();
		return Stream
			.of(new NamedEmail("100 recipients", text("Hello").clearRecipients().to(hundred).build()), new NamedEmail(
					"copies and hidden copies",
					text("Hello").cc("Carl <carl@example.com>", "chris@example.com")
						.bcc("Hidden Harry <hidden.harry@example.net>", "secret@example.net")
						.build()),
					new NamedEmail("hidden recipients only",
							text("Hello").clearRecipients()
								.bcc("hidden.harry@example.net", "secret@example.net")
								.build()),
					new NamedEmail("copies only", text(
							"Hello")
						.clearRecipients()
						.cc("carl@example.com")
						.build()),
					new NamedEmail("several reply-tos", text("Hello")
						.replyTo("Help <help@example.com>", "Sales <sales@example.com>", "support@example.com")
						.build()),
					new NamedEmail("quoted local parts",
							text("Hello")
								.to(new EmailAddress("Ann", "ann smith", "example.com"),
										new EmailAddress(null, "a\"b\\c", "example.com"),
										new EmailAddress(null, "x@y, <z>", "example.com"))
								.build()),
					new NamedEmail("an internationalised domain", text("Hello").to("info@müller.example").build()),
					new NamedEmail("addresses of 254 octets",
							text("Hello").to("l".repeat(64) + "@" + ("d".repeat(60) + ".").repeat(3) + "online")
								.to("Somebody With a Name <" + "m".repeat(64) + "@" + ("d".repeat(60) + ".").repeat(3)
										+ "online>")
								.build()));
	}

	private static Stream<NamedEmail> bodies() {
		return Stream.of(body("of one line", "Hello, world"), body("that starts with empty lines", "\n\n\nHello\n"),
				body("of empty lines only", "\n\n\n"),
				body("with dots at the start of lines", ".\n..\n.x\n...\nfoo\n.\n\n.\r\n."), body("of one dot", "."),
				body("of 5000 characters in a line", "x".repeat(5000) + "\nend\n"),
				body("with lines of 998 and 999 characters", "y".repeat(998) + "\n" + "z".repeat(999) + "\n"),
				body("of 998 characters", "y".repeat(998)),
				body("with From at the start of lines",
						"From me to you\n\nFrom: nobody\nFrom \n>From x\n" + "w".repeat(70) + " From x\n"),
				body("with trailing white space", "space \ntab\t\nboth \t \n \n\t\nend "),
				body("with tabs", "a\tb\tc\n\td\n"),
				body("with all line ends", "lf\ncr\rcrlf\r\nlfcr\n\rcrcrlf\r\r\nend\r"),
				body("without a last line end", "one\ntwo"),
				body("with NUL and other controls", "a\0b\u0001\u001B[1m\u007F\n"),
				body("with 8-bit text", "Grüße aus Köln\nà bientôt – “quoted” €5\n"),
				body("in Japanese", JAPANESE.repeat(20) + "\n"), body("with emoji", "Thanks! " + FAMILY + "\n"),
				body("with half a surrogate pair", "a\uD83Db\uDE00c\n"),
				body("with lines that look like boundaries", "--=_\n--=_x--\n--\n-- \nsignature\n"),
				body("with lines that look like headers", "Bcc: eve@example.org\r\n\r\nSubject: x\n"),
				body("with equals signs", "a=b\n=\n==\n=3D\n" + "=".repeat(80) + "\n"),
				body("of 400 random lines", randomText(400)),
				new NamedEmail("html of 500 KB", text("Hello").html(largeHtml()).build()),
				new NamedEmail("html only", base().html("<p>Hello, <b>world</b></p>\n").build()),
				new NamedEmail("html beyond ASCII only", base().html("<p>Grüße</p>").build()),
				new NamedEmail("html with an empty text", base().text("").html("<p>Hello</p>").build()),
				new NamedEmail("text with an empty html", base().text("Hello").html("").build()));
	}

	private static Stream<NamedEmail> headers() {
		String ids = String.join(" ",
				IntStream.range(0, 40).mapToObj((i) -> "<" + i + ".reply@mail.example.com>").toList());
		URI mailto = URI.create("mailto:unsubscribe@example.com?subject=leave");
		URI https = URI.create("https://example.com/unsubscribe?token=" + "0123456789abcdef".repeat(6));
		return Stream.of(
				new NamedEmail(
						"one-click unsubscribe", text("Hello").listUnsubscribe(ListUnsubscribe.oneClick(https))
							.build()),
				new NamedEmail("one-click unsubscribe behind a mailto",
						text("Hello").listUnsubscribe(new ListUnsubscribe(List.of(mailto, https), true)).build()),
				new NamedEmail("unsubscribe by mail or page", text("Hello").listUnsubscribe(mailto, https).build()),
				new NamedEmail("unsubscribe by a page with umlauts",
						text("Hello").listUnsubscribe(URI.create("https://example.com/abmelden/für-Ärzte")).build()),
				new NamedEmail("unsubscribe by an endless address",
						text("Hello").listUnsubscribe(URI.create("https://example.com/?t=" + "abc".repeat(700)), mailto)
							.build()),
				new NamedEmail("high priority", text("Hello").priority(EmailPriority.HIGH).build()),
				new NamedEmail("low priority", text("Hello").priority(EmailPriority.LOW).build()),
				new NamedEmail("a thread",
						text("Hello").header("In-Reply-To", "<39.reply@mail.example.com>")
							.header("References", ids)
							.build()),
				new NamedEmail("custom headers",
						text("Hello").header("X-Entity-Ref-ID", "0193d5f0-7c1e")
							.header("X-Empty", "")
							.header("X-Repeated", "one")
							.header("X-Repeated", "two")
							.header("Auto-Submitted", "auto-generated")
							.header("Feedback-ID", "campaign:customer:type:sender")
							.header("List-Id", "News of the week <news.example.com>")
							.header("X-Json", "{\"unique_args\": {\"id\": 42, \"tags\": [\"a\", \"b\"]}}".repeat(5))
							.build()),
				new NamedEmail("long and foreign custom headers",
						text("Hello").header("X-Long", "word ".repeat(300).strip())
							.header("X-Endless", "y".repeat(1500))
							.header("X-Foreign", JAPANESE.repeat(4))
							.header("X-Umlaut", "für " + "alle ".repeat(40) + "da")
							.header("X-" + "Name".repeat(18), "value " + "and more ".repeat(12) + "end")
							.header("X-" + "Nam3".repeat(18), "größer")
							.build()));
	}

	private static Stream<NamedEmail> structures() {
		Attachment logo = Attachment.of("logo.png", PIXEL).inline("logo@example.com");
		Attachment photo = Attachment.of("Foto groß.jpg", PIXEL).inline("photo");
		Attachment invoice = Attachment.of("invoice.pdf", "%PDF-1.7".getBytes(StandardCharsets.US_ASCII));
		String html = "<html><body><img src=\"cid:logo@example.com\"><p>Grüße</p><img src=\"cid:photo\"></body></html>";
		String amp = "<!doctype html><html ⚡4email><head><meta charset=\"utf-8\"></head><body>Hello</body></html>";
		return Stream.of(new NamedEmail("text and html", text("Hello").html("<p>Hello</p>").build()),
				new NamedEmail("text, amp and html", text("Hello").html("<p>Hello</p>").amp(amp).build()),
				new NamedEmail("text and amp", text("Hello").amp(amp).build()),
				new NamedEmail("amp and html", base().html("<p>Hello</p>").amp(amp).build()),
				new NamedEmail("html with inline images", base().html(html).attach(logo, photo).build()),
				new NamedEmail("text and html with inline images",
						text("Hello").html(html).attach(logo, photo).build()),
				new NamedEmail("everything at once",
						text("Grüße\n").html(html)
							.amp(amp)
							.preheader("Schau mal: <b>100 & mehr</b>")
							.attach(logo, invoice, photo, Attachment.of("b.bin", PIXEL))
							.build()),
				new NamedEmail("inline images without html", text("Hello").attach(logo, invoice).build()),
				new NamedEmail("a preheader before a fragment",
						text("Hello").html("<p>Hello</p>").preheader("Look inside").build()),
				new NamedEmail("a preheader in a document", base().html(
						"<!DOCTYPE html>\n<html>\n<head><title>x</title></head>\n<BODY class=\"a>b\">\n<p>Hello</p></BODY></html>")
					.preheader("Öffne mich \uD83C\uDF81")
					.build()),
				new NamedEmail("a preheader without html", text("Hello").preheader("Nobody sees it").build()));
	}

	private static Stream<NamedEmail> attachments() {
		byte[] eml = "Subject: inner\r\n\r\n.\r\nFrom here\r\n".getBytes(StandardCharsets.US_ASCII);
		String ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Grüße\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
		return Stream
			.of(new NamedEmail("an attachment of 10 MB",
					text("Hello").attach(Attachment.of("large.bin", new GeneratedContent(10 << 20))).build()),
					new NamedEmail("an attachment of unknown size", text(
							"Hello")
						.attach(Attachment.of("stream.csv", new GeneratedContent(7296)))
						.build()),
					new NamedEmail("an empty attachment",
							text("Hello").attach(Attachment.of("empty.txt", new byte[0])).build()),
					new NamedEmail("attachments around the line length of base64",
							text("Hello")
								.attach(IntStream.of(1, 2, 56, 57, 58, 114, 7295, 7296, 7297, 14592)
									.mapToObj((size) -> Attachment.of(size + ".bin", new byte[size]))
									.toList())
								.build()),
					new NamedEmail("an invitation", text("Hello").html("<p>Hello</p>")
						.attach(Attachment.of("invite.ics", ics.getBytes(StandardCharsets.UTF_8))
							.withContentType("text/calendar; method=REQUEST; charset=UTF-8"))
						.build()),
					new NamedEmail(
							"an attached message", text("See below").attach(
									Attachment.of("original.eml", eml))
								.build()),
					new NamedEmail(
							"an attachment with a quoted parameter",
							text("Hello")
								.attach(Attachment.of("x.txt", eml)
									.withContentType("text/plain ; charset=\"UTF-8\"; x-note=\"a; b, c\""))
								.build()),
					new NamedEmail("an attachment whose type has a name",
							text("Hello")
								.attach(Attachment.of("x.pdf", eml).withContentType("application/pdf; NAME=other.pdf"))
								.build()),
					new NamedEmail("a text file with tricky lines", text("Hello").attach(
							Attachment.of("dots.txt", ".\r\n..\r\nFrom x\n\r\0".getBytes(StandardCharsets.US_ASCII)))
						.build()));
	}

	private static Stream<NamedEmail> fileNames() {
		return Stream.of(file("beyond ASCII", "Übersicht März.pdf"), file("in Japanese", "請求書.pdf"),
				file("of 250 characters", "n".repeat(246) + ".pdf"), file("of 250 words", "na me ".repeat(41) + ".pdf"),
				file("of 240 Japanese characters", JAPANESE.repeat(8).substring(0, 236) + ".pdf"),
				file("with quotes and backslashes", "the \"final\" c:\\report.pdf"),
				file("with semicolons and such", "a;b=c, (d) [e] 100%'*.pdf"),
				file("with emoji", FAMILY + " photo.jpg"), file("with two apostrophes", "Jane's and Joe's.pdf"),
				file("that looks encoded", "=?UTF-8?Q?x?=.pdf"), file("with a tab", "a\tb.pdf"),
				file("without an extension", "README"));
	}

	private static NamedEmail subject(String kind, String subject) {
		return new NamedEmail("a subject " + kind, text("Hello").subject(subject).build());
	}

	private static NamedEmail name(String kind, String name) {
		EmailAddress named = EmailAddress.of(name, "jane@example.com");
		return new NamedEmail("a name " + kind,
				text("Hello").from(named)
					.clearRecipients()
					.to(named, EmailAddress.parse("b@example.com"), EmailAddress.of(name, "jane@example.org"))
					.build());
	}

	private static NamedEmail body(String kind, String text) {
		return new NamedEmail("a text " + kind, text(text).build());
	}

	private static NamedEmail file(String kind, String filename) {
		return new NamedEmail("a file name " + kind, text("Hello").attach(Attachment.of(filename, PIXEL)).build());
	}

	private static EmailBuilder text(String text) {
		return base().text(text);
	}

	private static EmailBuilder base() {
		return Email.builder().from("Example Shop <shop@example.com>").to("customer@example.org").subject("Your order");
	}

	private static String largeHtml() {
		StringBuilder html = new StringBuilder("<html><body><table>\n");
		for (int i = 0; html.length() < 500_000; i++) {
			html.append("<tr><td style=\"padding:4px 8px\">Artikel ")
				.append(i)
				.append("</td><td>für 9,99 €</td></tr>\n");
		}
		return html.append("</table></body></html>\n").toString();
	}

	private static String randomText(int lines) {
		Random random = new Random(42);
		String alphabet = "abc XYZ.=\t-Fäß€漢";
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < lines; i++) {
			random.ints(random.nextInt(120), 0, alphabet.length())
				.forEach((index) -> text.append(alphabet.charAt(index)));
			text.append((i % 3 == 0) ? "\r\n" : "\n");
		}
		return text.toString();
	}

}
