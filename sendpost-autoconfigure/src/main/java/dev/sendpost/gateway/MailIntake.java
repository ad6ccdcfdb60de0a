package dev.sendpost.gateway;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.PolicyUnavailableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Completes a message, gives it its id and asks the policies that decide at intake.
 */
final class MailIntake {

	private static final Log logger = LogFactory.getLog(MailIntake.class);

	private final MailDefaults defaults;

	private final List<MailPolicy> policies;

	private final Clock clock;

	private final Supplier<UUID> ids;

	MailIntake(MailDefaults defaults, List<MailPolicy> policies, Supplier<UUID> ids, Clock clock) {
		this.defaults = defaults;
		this.policies = List.copyOf(policies);
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * The intake for messages that are handed over together.
	 * @throws MailTemporarilyUnavailableException if a policy cannot decide for now
	 */
	MailIntake forBatch(Collection<Email> emails, Submitter submitter) {
		if (emails.size() < 2) {
			return this;
		}
		List<PolicyMessage> messages = emails.stream().map((email) -> new PolicyMessage(email, submitter)).toList();
		try {
			return new MailIntake(this.defaults,
					this.policies.stream().map((policy) -> policy.forIntakeOf(messages)).toList(), this.ids,
					this.clock);
		}
		catch (PolicyUnavailableException ex) {
			throw unavailable(refuse(emails.iterator().next(), ex.getMessage()), ex);
		}
	}

	/**
	 * Accept a message.
	 * @throws InvalidEmailException if it has no sender and there is no default, or there
	 * is no such sub-account
	 * @throws MailRejectedException if a policy refuses it
	 * @throws MailTemporarilyUnavailableException if a policy cannot decide for now
	 */
	AcceptedEmail accept(Email given, Submitter submitter) {
		Email email = this.defaults.complete(given, submitter);
		if (email.from() == null) {
			throw new InvalidEmailException("from",
					"no sender: set it on the e-mail, or a default by the property sendpost.from");
		}
		UUID id = this.ids.get();
		String messageId = (email.messageId() != null) ? email.messageId()
				: "<" + id + "@" + Objects.requireNonNull(email.from()).domain() + ">";
		AcceptedEmail accepted = new AcceptedEmail(id, messageId, this.clock.instant(), email,
				new PolicyMessage(email, submitter, id));
		try {
			for (MailPolicy policy : this.policies) {
				policy.atIntake(accepted.message());
				accepted.requireNotRefused();
			}
		}
		catch (PolicyUnavailableException ex) {
			throw unavailable(accepted.failed(EmailStatus.FAILED, ex.getMessage()), ex);
		}
		accepted.captureTestMail();
		warnOfMissingFiles(accepted);
		return accepted;
	}

	private static MailTemporarilyUnavailableException unavailable(Receipt receipt, PolicyUnavailableException ex) {
		return new MailTemporarilyUnavailableException(
				"E-mail " + receipt.id() + " was not accepted: " + ex.getMessage(), receipt, ex);
	}

	/**
	 * Require that there is the sub-account of a submitter.
	 * @throws InvalidEmailException if there is no such sub-account
	 */
	void requireKnown(Submitter submitter) {
		this.defaults.requireKnown(submitter);
	}

	private static void warnOfMissingFiles(AcceptedEmail accepted) {
		Set<String> missing = InlineReferences.missing(accepted.message().email());
		if (!missing.isEmpty()) {
			logger.warn("E-mail " + accepted.id() + " has no attachment for what its HTML refers to by 'cid:': "
					+ missing + ". Readers see a broken image; attach the file with Attachment.inline(contentId).");
		}
	}

	/**
	 * The receipt of a message that could not be accepted.
	 */
	Receipt refuse(Email email, @Nullable String reason) {
		UUID id = this.ids.get();
		EmailAddress from = email.from();
		String messageId = "<" + id + "@" + ((from != null) ? from.domain() : "localhost") + ">";
		return new Receipt(id, messageId, email.recipients()
			.stream()
			.map((recipient) -> RecipientOutcome.failed(recipient, EmailStatus.FAILED, null, null, reason, false))
			.toList());
	}

}
