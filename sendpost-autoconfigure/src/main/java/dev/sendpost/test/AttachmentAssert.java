package dev.sendpost.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import dev.sendpost.Attachment;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about one attached file.
 */
public final class AttachmentAssert extends AbstractAssert<AttachmentAssert, Attachment> {

	AttachmentAssert(@Nullable Attachment attachment) {
		super(attachment, AttachmentAssert.class);
	}

	/**
	 * Verify the content.
	 * @param content all its bytes
	 * @return this assertion
	 */
	public AttachmentAssert hasContent(byte[] content) {
		isNotNull();
		try (InputStream in = this.actual.content().getInputStream()) {
			Assertions.assertThat(in.readAllBytes()).as("content of " + this.actual.filename()).isEqualTo(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * Verify the content type.
	 * @param contentType the type with its parameters
	 * @return this assertion
	 */
	public AttachmentAssert hasContentType(String contentType) {
		isNotNull();
		Assertions.assertThat(this.actual.contentType())
			.as("content type of " + this.actual.filename())
			.isEqualTo(contentType);
		return this;
	}

	/**
	 * Verify that the file is shown inside the HTML.
	 * @param contentId what {@code cid:} refers to
	 * @return this assertion
	 */
	public AttachmentAssert isInline(String contentId) {
		isNotNull();
		Assertions.assertThat(this.actual.contentId())
			.as("content id of " + this.actual.filename())
			.isEqualTo(contentId);
		return this;
	}

}
