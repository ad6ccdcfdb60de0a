package dev.sendpost.test;

import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.jspecify.annotations.Nullable;

/**
 * Where assertions about captured mail start: <pre class="code">
 * assertThat(mailbox).sentTo("reader@example.com")
 *     .hasSubject("Your invoice")
 *     .htmlContains("Thank you")
 *     .attachment("invoice.pdf").hasContent(bytes);
 * </pre>
 */
public final class MailAssertions {

	private MailAssertions() {
	}

	/**
	 * Say something about all captured messages.
	 * @param mailbox the mailbox, a bean of the application
	 * @return the assertions
	 */
	public static CapturedMailboxAssert assertThat(@Nullable CapturedMailbox mailbox) {
		return new CapturedMailboxAssert(mailbox);
	}

	/**
	 * Say something about one captured message.
	 * @param email the message
	 * @return the assertions
	 */
	public static CapturedEmailAssert assertThat(@Nullable CapturedEmail email) {
		return new CapturedEmailAssert(email);
	}

}
