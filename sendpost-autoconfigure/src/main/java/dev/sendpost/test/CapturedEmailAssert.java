package dev.sendpost.test;

import java.util.List;
import java.util.Objects;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailHeader;
import dev.sendpost.transport.capture.CapturedEmail;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about one captured message.
 */
public final class CapturedEmailAssert extends AbstractAssert<CapturedEmailAssert, CapturedEmail> {

	CapturedEmailAssert(@Nullable CapturedEmail email) {
		super(email, CapturedEmailAssert.class);
	}

	/**
	 * Verify who the message is from.
	 * @param address the address, without a name
	 * @return this assertion
	 */
	public CapturedEmailAssert isFrom(String address) {
		EmailAddress from = Objects.requireNonNull(email().from());
		Assertions.assertThat(from.address()).as("sender").isEqualTo(EmailAddress.parse(address).address());
		return this;
	}

	/**
	 * Verify whom the message reaches: to, cc and bcc together.
	 * @param addresses the addresses, without names, in any order
	 * @return this assertion
	 */
	public CapturedEmailAssert hasRecipients(String... addresses) {
		isNotNull();
		Assertions.assertThat(this.actual.recipients())
			.as("recipients")
			.extracting(EmailAddress::address)
			.containsExactlyInAnyOrder(addresses);
		return this;
	}

	/**
	 * Verify the subject.
	 * @param subject the whole subject
	 * @return this assertion
	 */
	public CapturedEmailAssert hasSubject(String subject) {
		Assertions.assertThat(email().subject()).as("subject").isEqualTo(subject);
		return this;
	}

	/**
	 * Verify a part of the HTML body.
	 * @param parts what it must contain
	 * @return this assertion
	 */
	public CapturedEmailAssert htmlContains(String... parts) {
		Assertions.assertThat(email().html()).as("HTML body").contains(parts);
		return this;
	}

	/**
	 * Verify a part of the text body, given or derived from the HTML.
	 * @param parts what it must contain
	 * @return this assertion
	 */
	public CapturedEmailAssert textContains(String... parts) {
		Assertions.assertThat(email().text()).as("text body").contains(parts);
		return this;
	}

	/**
	 * Verify a custom header.
	 * @param name the field name, in any case
	 * @param value the whole value
	 * @return this assertion
	 */
	public CapturedEmailAssert hasHeader(String name, String value) {
		List<String> values = email().headers()
			.stream()
			.filter((header) -> header.name().equalsIgnoreCase(name))
			.map(EmailHeader::value)
			.toList();
		Assertions.assertThat(values).as("header " + name).contains(value);
		return this;
	}

	/**
	 * Verify tags.
	 * @param tags what must be among the tags
	 * @return this assertion
	 */
	public CapturedEmailAssert hasTags(String... tags) {
		Assertions.assertThat(email().tags()).as("tags").contains(tags);
		return this;
	}

	/**
	 * Verify that no file is attached, also none inline.
	 * @return this assertion
	 */
	public CapturedEmailAssert hasNoAttachments() {
		Assertions.assertThat(email().attachments()).as("attachments").isEmpty();
		return this;
	}

	/**
	 * Verify that a file is attached.
	 * @param filename its name
	 * @return assertions about the file
	 */
	public AttachmentAssert attachment(String filename) {
		List<Attachment> attachments = email().attachments();
		Attachment found = attachments.stream()
			.filter((attachment) -> attachment.filename().equals(filename))
			.findFirst()
			.orElse(null);
		if (found == null) {
			failWithMessage("Expected an attachment \"%s\" but there are %s", filename, attachments);
		}
		return new AttachmentAssert(found);
	}

	private Email email() {
		isNotNull();
		return this.actual.email();
	}

}
