package dev.sendpost.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailRejectedException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.transport.Transports;

/**
 * A message that has its id and is before the policies.
 *
 * @param id the id of the message
 * @param messageId the {@code Message-ID} header
 * @param date when it was accepted
 * @param original the message as the application gave it, with its sender
 * @param message what the policies make of it
 */
record AcceptedEmail(UUID id, String messageId, Instant date, Email original, PolicyMessage message) {

	/**
	 * Stop if a policy refused the message.
	 * @throws MailRejectedException with the policy's reason
	 */
	void requireNotRefused() {
		String refusal = this.message.refusal();
		if (refusal != null) {
			List<RecipientOutcome> outcomes = this.original.recipients()
				.stream()
				.map((recipient) -> RecipientOutcome.dropped(recipient, refusal))
				.toList();
			throw new MailRejectedException("E-mail " + this.id + " was refused: " + refusal,
					new Receipt(this.id, this.messageId, outcomes), null);
		}
	}

	/**
	 * Let mail of a test key take the one route that does not leave, whatever the message
	 * itself, its sub-account, a rule or a policy says. This follows all policies, so
	 * that none can be ordered behind it.
	 */
	void captureTestMail() {
		Email email = this.message.email();
		if (this.message.submitter().test() && !Transports.CAPTURE.equals(email.route())) {
			this.message.replace(email.toBuilder().route(Transports.CAPTURE).build());
		}
	}

	/**
	 * The receipt if nobody gets the message.
	 * @param status where it stands for each recipient
	 * @param reason why
	 */
	Receipt failed(EmailStatus status, String reason) {
		return new Receipt(this.id, this.messageId,
				this.original.recipients()
					.stream()
					.map((recipient) -> RecipientOutcome.failed(recipient, status, null, null, reason, false))
					.toList());
	}

	/**
	 * The receipt for these outcomes and those of dropped recipients, in the order of the
	 * application's recipients; those that a policy put in follow.
	 */
	Receipt receipt(List<RecipientOutcome> outcomes) {
		List<RecipientOutcome> remaining = new ArrayList<>(outcomes);
		remaining.addAll(this.message.dropped());
		List<RecipientOutcome> ordered = new ArrayList<>(remaining.size());
		for (EmailAddress recipient : this.original.recipients()) {
			remaining.stream()
				.filter((outcome) -> outcome.recipient().isSameMailbox(recipient))
				.findFirst()
				.ifPresent((outcome) -> {
					ordered.add(outcome);
					remaining.remove(outcome);
				});
		}
		ordered.addAll(remaining);
		return new Receipt(this.id, this.messageId, ordered);
	}

}
