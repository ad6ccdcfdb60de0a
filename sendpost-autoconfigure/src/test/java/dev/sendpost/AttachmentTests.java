package dev.sendpost;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Attachment}.
 */
class AttachmentTests {

	@TempDir
	Path directory;

	@Test
	void bytesAreCopied() throws IOException {
		byte[] bytes = { 1, 2, 3 };
		Attachment attachment = Attachment.of("a.bin", bytes);
		bytes[0] = 9;
		assertThat(read(attachment)).containsExactly(1, 2, 3);
		assertThat(attachment.size()).isEqualTo(3);
		assertThat(attachment.isInline()).isFalse();
		assertThat(attachment.contentId()).isNull();
	}

	@Test
	void contentCanBeReadForEachAttempt() throws IOException {
		Attachment attachment = Attachment.of("a.bin", new byte[] { 1, 2, 3 });
		assertThat(read(attachment)).isEqualTo(read(attachment)).hasSize(3);
	}

	@Test
	void aFileIsReadWhenItIsSent() throws IOException {
		Path file = Files.writeString(this.directory.resolve("notes.txt"), "before");
		Attachment attachment = Attachment.of(file);
		Files.writeString(file, "after!");
		assertThat(attachment.filename()).isEqualTo("notes.txt");
		assertThat(attachment.contentType()).isEqualTo("text/plain");
		assertThat(attachment.size()).isEqualTo(6);
		assertThat(read(attachment)).asString().isEqualTo("after!");
	}

	@Test
	void aMissingFileIsRefused() {
		assertRefused(() -> Attachment.of(this.directory.resolve("missing.txt")), "missing.txt", "cannot be read");
	}

	@Test
	void aDirectoryIsRefused() {
		assertRefused(() -> Attachment.of(this.directory), "cannot be read");
	}

	@Test
	void aResourceWithoutANameIsRefusedWithTheWayToGiveItOne() {
		assertRefused(() -> Attachment.of(new ByteArrayResource(new byte[1])), "has no file name",
				"Attachment.of(String, InputStreamSource)");
	}

	@Test
	void aNamedResourceIsAttachedUnderThatName() throws IOException {
		Attachment attachment = Attachment.of("a.csv", new ByteArrayResource(new byte[] { 1, 2 }));
		assertThat(attachment.filename()).isEqualTo("a.csv");
		assertThat(attachment.size()).isEqualTo(2);
		assertThat(read(attachment)).hasSize(2);
	}

	@Test
	void aResourceThatCanBeReadOnlyOnceIsRefused() {
		Resource once = new InputStreamResource(new ByteArrayInputStream(new byte[1]));
		assertRefused(() -> Attachment.of("a.bin", once), "can be read only once");
	}

