package dev.sendpost.mime;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import jakarta.mail.internet.MimeUtility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class QuotedPrintableTests {

	@ParameterizedTest
	@CsvSource({ "a=b,a=3Db", "'a ',a=20", "'a \nb\t',a=20|b=09", "'a b',a b", "'\u00e9',=C3=A9",
			"'a\rb\r\nc\n',a|b|c|", "'From x\n',=46rom x|", "'Fro\n',Fro|", "'.\n..',.|.." })
	void writesText(String text, String encoded) {
		assertThat(encode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(encoded.replace("|", "\r\n"));
	}

	@Test
	void breaksLinesSoftly() {
		assertThat(encode("x".repeat(76).getBytes(StandardCharsets.UTF_8))).isEqualTo("x".repeat(76));
		assertThat(encode("x".repeat(77).getBytes(StandardCharsets.UTF_8))).isEqualTo("x".repeat(75) + "=\r\nxx");
		assertThat(encode(("x".repeat(74) + "\u00e9").getBytes(StandardCharsets.UTF_8)))
			.isEqualTo("x".repeat(74) + "=\r\n=C3=A9");
		assertThat(encode(("x".repeat(75) + "From y").getBytes(StandardCharsets.UTF_8)))
			.isEqualTo("x".repeat(75) + "=\r\n=46rom y");
	}

	@Test
	void isReadByJakartaMail() throws Exception {
		Random random = new Random(20260203);
		String frequent = "aF= \t.From \r\n\u0000\u007f";
		for (int i = 0; i < 3000; i++) {
			byte[] text = new byte[random.nextInt(400)];
			random.nextBytes(text);
			for (int j = 0; j < text.length; j++) {
				if (random.nextInt(4) > 0) {
					text[j] = (byte) frequent.charAt(random.nextInt(frequent.length()));
				}
			}
			String encoded = encode(text);
			assertThat(encoded.split("\r\n")).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(76)
				.doesNotMatch(".*[ \t]")
				.doesNotStartWith("From ")
				.matches("[\t -~]*"));
			InputStream decoded = MimeUtility
				.decode(new ByteArrayInputStream(encoded.getBytes(StandardCharsets.US_ASCII)), "quoted-printable");
			assertThat(new String(decoded.readAllBytes(), StandardCharsets.ISO_8859_1))
				.isEqualTo(new String(text, StandardCharsets.ISO_8859_1).replaceAll("\r\n|\r|\n", "\r\n"));
		}
	}

	private static String encode(byte[] text) {
		OctetBuffer out = new OctetBuffer(1);
		QuotedPrintable.encode(text, out);
		return new String(out.array(), 0, out.length(), StandardCharsets.US_ASCII);
	}

}
