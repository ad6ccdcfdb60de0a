package dev.sendpost.api.sendry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are handed over together.
 *
 * @param from the sender of those that name none
 * @param subject the subject of those that have none
 * @param templateId the template of those that name none
 * @param emails the messages
 */
record NewBatch(@Nullable String from, @Nullable String subject, @Nullable String templateId,
		@Nullable List<NewEmail> emails) {

	private static final int MAX_SIZE = 100;

	/**
	 * The messages.
	 * @param templates gives the name of the template with an id
	 * @param idempotencyKey what makes the batch the same as one before, or {@code null}
	 * @throws ApiProblem if any of them is none
	 */
	List<Email> toEmails(UnaryOperator<String> templates, @Nullable String idempotencyKey) {
		if (this.emails == null || this.emails.isEmpty() || this.emails.size() > MAX_SIZE) {
			throw ApiProblem.invalid("emails", "must be 1 to " + MAX_SIZE + " messages");
		}
		List<Email> all = new ArrayList<>();
		for (int i = 0; i < this.emails.size(); i++) {
			String path = "emails[" + i + "].";
			try {
				EmailBuilder email = this.emails.get(i)
					.or(this.from, this.subject, this.templateId)
					.toBuilder(templates);
				all.add(email.idempotencyKey((idempotencyKey != null) ? idempotencyKey + "/" + i : null).build());
			}
			catch (InvalidEmailException ex) {
				throw ApiProblem.invalid(path + ex.getField(),
						String.valueOf(ex.getMessage()).replaceFirst("^\\Q" + ex.getField() + "\\E: ", ""));
			}
			catch (ApiProblem ex) {
				throw (ex.field() != null) ? ApiProblem.invalid(path + ex.field(), ex.detail()) : ex;
			}
		}
		return all;
	}

}
