package dev.sendpost.mime.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCorpus;
import dev.sendpost.EmailHeader;
import dev.sendpost.EmailPriority;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MimeReading;
import dev.sendpost.NamedEmail;
import dev.sendpost.mime.MimeRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of messages when they are read.
 */
class EmailReaderTests {

	private static final Instant DATE = Instant.parse("2026-03-01T10:15:30Z");

	private static final String HEADER = "From: Ann <ann@example.com>\r\nTo: bob@example.org\r\nSubject: Hi\r\n"
			+ "MIME-Version: 1.0\r\n";

	private final EmailReader reader = new EmailReader(Clock.systemUTC());

	static Stream<NamedEmail> corpus() {
		return Stream.concat(EmailCorpus.all().stream(), EmailCorpus.smtpUtf8().stream());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("corpus")
	void whatWeWriteIsReadAsTheSame(NamedEmail named) throws IOException {
		Email email = named.email();
		byte[] written = render(email);
		Email read = this.reader.read(written, new Envelope(null, email.recipients(), List.of()));
		assertThat(read.verbatim()).isNull();
		assertThat(read.messageId()).isEqualTo("<1@example.com>");
		assertThat(read.date()).isEqualTo(DATE);
		assertThat(read.recipients())
			.allMatch((address) -> email.recipients().stream().anyMatch(address::isSameMailbox))
			.hasSameSizeAs(email.recipients());
		MimeReading.assertSame(email, render(read));
	}

	@Test
	void recipientsThatTheHeaderDoesNotNameAreHidden() {
		Email email = read(HEADER + "Bcc: eve@example.net\r\n\r\nHello\r\n", "bob@example.org", "eve@example.net");
		assertThat(email.to()).containsExactly(EmailAddress.parse("bob@example.org"));
		assertThat(email.bcc()).containsExactly(EmailAddress.parse("eve@example.net"));
		assertThat(email.headers()).isEmpty();
		assertThat(email.text()).isEqualTo("Hello\n");
	}

	@Test
	void aMessageThatNamesOthersGoesOutAsItIsToItsRecipientsOnly() throws IOException {
		String message = HEADER + "Cc: list@example.net\r\nBcc: eve@example.net\r\nReceived: from x\r\n y\r\n"
				+ "Message-ID: <x@y>\r\nDate: Sun, 01 Mar 2026 10:15:30 +0000\r\n\r\nHello\r\n";
		Email email = read(message, "bob@example.org", "eve@example.net");
		assertThat(email.recipients()).containsExactly(EmailAddress.parse("bob@example.org"),
				EmailAddress.parse("eve@example.net"));
		assertThat(email.messageId()).isEqualTo("<x@y>");
		String rendered = new String(render(email), StandardCharsets.US_ASCII);
		assertThat(rendered).isEqualTo(
				"X-Sendpost-Hops: 1\r\n" + message.replace("Bcc: eve@example.net\r\nReceived: from x\r\n y\r\n", ""));
	}

	@Test
	void whoWasRefusedMakesAMessageNoOther() {
		Email email = this.reader.read(octets(HEADER + "Cc: gone@example.net\r\n\r\nHello\r\n"),
				new Envelope(null, addresses("bob@example.org"), addresses("gone@example.net")));
		assertThat(email.verbatim()).isNull();
		assertThat(email.recipients()).containsExactly(EmailAddress.parse("bob@example.org"));
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\n"
					+ "Content-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n",
			"Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n\r\nMIIB\r\n",
			"DKIM-Signature: v=1; d=example.com; b=x\r\n\r\nHello\r\n",
			"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
					+ "Subject: inner\r\n\r\nx\r\n--b--\r\n",
			"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\n\r\nFooter\r\n--b--\r\n",
			"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\n"
					+ "Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n",
			"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nnever closed\r\n",
			"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nHello \r\nyou\r\n",
			"Content-Type: text/plain; charset=x-unknown\r\n\r\nHello\r\n",
			"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
			"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3\r\n",
			"Comments: =?x-unknown?Q?a?=\r\n\r\nHello\r\n", "Cc: Friends: a@example.com;\r\n\r\nHello\r\n",
			"Subject: again\r\n\r\nHello\r\n", "X-Priority: 7\r\n\r\nHello\r\n",
			"List-Unsubscribe: by telephone\r\n\r\nHello\r\n" })
	void whatHasNoPlaceInAnEmailGoesOutOctetByOctet(String rest) throws IOException {
		String message = "Message-ID: <x@y>\r\nDate: Sun, 01 Mar 2026 10:15:30 +0000\r\n" + HEADER + rest;
		Email email = read(message, "bob@example.org");
		assertThat(email.verbatim()).isNotNull();
		assertThat(email.from()).isEqualTo(EmailAddress.parse("Ann <ann@example.com>"));
		assertThat(new String(render(email), StandardCharsets.UTF_8)).isEqualTo(message);
	}

