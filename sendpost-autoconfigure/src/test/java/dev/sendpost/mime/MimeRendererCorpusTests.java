package dev.sendpost.mime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailCorpus;
import dev.sendpost.MimeReading;
import dev.sendpost.NamedEmail;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for each message of the corpus.
 */
class MimeRendererCorpusTests {

	static final List<NamedEmail> corpus = Stream.of(EmailCorpus.all(), EmailCorpus.smtpUtf8())
		.flatMap(List::stream)
		.toList();

	static final List<NamedEmail> ordinary = EmailCorpus.all();

	static final List<NamedEmail> smtpUtf8 = EmailCorpus.smtpUtf8();

	@ParameterizedTest
	@FieldSource("corpus")
	void isReadAsItWasWritten(NamedEmail named) {
		MimeReading.assertSame(named.email(), Rendering.octets(named.email()));
	}

	@ParameterizedTest
	@FieldSource("corpus")
	void knowsItsSize(NamedEmail named) {
		RenderedEmail rendered = Rendering.render(named.email());
		boolean known = named.email().attachments().stream().allMatch((file) -> file.size() >= 0);
		assertThat(rendered.size()).isEqualTo(known ? Rendering.octets(rendered).length : -1);
	}

	@ParameterizedTest
	@FieldSource("corpus")
	void canBeWrittenAgain(NamedEmail named) {
		RenderedEmail rendered = Rendering.render(named.email());
		assertThat(Rendering.octets(rendered)).isEqualTo(Rendering.octets(rendered));
	}

	@ParameterizedTest
	@FieldSource("ordinary")
	void isAscii(NamedEmail named) {
		for (byte octet : Rendering.octets(named.email())) {
			if (octet < ' ' && octet != '\t' && octet != '\r' && octet != '\n' || octet == 127) {
				throw new AssertionError("octet " + octet);
			}
		}
		assertThat(Rendering.render(named.email()).needsSmtpUtf8()).isFalse();
	}

	@ParameterizedTest
	@FieldSource("smtpUtf8")
	void saysThatItNeedsSmtpUtf8(NamedEmail named) {
		assertThat(Rendering.render(named.email()).needsSmtpUtf8()).isTrue();
	}

	@ParameterizedTest
	@FieldSource("corpus")
	void endsEachLineWithCrlf(NamedEmail named) {
		byte[] octets = Rendering.octets(named.email());
		for (int i = 0; i < octets.length; i++) {
			if (octets[i] == '\n' && octets[i - 1] != '\r' || octets[i] == '\r' && octets[i + 1] != '\n') {
				throw new AssertionError("a bare line end at " + i);
			}
		}
		assertThat(octets).endsWith('\r', '\n');
	}

	@ParameterizedTest
	@FieldSource("corpus")
	void hasNoLineThatIsTooLong(NamedEmail named) {
		assertThat(lines(named.email())).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(998));
	}

	@ParameterizedTest
	@FieldSource("corpus")
	void foldsTheHeaderWhereItCan(NamedEmail named) {
		for (String line : headerLines(named.email())) {
			assertThat(line).isNotBlank().doesNotMatch(".*[ \t]");
			assertThat(line.matches("[ \t].*|[!-9;-~]+:.*")).describedAs(line).isTrue();
			if (line.length() > 78) {
				String unquoted = line.replaceAll("\"(\\\\.|[^\"\\\\])*\"@", "quoted@");
				assertThat(unquoted.strip().replaceFirst("^[!-9;-~]+:(?! )", "")).doesNotContain(" ");
			}
			if (line.contains("=?UTF-8?") && line.contains("?=")) {
				assertThat(line).hasSizeLessThanOrEqualTo(line.contains("@") ? 78 : 76);
				assertThat(line.split("[ <]")).allSatisfy((word) -> assertThat(word).hasSizeLessThanOrEqualTo(75));
			}
		}
	}

	private static List<String> headerLines(Email email) {
		String header = MimeReading.of(Rendering.octets(email)).rawHeader();
		return List.of(header.split("\r\n"));
	}

	private static List<String> lines(Email email) {
		return List.of(new String(Rendering.octets(email), StandardCharsets.ISO_8859_1).split("\r\n"));
	}

}
