package dev.sendpost.admin.page.message;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.VerbatimMessage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.mime.read.ReadableParts;
import org.jspecify.annotations.Nullable;

/**
 * A message that somebody looks at.
 *
 * @param id its id
 * @param messageId its {@code Message-ID}
 * @param date when it was accepted
 * @param email what it says, with who it is from
 * @param shown the same with bodies and files, if it goes out as it is and these can be
 * told apart
 * @param asSent whether that is what goes out; otherwise policies still have their say
 * @param note what the reader should know about it, or {@code null}
 */
record OpenMessage(UUID id, String messageId, Instant date, Email email, Email shown, boolean asSent,
		@Nullable String note) {

	static OpenMessage of(UUID id, String messageId, Instant date, Email email, boolean asSent, @Nullable String note) {
		VerbatimMessage verbatim = email.verbatim();
		return new OpenMessage(id, messageId, date, email, (verbatim != null) ? shown(email, verbatim) : email, asSent,
				note);
	}

	private static Email shown(Email email, VerbatimMessage verbatim) {
		try {
			ReadableParts parts = ReadableParts.of(verbatim);
			if (parts.text() == null && parts.html() == null) {
				return email;
			}
			EmailBuilder shown = email.toBuilder().verbatim(null).messageId(null).text(parts.text()).html(parts.html());
			parts.files().forEach(shown::attach);
			return shown.build();
		}
		catch (InvalidEmailException ex) {
			// Its source can be read.
			return email;
		}
		catch (IOException ex) {
			throw AdminProblem.refused("The message cannot be read: " + ex.getMessage());
		}
	}

	/**
	 * Whether it goes out octet by octet as it was handed in.
	 */
	boolean isVerbatim() {
		return this.email.verbatim() != null;
	}

}