	@Test
	void aMessageThatGoesOutAsItIsGetsWhatItLacks() throws IOException {
		byte[] octets = octets("Subject: Hi\r\nDKIM-Signature: x\r\n\r\nHello\r\n");
		Email email = this.reader.read(octets,
				new Envelope(EmailAddress.parse("ann@example.com"), addresses("bob@example.org"), List.of()));
		assertThat(new String(render(email), StandardCharsets.US_ASCII)).matches("Message-ID: " + email.messageId()
				+ "\r\nDate: .*\r\nFrom: ann@example.com\r\n" + "Subject: Hi\r\nDKIM-Signature: x\r\n\r\nHello\r\n");
	}

	@Test
	void anEightBitMessageThatGoesOutAsItIsSaysSo() {
		Email email = read(HEADER + "DKIM-Signature: x\r\n\r\nGrüße\r\n", "bob@example.org");
		assertThat(email.verbatim().isEightBit()).isTrue();
		assertThat(email.verbatim().needsSmtpUtf8()).isFalse();
	}

	@Test
	void textInOtherCharsetsIsReadAsItWasMeant() {
		String head = HEADER + "Content-Transfer-Encoding: 8bit\r\nContent-Type: text/plain; charset=";
		assertThat(text(head, "iso-2022-jp", "ご注文\r\n")).isEqualTo("ご注文\n");
		assertThat(text(head, "windows-1252", "5 € „so“\r\n")).isEqualTo("5 € „so“\n");
		assertThat(text(head, "utf-8", "Grüße\r\n")).isEqualTo("Grüße\n");
		byte[] mislabelled = (head + "iso-8859-1\r\n\r\n5 \u0080\r\n").getBytes(StandardCharsets.ISO_8859_1);
		assertThat(this.reader.read(mislabelled, new Envelope(null, addresses("bob@example.org"), List.of())).text())
			.isEqualTo("5 €\n");
	}

	private String text(String head, String charset, String text) {
		byte[] message = (head + charset + "\r\n\r\n" + text).getBytes(Charset.forName(charset));
		return this.reader.read(message, new Envelope(null, addresses("bob@example.org"), List.of())).text();
	}

	@Test
	void aMessageWithoutAHeaderIsATextFromTheSenderOfTheEnvelope() {
		Email email = this.reader.read(octets("Hello geeks!!!\r\n"),
				new Envelope(EmailAddress.parse("ann@example.com"), addresses("bob@example.org"), List.of()));
		assertThat(email.from()).isEqualTo(EmailAddress.parse("ann@example.com"));
		assertThat(email.text()).isEqualTo("Hello geeks!!!\n");
		assertThat(email.bcc()).containsExactly(EmailAddress.parse("bob@example.org"));
	}

	@Test
	void aMessageWithoutASenderLeavesItToTheGatewayUnlessItGoesOutAsItIs() {
		assertThat(read("Subject: Hi\r\n\r\nHello\r\n", "bob@example.org").from()).isNull();
		assertRefused("Subject: Hi\r\nDKIM-Signature: x\r\n\r\nHello\r\n", "from");
	}

	@Test
	void anEmptyMessageIsCarried() {
		assertThat(read(HEADER + "\r\n", "bob@example.org").text()).isEqualTo("\n");
		assertThat(read(HEADER, "bob@example.org").text()).isEqualTo("\n");
	}

	@Test
	void prioritiesOfManyKindsAreRead() {
		assertThat(
				read(HEADER + "X-Priority: 1 (Highest)\r\nImportance: High\r\n\r\nx\r\n", "bob@example.org").priority())
			.isEqualTo(EmailPriority.HIGH);
		assertThat(read(HEADER + "X-Priority: 3\r\n\r\nx\r\n", "bob@example.org").priority())
			.isEqualTo(EmailPriority.NORMAL);
	}

