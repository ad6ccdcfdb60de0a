package dev.sendpost.mime.read;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.sendpost.VerbatimMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of messages that go out as they are.
 */
class ReadablePartsTests {

	private static ReadableParts read(String message) throws IOException {
		return ReadableParts
			.of(VerbatimMessage.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
	}

	@Test
	void theTextsAndFilesOfASignedMessageAreFound() throws IOException {
		ReadableParts parts = read("""
				From: ann@example.com
				MIME-Version: 1.0
				Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=s

				--s
				Content-Type: multipart/mixed; boundary=m

				--m
				Content-Type: multipart/alternative; boundary=a

				--a
				Content-Type: text/plain; charset=iso-8859-1

				Gr\u00fc\u00dfe
				--a
				Content-Type: text/html; charset=utf-8
				Content-Transfer-Encoding: base64

				PHA+SGVsbG88L3A+
				--a--
				--m
				Content-Type: image/png; name=logo.png
				Content-ID: <logo>
				Content-Transfer-Encoding: base64

				iVBORw==
				--m
				Content-Type: text/plain
				Content-Disposition: attachment; filename="terms.txt"

				The terms
				--m--
				--s
				Content-Type: application/pkcs7-signature

				x
				--s--
				""");
		assertThat(parts.text()).isEqualTo("Gr\u00fc\u00dfe");
		assertThat(parts.html()).isEqualTo("<p>Hello</p>");
		assertThat(parts.files())
			.extracting((file) -> file.filename() + " " + file.contentType() + " " + file.contentId())
			.containsExactly("logo.png image/png logo", "terms.txt text/plain null",
					"part-3 application/pkcs7-signature null");
	}

	@Test
	void whatIsEncryptedOrBrokenHasNoText() throws IOException {
		ReadableParts encrypted = read("""
				From: ann@example.com
				Content-Type: application/pkcs7-mime; name=smime.p7m
				Content-Transfer-Encoding: base64

				AAAA
				""");
		assertThat(encrypted.text()).isNull();
		assertThat(encrypted.html()).isNull();
		assertThat(encrypted.files()).extracting((file) -> file.filename()).containsExactly("smime.p7m");
		assertThat(read("From: ann@example.com\nContent-Type: multipart/mixed; boundary=\"\n\nx\n").files()).isEmpty();
		assertThat(read("From: a@example.com\nContent-Type: text/plain; charset=nonsense\n\nx\n").text()).isNull();
	}

	@Test
	void onlyTheFirstOfSeveralTextsIsOne() throws IOException {
		ReadableParts parts = read("""
				From: ann@example.com
				Content-Type: multipart/mixed; boundary=m

				--m

				One
				--m

				Two
				--m--
				""");
		assertThat(parts.text()).isEqualTo("One");
		assertThat(parts.files()).hasSize(1);
	}

}
