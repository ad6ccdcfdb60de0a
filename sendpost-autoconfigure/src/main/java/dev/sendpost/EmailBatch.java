package dev.sendpost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One message for many, each with variables of his own: each gets a message that only he
 * sees, with the subject and bodies filled in for him. What all have in common is stored
 * once.
 */
public final class EmailBatch {

	private final Email common;

	private final List<Email> emails = new ArrayList<>();

	private EmailBatch(Email common) {
		this.common = common;
	}

	/**
	 * Start a batch.
	 * @param common what all have in common; its recipients get nothing, and
	 * {@code {{name}}} in its subject and bodies stands for a variable
	 * @return a batch for nobody
	 */
	public static EmailBatch of(Email common) {
		return new EmailBatch(common);
	}

	/**
	 * Add a recipient.
	 * @param address the address
	 * @param variables what to fill in; besides the variables of the common message, and
	 * before them
	 * @return this batch
	 */
	public EmailBatch to(String address, Map<String, ?> variables) {
		return to(EmailAddress.parse(address), variables, (copy) -> {
		});
	}

	/**
	 * Add a recipient, and what else is different for him: who gets a copy of his
	 * message, metadata, an idempotency key.
	 * @param address the address
	 * @param variables what to fill in
	 * @param different sets what is different
	 * @return this batch
	 */
	public EmailBatch to(EmailAddress address, Map<String, ?> variables, Consumer<EmailBuilder> different) {
		EmailBuilder copy = this.common.toBuilder().clearRecipients().to(address).personalized();
		variables.forEach(copy::variable);
		different.accept(copy);
		this.emails.add(copy.build());
		return this;
	}

	/**
	 * The messages, in the order in which their recipients were added.
	 * @return one message for each recipient
	 */
	public List<Email> emails() {
		return List.copyOf(this.emails);
	}

}