	@Test
	void theSizeOfAStreamIsUnknown() throws IOException {
		Attachment attachment = Attachment.of("a.bin", () -> new ByteArrayInputStream(new byte[5]));
		assertThat(attachment.size()).isEqualTo(-1);
		assertThat(read(attachment)).hasSize(5);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a.pdf      | application/pdf
			A.PDF      | application/pdf
			a.png      | image/png
			a.jpg      | image/jpeg
			a.html     | text/html
			a.txt      | text/plain
			a.zip      | application/zip
			a.ics      | text/calendar; charset=UTF-8
			a.ICS      | text/calendar; charset=UTF-8
			a.vcf      | text/vcard; charset=UTF-8
			a.eml      | message/rfc822
			a.heic     | image/heic
			a.pkpass   | application/vnd.apple.pkpass
			a#b.pdf    | application/pdf
			a.tar.unknown | application/octet-stream
			README     | application/octet-stream
			a.         | application/octet-stream
			""")
	void theContentTypeIsGuessedFromTheName(String filename, String contentType) {
		assertThat(Attachment.of(filename, new byte[0]).contentType()).isEqualTo(contentType);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "text/plain", "text/calendar; method=REQUEST; charset=UTF-8", "text/plain ; charset=\"UTF-8\"",
					"application/vnd.ms-excel.sheet.macroEnabled.12", "text/plain; x=\"a; b\"" })
	void aContentTypeMayHaveParameters(String contentType) {
		assertThat(file().withContentType(contentType).contentType()).isEqualTo(contentType);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "text", "text/", "/plain", "text/plain; charset", "text/plain; charset=",
			"text/plain;", "text/plain, text/html", "text /plain", "text/plain; x=\"a\\\"b\"", "tëxt/plain" })
	void whatIsNoContentTypeIsRefused(String contentType) {
		assertRefused(() -> file().withContentType(contentType), "is not a content type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/mixed; boundary=x", "MULTIPART/alternative" })
	void aFileIsNoMultipart(String contentType) {
		assertRefused(() -> file().withContentType(contentType), "cannot be the type of a file");
	}

	@ParameterizedTest
	@ValueSource(strings = { "logo", "logo@example.com", "a.b-c_d", "part1.06090408.01060107@example.com" })
	void anInlineFileHasAContentId(String contentId) {
		Attachment inline = file().inline(contentId);
		assertThat(inline.isInline()).isTrue();
		assertThat(inline.contentId()).isEqualTo(contentId);
		assertThat(file().isInline()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "<logo>", "a b", "a\r\nb", "logo\n", "lögo", "a\"b" })
	void aMalformedContentIdIsRefused(String contentId) {
		assertRefused(() -> file().inline(contentId), "is not a content id");
	}

	@Test
	void aContentIdHasAtMost200Characters() {
		assertThat(file().inline("i".repeat(200)).contentId()).hasSize(200);
		assertRefused(() -> file().inline("i".repeat(201)), "is not a content id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nb.txt", "a\0.txt", "a\u2029.txt", "a\ud83d.txt" })
	void aFileNameStaysOnOneLine(String filename) {
		assertRefused(() -> Attachment.of(filename, new byte[0]), "contains");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void aFileNeedsAName(String filename) {
		assertRefused(() -> Attachment.of(filename, new byte[0]), "has no file name");
	}

	@Test
	void itIsEqualToItselfUnderTheSameNames() {
		Attachment file = file();
		assertThat(file.inline("x")).isEqualTo(file.inline("x")).hasSameHashCodeAs(file.inline("x"));
		assertThat(file.inline("x")).isNotEqualTo(file).isNotEqualTo(file.inline("y"));
		assertThat(file.withContentType("image/gif")).isNotEqualTo(file);
		assertThat(file).hasToString("a.png (image/png, 1 bytes)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain;\r\nx=y", "text/plain;\r\n\r\nx=y", "text/plain;\nx=y",
			"text/plain; x=\"a\r\nBcc: evil@example.net\"", "text/plain; x=\"a\r\n\r\nbody\"", "text/plain; x=\"\0\"",
			"text/plain; x=\"\u2028\"", "text/plain; x=\"\ud83d\"" })
	void aContentTypeCannotEndItsHeader(String contentType) {
		assertRefused(() -> file().withContentType(contentType), "contains");
	}

	@Test
	void aContentTypeOfMegabytesIsRefused() {
		for (String type : List.of("text/plain" + "; a=b".repeat(200_000), "x/" + "y".repeat(128),
				"text/plain; " + "y".repeat(51) + "=1")) {
			assertRefused(() -> file().withContentType(type), "is not a content type");
		}
	}

	@Test
	void aResourceThatCanBeReadOnlyOnceIsNotSentToWhereItWouldBeRefusedAgain() {
		Resource once = new InputStreamResource(new ByteArrayInputStream(new byte[1]));
		assertRefused(() -> Attachment.of(once), "can be read only once");
	}

	private static Attachment file() {
		return Attachment.of("a.png", new byte[1]);
	}

	private static byte[] read(Attachment attachment) throws IOException {
		try (InputStream stream = attachment.content().getInputStream()) {
			return stream.readAllBytes();
		}
	}

	private static void assertRefused(ThrowingCallable action, String... reasons) {
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(action).satisfies((ex) -> {
			assertThat(ex.getField()).isEqualTo("attachments");
			assertThat(ex.getMessage()).contains(reasons);
		});
	}

}
