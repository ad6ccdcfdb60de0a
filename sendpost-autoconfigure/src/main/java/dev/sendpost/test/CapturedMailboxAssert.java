package dev.sendpost.test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.sendpost.EmailAddress;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about all captured messages. Those that are queued and committed are waited
 * for. A failure lists what was captured instead.
 */
public final class CapturedMailboxAssert extends AbstractAssert<CapturedMailboxAssert, CapturedMailbox> {

	/** How long messages that are queued may take until they are captured. */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	CapturedMailboxAssert(@Nullable CapturedMailbox mailbox) {
		super(mailbox, CapturedMailboxAssert.class);
	}

	/**
	 * Verify that nothing was sent.
	 * @return this assertion
	 */
	public CapturedMailboxAssert isEmpty() {
		return hasSize(0);
	}

	/**
	 * Verify how many messages were sent.
	 * @param expected the number
	 * @return this assertion
	 */
	public CapturedMailboxAssert hasSize(int expected) {
		List<CapturedEmail> emails = emails();
		if (emails.size() != expected) {
			failWithMessage("Expected %d e-mails to be sent but there are %d:%s", expected, emails.size(),
					describe(emails));
		}
		return this;
	}

	/**
	 * Verify that nothing was sent to an address.
	 * @param address the address, without a name
	 * @return this assertion
	 */
	public CapturedMailboxAssert nothingSentTo(String address) {
		List<CapturedEmail> found = emailsTo(address);
		if (!found.isEmpty()) {
			failWithMessage("Expected no e-mail to %s but there are %d:%s", address, found.size(), describe(found));
		}
		return this;
	}

	/**
	 * Verify that a message was sent to an address, visible or not.
	 * @param address the address, without a name
	 * @return assertions about the newest message to it
	 */
	public CapturedEmailAssert sentTo(String address) {
		List<CapturedEmail> found = emailsTo(address);
		if (found.isEmpty()) {
			failWithMessage("Expected an e-mail to %s but there are:%s", address, describe(emails()));
		}
		return new CapturedEmailAssert(found.get(found.size() - 1));
	}

	/**
	 * Verify that a message with a subject was sent to an address, visible or not.
	 * @param address the address, without a name
	 * @param subject the whole subject
	 * @return assertions about the newest such message
	 */
	public CapturedEmailAssert sentTo(String address, String subject) {
		List<CapturedEmail> found = emailsTo(address).stream()
			.filter((email) -> email.email().subject().equals(subject))
			.toList();
		if (found.isEmpty()) {
			failWithMessage("Expected an e-mail to %s with the subject \"%s\" but there are:%s", address, subject,
					describe(emails()));
		}
		return new CapturedEmailAssert(found.get(found.size() - 1));
	}

	private List<CapturedEmail> emailsTo(String address) {
		EmailAddress wanted = EmailAddress.parse(address);
		return emails().stream()
			.filter((email) -> email.recipients().stream().anyMatch(wanted::isSameMailbox))
			.toList();
	}

	private List<CapturedEmail> emails() {
		isNotNull();
		if (!this.actual.awaitArrival(TIMEOUT)) {
			failWithMessage("E-mail is still on its way after " + TIMEOUT.toSeconds() + " seconds");
		}
		return this.actual.emails();
	}

	private static String describe(List<CapturedEmail> emails) {
		if (emails.isEmpty()) {
			return " none at all";
		}
		return emails.stream()
			.map((email) -> System.lineSeparator() + "  \"" + email.email().subject() + "\" to " + email.recipients())
			.collect(Collectors.joining());
	}

}
