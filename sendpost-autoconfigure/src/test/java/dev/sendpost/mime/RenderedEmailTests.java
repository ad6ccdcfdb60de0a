package dev.sendpost.mime;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import dev.sendpost.Attachment;
import dev.sendpost.GeneratedContent;
import dev.sendpost.MimeReading;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class RenderedEmailTests {

	@Test
	void doesNotOpenAttachmentsBeforeItIsWritten() {
		Attachment attachment = Attachment.of("a.bin", () -> {
			throw new IOException("gone");
		});
		RenderedEmail rendered = Rendering.render(Rendering.email().text("x").attach(attachment).build());
		assertThatIOException().isThrownBy(() -> rendered.writeTo(OutputStream.nullOutputStream())).withMessage("gone");
	}

	@Test
	void closesAttachmentsAlsoIfWritingFails() throws IOException {
		GeneratedContent content = new GeneratedContent(100_000);
		RenderedEmail rendered = Rendering
			.render(Rendering.email().text("x").attach(Attachment.of("a.bin", content)).build());
		rendered.writeTo(OutputStream.nullOutputStream());
		assertThat(content.open()).isZero();
		AtomicLong room = new AtomicLong(20_000);
		assertThatIOException().isThrownBy(() -> rendered.writeTo(new OutputStream() {

			@Override
			public void write(int b) throws IOException {
				if (room.decrementAndGet() < 0) {
					throw new IOException("full");
				}
			}

		})).withMessage("full");
		assertThat(content.open()).isZero();
	}

	@Test
	void writesAnAttachmentInPieces() throws IOException {
		RenderedEmail rendered = Rendering.render(
				Rendering.email().text("x").attach(Attachment.of("a.bin", new GeneratedContent(1_000_000))).build());
		AtomicLong longest = new AtomicLong();
		rendered.writeTo(new OutputStream() {

			@Override
			public void write(int b) {
			}

			@Override
			public void write(byte[] b, int offset, int length) {
				longest.accumulateAndGet(length, Math::max);
			}

		});
		assertThat(longest.get()).isBetween(1000L, 20_000L);
	}

	@Test
	void knowsItsSizeIfItsAttachmentsDo() {
		assertThat(Rendering.render(
				Rendering.email().text("x").attach(Attachment.of("a.bin", new ByteArrayResource(new byte[5]))).build())
			.size()).isPositive();
		assertThat(Rendering
			.render(Rendering.email().text("x").attach(Attachment.of("a.bin", new GeneratedContent(5))).build())
			.size()).isEqualTo(-1);
	}

	@Test
	void readsStreamsThatDeliverLittleAtATime() {
		byte[] content = new byte[10_000];
		new Random(1).nextBytes(content);
		Attachment slow = Attachment.of("a.bin", () -> new FilterInputStream(new ByteArrayInputStream(content)) {

			@Override
			public int read(byte[] b, int offset, int length) throws IOException {
				return super.read(b, offset, Math.min(length, 100));
			}

		});
		MimeReading.assertSame(Rendering.email().text("x").attach(slow).build(),
				Rendering.octets(Rendering.email().text("x").attach(slow).build()));
	}

	@Test
	void stopsWhereAGrowingFileEndedFirst() {
		Attachment growing = Attachment.of("a.bin", () -> new InputStream() {

			private int reads;

			@Override
			public int read() {
				return (this.reads++ % 12 < 10) ? 'x' : -1;
			}

		});
		byte[] octets = Rendering.octets(Rendering.email().text("x").attach(growing).build());
		assertThat(MimeReading.of(octets).files().get(0).length()).isEqualTo(10);
	}

}
