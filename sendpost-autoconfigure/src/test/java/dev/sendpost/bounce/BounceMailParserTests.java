package dev.sendpost.bounce;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.EnhancedStatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BounceMailParser}.
 */
class BounceMailParserTests {

	private static final EmailAddress ANN = EmailAddress.parse("ann@example.org");

	private static final EmailAddress BOB = EmailAddress.parse("bob@example.org");

	private final BounceMailParser parser = new BounceMailParser();

	@Test
	void postfix() {
		DeliveryReport report = deliveryReport("postfix");
		assertThat(report.header().date()).isEqualTo(Instant.parse("2026-11-16T08:12:04Z"));
		assertThat(report.header().addressees()).containsExactly(BounceMailSamples.RETURN_PATH,
				BounceMailSamples.RETURN_PATH);
		assertThat(report.original())
			.isEqualTo(new OriginalMessage(BounceMailSamples.MESSAGE_ID, BounceMailSamples.RETURN_PATH));
		assertThat(report.reportingMta()).isEqualTo("mx.example.net");
		assertThat(report.arrivalDate()).isEqualTo(Instant.parse("2026-11-16T08:12:02Z"));
		assertThat(report.recipients())
			.containsExactly(new RecipientReport(ANN, ANN, DeliveryAction.FAILED, new EnhancedStatusCode(5, 1, 1),
					"550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown", "mx.example.org", null));
	}

	@Test
	void aWarningThatMailIsDelayed() {
		DeliveryReport report = deliveryReport("postfix-delayed");
		assertThat(report.original().messageId()).isEqualTo(BounceMailSamples.MESSAGE_ID);
		assertThat(report.recipients()).singleElement().satisfies((recipient) -> {
			assertThat(recipient.action()).isEqualTo(DeliveryAction.DELAYED);
			assertThat(recipient.status()).hasToString("4.4.1");
			assertThat(recipient.serverText())
				.isEqualTo("connect to mx.example.org[192.0.2.25]:25: Connection timed out");
			assertThat(recipient.remoteMta()).isNull();
		});
	}

	@Test
	void severalRecipientsWithDifferentFates() {
		DeliveryReport report = deliveryReport("postfix-several");
		assertThat(report.recipients()).extracting(RecipientReport::finalRecipient)
			.extracting(EmailAddress::localPart)
			.containsExactly("ann", "bob", "team", "old");
		assertThat(report.recipients()).extracting(RecipientReport::action)
			.containsExactly(DeliveryAction.FAILED, DeliveryAction.DELIVERED, DeliveryAction.EXPANDED,
					DeliveryAction.RELAYED);
		assertThat(report.recipients()).extracting(RecipientReport::status)
			.map(EnhancedStatusCode::toString)
			.containsExactly("5.2.2", "2.0.0", "2.0.0", "2.0.0");
	}

	@Test
	void eximInWords() {
		DeliveryReport report = deliveryReport("exim-text");
		assertThat(report.original())
			.isEqualTo(new OriginalMessage(BounceMailSamples.MESSAGE_ID, BounceMailSamples.RETURN_PATH));
		assertThat(report.recipients()).containsExactly(
				new RecipientReport(ANN, null, DeliveryAction.FAILED, new EnhancedStatusCode(5, 1, 1),
						"550 5.1.1 <ann@example.org>: no mailbox by that name", "mx.example.org", null),
				new RecipientReport(EmailAddress.parse("Bob@example.org"), null, DeliveryAction.FAILED, null,
						"Unrouteable address", null, null));
	}

	@Test
	void aStatusThatSaysNothingGivesWayToTheServersOwn() {
		DeliveryReport report = deliveryReport("exim");
		assertThat(report.recipients()).singleElement().satisfies((recipient) -> {
			assertThat(recipient.status()).hasToString("5.7.1");
			assertThat(recipient.serverText()).isEqualTo("550 5.7.1 Your network is on our list");
		});
	}

	@Test
	void microsoft365() {
		DeliveryReport report = deliveryReport("microsoft365");
		assertThat(report.header().addressees()).containsExactly(BounceMailSamples.RETURN_PATH);
		assertThat(report.original().messageId()).isEqualTo(BounceMailSamples.MESSAGE_ID);
		assertThat(report.recipients()).singleElement().satisfies((recipient) -> {
			assertThat(recipient.finalRecipient()).isEqualTo(ANN);
			assertThat(recipient.status()).hasToString("5.1.10");
			assertThat(recipient.serverText()).isEqualTo("550 5.1.10 RESOLVER.ADR.RecipientNotFound; "
					+ "Recipient ann@example.org not found by SMTP address lookup");
		});
	}