	@Test
	void aSenderBesideFromIsForPoliciesToSeeHoweverTheMessageGoesOut() {
		String sender = "Sender: =?UTF-8?Q?J=C3=B6rg?= <joe@example.net>\r\n";
		EmailHeader expected = new EmailHeader("Sender", "joe@example.net");
		assertThat(read(HEADER + sender + "\r\nx\r\n", "bob@example.org").headers()).containsExactly(expected);
		Email verbatim = read(HEADER + sender + "DKIM-Signature: x\r\n\r\nx\r\n", "bob@example.org");
		assertThat(verbatim.headers()).containsExactly(expected);
		assertThat(verbatim.verbatim()).isNotNull();
	}

	@Test
	void filesWithoutANameOrWithTheContentIdsOfMailClientsAreFiles() {
		Email email = read(HEADER
				+ "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
				+ "<img src=\"cid:logo@x\">\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <logo@x>\r\n"
				+ "Content-Disposition: inline\r\n\r\nPNG\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n"
				+ "Content-Disposition: attachment; filename=a.pdf; size=3\r\nContent-ID: <f_1>\r\nX-Attachment-Id: f_1\r\n"
				+ "\r\nPDF\r\n--b--\r\n", "bob@example.org");
		assertThat(email.attachments()).extracting(Attachment::filename).containsExactly("attachment-1.png", "a.pdf");
		assertThat(email.attachments()).extracting(Attachment::contentId).containsExactly("logo@x", null);
		assertThat(email.attachments()).extracting(Attachment::contentType)
			.containsExactly("image/png", "application/pdf");
	}

	@ParameterizedTest
	@ValueSource(strings = { "From: a@example.com\r\nFrom: b@example.com\r\n", "From: a@example.com, b@example.com\r\n",
			"From: Group: a@example.com;\r\n", "From: nobody\r\n",
			"From: a@example.com <b@example.com> <c@example.com>\r\n" })
	void aMessageHasExactlyOneSender(String header) {
		assertRefused(header + "To: bob@example.org\r\n\r\nHello\r\n", "from");
	}

	@ParameterizedTest
	@ValueSource(strings = { "From : b@example.com\r\n", "no field\r\n", ": empty\r\n", "X-\u00E4: beyond ASCII\r\n",
			"X\tY: b\r\n" })
	void aHeaderThatReadersCouldReadDifferentlyIsRefused(String line) {
		assertRefused(HEADER + line + "\r\nHello\r\n", "headers");
	}

	@Test
	void limitsAreKept() {
		assertRefused("X: y\r\n".repeat(MessageHeaderReader.MAX_FIELDS) + HEADER + "\r\nx\r\n", "headers");
		assertRefused(HEADER + "X: " + "y".repeat(MessageHeaderReader.MAX_FIELD_LENGTH) + "\r\n\r\nx\r\n", "headers");
		assertRefused(HEADER + "Received: x\r\n".repeat(51) + "\r\nx\r\n", "hops");
		assertRefused(HEADER + "X-Sendpost-Hops: 50\r\n\r\nx\r\n", "hops");
		assertRefused(HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
				+ "--b\r\nX: y\r\n\r\nz\r\n".repeat(1001) + "--b--\r\n", "parts");
		StringBuilder nested = new StringBuilder(HEADER);
		for (int i = 0; i < 25; i++) {
			nested.append("Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
		}
		assertRefused(nested.toString() + "\r\n", "parts");
	}

	private void assertRefused(String message, String field) {
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> read(message, "bob@example.org"))
			.returns(field, InvalidEmailException::getField);
	}

	private Email read(String message, String... recipients) {
		return this.reader.read(octets(message), new Envelope(null, addresses(recipients), List.of()));
	}

	private static List<EmailAddress> addresses(String... addresses) {
		return Stream.of(addresses).map(EmailAddress::parse).toList();
	}

	private static byte[] octets(String message) {
		return message.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] render(Email email) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new MimeRenderer().render(email, "<1@example.com>", DATE).writeTo(out);
		return out.toByteArray();
	}

}