	@Test
	void gmail() {
		DeliveryReport report = deliveryReport("gmail");
		assertThat(report.recipients()).singleElement().satisfies((recipient) -> {
			assertThat(recipient.finalRecipient()).isEqualTo(ANN);
			assertThat(recipient.status()).hasToString("5.1.1");
			assertThat(recipient.serverText()).startsWith("550-5.1.1 The email account")
				.endsWith("550 5.1.1 unnecessary spaces.")
				.doesNotContain("\r", "\n");
			assertThat(recipient.remoteMta()).startsWith("mx.example.org");
			assertThat(recipient.lastAttempt()).isEqualTo(Instant.parse("2026-11-16T08:12:05Z"));
		});
	}

	@Test
	void qmail() {
		DeliveryReport report = deliveryReport("qmail");
		assertThat(report.original())
			.isEqualTo(new OriginalMessage(BounceMailSamples.MESSAGE_ID, BounceMailSamples.RETURN_PATH));
		assertThat(report.recipients()).extracting(RecipientReport::finalRecipient).containsExactly(ANN, BOB);
		assertThat(report.recipients()).extracting(RecipientReport::status)
			.map(EnhancedStatusCode::toString)
			.containsExactly("5.1.1", "5.1.1");
		assertThat(report.recipients()).extracting(RecipientReport::serverText)
			.containsExactly("550 5.1.1 No such user here Giving up on 192.0.2.25.",
					"Sorry, no mailbox here by that name. (#5.1.1)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "amazon-ses", "sendmail" })
	void othersThatKeepToTheStandard(String sample) {
		DeliveryReport report = deliveryReport(sample);
		assertThat(report.original().messageId()).isEqualTo(BounceMailSamples.MESSAGE_ID);
		assertThat(report.reportingMta()).isNotEmpty();
		assertThat(report.recipients()).singleElement().satisfies((recipient) -> {
			assertThat(recipient.finalRecipient()).isEqualTo(ANN);
			assertThat(recipient.action()).isEqualTo(DeliveryAction.FAILED);
			assertThat(recipient.status()).hasToString("5.1.1");
			assertThat(recipient.serverText()).startsWith("550 5.1.1 ");
		});
	}

	@Test
	void internationalisedReports() {
		EmailAddress joerg = EmailAddress.parse("jörg@bücher.example");
		DeliveryReport report = deliveryReport("internationalised");
		assertThat(report.original().messageId()).isEqualTo(BounceMailSamples.MESSAGE_ID);
		assertThat(report.recipients()).containsExactly(new RecipientReport(joerg, joerg, DeliveryAction.FAILED,
				new EnhancedStatusCode(5, 1, 1), "550 5.1.1 Postfach für jörg unbekannt", null, null));
	}

	@Test
	void complaints() {
		FeedbackReport report = (FeedbackReport) parse("yahoo-complaint");
		assertThat(report).isEqualTo(new FeedbackReport(report.header(),
				new OriginalMessage(BounceMailSamples.MESSAGE_ID, BounceMailSamples.RETURN_PATH), FeedbackType.ABUSE,
				"Yahoo!-Mail-Feedback/2.0", Instant.parse("2026-11-16T08:12:05Z"), "192.0.2.1", List.of(ANN)));
		assertThat(report.header().date()).isEqualTo(Instant.parse("2026-11-16T09:30:00Z"));
		assertThat(report.header().addressees()).containsExactly("complaints@example.com");
	}

	@ParameterizedTest
	@CsvSource({ "abuse, ABUSE", "Fraud, FRAUD", "virus, VIRUS", "not-spam, NOT_SPAM", "auth-failure, AUTH_FAILURE",
			"opt-out, UNSUBSCRIBE", "unsubscribe, UNSUBSCRIBE", "dislike, OTHER" })
	void theTypesOfFeedback(String written, FeedbackType type) {
		ReturnedMail mail = parse(
				BounceMailSamples.read("yahoo-complaint").replace("Feedback-Type: abuse", "Feedback-Type: " + written));
		assertThat(mail).isInstanceOfSatisfying(FeedbackReport.class,
				(report) -> assertThat(report.type()).isEqualTo(type));
	}

	@Test
	void complaintsThatOnlyReturnTheMessage() {
		FeedbackReport report = (FeedbackReport) parse("hotmail-complaint");
		assertThat(report.type()).isEqualTo(FeedbackType.ABUSE);
		assertThat(report.recipients()).containsExactly(ANN);
		assertThat(report.original())
			.isEqualTo(new OriginalMessage(BounceMailSamples.MESSAGE_ID, BounceMailSamples.RETURN_PATH));
	}

	@ParameterizedTest
	@CsvSource({ "out-of-office, true", "read-receipt, true", "forwarded-bounce, false" })
	void whatIsNoReport(String sample, boolean automatic) {
		assertThat(parse(sample)).isInstanceOfSatisfying(OtherMail.class,
				(mail) -> assertThat(mail.automatic()).isEqualTo(automatic));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply",
			"Subject: Out of Office: Hello", "Subject: Automatic reply: Hello" })
	void whatProgramsWrite(String field) {
		assertThat(parse(field + "\r\n\r\nI am away.\r\n"))
			.isEqualTo(new OtherMail(new ReturnedMailHeader(List.of(), null), true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\r\n", "Subject: hello\r\n\r\nworld", "Auto-Submitted: no\r\n\r\n",
			"no header at all", "Content-Type: multipart/report; boundary=b\r\n\r\n--b--\r\n",
			"Content-Type: multipart/report\r\n\r\nx" })
	void whatNobodyUnderstands(String message) {
		assertThat(parse(message)).isInstanceOfSatisfying(OtherMail.class,
				(mail) -> assertThat(mail.automatic()).isFalse());
	}

	@ParameterizedTest
	@FieldSource("dev.sendpost.bounce.BounceMailSamples#ALL")
	void linesMayEndWithoutCarriageReturns(String sample) {
		assertThat(parse(BounceMailSamples.read(sample).replace("\r\n", "\n"))).isEqualTo(parse(sample));
	}

	@ParameterizedTest
	@CsvSource({ "base64", "quoted-printable" })
	void theStatusMayBeEncoded(String encoding) {
		String sample = BounceMailSamples.read("postfix");
		int start = sample.indexOf("Reporting-MTA");
		int end = sample.indexOf("\r\n--4F2", start);
		String status = sample.substring(start, end);
		String encoded = "base64".equals(encoding)
				? Base64.getMimeEncoder().encodeToString(status.getBytes(StandardCharsets.US_ASCII))
				: status.replace("=", "=3D").replace("Recipient address", "Recipient =\r\naddress");
		String message = sample.substring(0, start) + encoded + sample.substring(end);
		assertThat(parse(message.replace("Content-Type: message/delivery-status",
				"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: " + encoding)))
			.isEqualTo(parse("postfix"));
	}

	@Test
	void blankLinesMayBeMissingBetweenTheGroups() {
		String sample = BounceMailSamples.read("postfix-several");
		assertThat(parse(sample.replaceAll("\r\n\r\n(?=Final-Recipient)", "\r\n"))).isEqualTo(parse(sample));
	}

	@Test
	void blankLinesMayStandWithinAGroup() {
		String sample = BounceMailSamples.read("postfix");
		assertThat(parse(sample.replace("\r\nAction:", "\r\n\r\nAction:"))).isEqualTo(parse(sample));
	}

	@Test
	void textMayBeInAnOldCharset() {
		String sample = BounceMailSamples.read("postfix")
			.replace("User unknown\r\n\r\n--", "Empfänger unbekannt\r\n\r\n--");
		assertThat(sample).contains("Empfänger");
		for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
			DeliveryReport report = (DeliveryReport) this.parser.parse(sample.getBytes(charset));
			assertThat(report.recipients().get(0).serverText()).endsWith("Empfänger unbekannt");
		}
	}

	@Test
	void controlCharactersDoNotGetOut() {
		DeliveryReport report = (DeliveryReport) parse(
				BounceMailSamples.read("amazon-ses").replace("user unknown", "user\u0000\u001b[2J unknown"));
		assertThat(report.recipients().get(0).serverText()).isEqualTo("550 5.1.1 user  [2J unknown");
	}

	@Test
	void aReportWithinTheReturnedMessageIsNotTheReport() {
		String inner = BounceMailSamples.read("postfix").replace("ann@example.org", "carl@example.org");
		String sample = BounceMailSamples.read("amazon-ses");
		int start = sample.indexOf("Message-ID: <01890a5d");
		String outer = sample.substring(0, start) + "Message-ID: " + BounceMailSamples.MESSAGE_ID + "\r\n" + inner
				+ "\r\n------=_Part_1136_1790.1605--\r\n";
		DeliveryReport report = (DeliveryReport) parse(outer);
		assertThat(report.recipients()).singleElement().extracting(RecipientReport::finalRecipient).isEqualTo(ANN);
	}

	@Test
	void theIdOfTheMessageIsFoundEvenIfTheMessageIsNotReturned() {
		String sample = BounceMailSamples.read("microsoft365");
		int start = sample.indexOf("--7c4bd1f6", sample.indexOf("X-Display-Name"));
		DeliveryReport report = (DeliveryReport) parse(sample.substring(0, start) + "--7c4bd1f6--\r\n");
		assertThat(report.original().messageId()).isEqualTo(BounceMailSamples.MESSAGE_ID);
	}

	@Test
	void aReportIsNotReadBeyondTheReturnedHeader() {
		String sample = BounceMailSamples.read("amazon-ses");
		long[] read = { 0 };
		InputStream endless = new InputStream() {

			private final byte[] start = sample.substring(0, sample.lastIndexOf("------=_Part"))
				.getBytes(StandardCharsets.UTF_8);

			@Override
			public int read() {
				long at = read[0]++;
				return (at < this.start.length) ? this.start[(int) at] : (at % 70 == 0) ? '\n' : 'x';
			}

		};
		assertThat(this.parser.parse(endless)).isEqualTo(parse("amazon-ses"));
		assertThat(read[0]).isLessThan(sample.length() + 100_000L);
	}

	@Test
	void aMessageMayHaveOneLineOfMegabytes() {
		String sample = BounceMailSamples.read("amazon-ses")
			.replace("An error occurred", "An error occurred".repeat(300_000));
		assertThat(parse(sample)).isEqualTo(parse("amazon-ses"));
	}

	@Test
	void aMessageBeyondTheLimitIsRefused() {
		byte[] sample = BounceMailSamples.octets("out-of-office");
		assertThat(new BounceMailParser(sample.length).parse(sample)).isInstanceOf(OtherMail.class);
		BounceMailParser smaller = new BounceMailParser(sample.length - 1);
		assertThatExceptionOfType(UnreadableMailException.class).isThrownBy(() -> smaller.parse(sample));
		assertThatIllegalArgumentException().isThrownBy(() -> new BounceMailParser(0));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			Its parts are nested more than 10 deep, Content-Type: multipart/mixed; boundary=b%d, --b%d, 20
			It has more than 100 parts, , --b0, 101
			""")
	void tooManyPartsAreRefused(String reason, String header, String delimiter, int times) {
		StringBuilder message = new StringBuilder("Content-Type: multipart/report; boundary=b0\r\n\r\n");
		for (int i = 0; i < times; i++) {
			message.append(delimiter.formatted(i)).append("\r\n");
			message.append((header != null) ? header.formatted(i + 1) + "\r\n" : "").append("\r\n");
		}
		assertThatExceptionOfType(UnreadableMailException.class).isThrownBy(() -> parse(message.toString()))
			.withMessage(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a:b\r\n", "Subject:" })
	void aHeaderWithoutEndIsRefused(String repeated) {
		assertThatExceptionOfType(UnreadableMailException.class).isThrownBy(() -> parse(repeated.repeat(100_000)));
	}

	@Test
	void tooManyRecipientsAreRefused() {
		String sample = BounceMailSamples.read("amazon-ses");
		String group = "Final-Recipient: rfc822; x@example.org\r\nAction: failed\r\n\r\n";
		assertThat(
				((DeliveryReport) parse(sample.replace("Action: failed\r\n", group.repeat(999) + "Action: failed\r\n")))
					.recipients())
			.hasSize(1000);
		assertThatExceptionOfType(UnreadableMailException.class)
			.isThrownBy(() -> parse(sample.replace("Action: failed\r\n", group.repeat(1000) + "Action: failed\r\n")))
			.withMessage("It reports on more than 1000 recipients");
	}

	@Test
	void aStreamThatBreaksIsUnreadable() {
		InputStream broken = new ByteArrayInputStream(new byte[0]) {

			@Override
			public synchronized int read(byte[] target, int offset, int length) {
				throw new UncheckedIOException(new IOException("gone"));
			}

		};
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.parser.parse(broken));
		InputStream gone = new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("gone");
			}

		};
		assertThatExceptionOfType(UnreadableMailException.class).isThrownBy(() -> this.parser.parse(gone))
			.withMessageContaining("gone");
	}

	private DeliveryReport deliveryReport(String sample) {
		return (DeliveryReport) parse(sample);
	}

	private ReturnedMail parse(String message) {
		byte[] octets = BounceMailSamples.ALL.contains(message) ? BounceMailSamples.octets(message)
				: message.getBytes(StandardCharsets.UTF_8);
		return this.parser.parse(octets);
	}

}
