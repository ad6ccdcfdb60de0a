package dev.sendpost.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.RecipientOutcome;

/**
 * One recipient of a stored message.
 *
 * @param kind how the message addresses it
 * @param outcome where it stands
 */
record RecipientRow(Kind kind, RecipientOutcome outcome) {

	/** The columns that {@link #read(ResultSet)} needs. */
	static final String COLUMNS = "kind, address, status, transport, status_code, server_text, reason, perhaps_sent";

	static RecipientRow read(ResultSet row) throws SQLException {
		String code = row.getString("status_code");
		return new RecipientRow(Kind.valueOf(row.getString("kind")),
				new RecipientOutcome(EmailAddress.parse(row.getString("address")),
						EmailStatus.valueOf(row.getString("status")), row.getString("transport"),
						(code != null) ? EnhancedStatusCode.atStartOf(code) : null, row.getString("server_text"),
						row.getString("reason"), row.getBoolean("perhaps_sent")));
	}

	/**
	 * The recipients of a new message in the order of the application's; those that a
	 * policy put in follow.
	 * @param waiting the status of those whom it is to reach
	 */
	static List<RecipientRow> of(NewEmail email, EmailStatus waiting) {
		if (email.email() == email.original() && email.dropped().isEmpty()) {
			return rows(email.original(), waiting);
		}
		List<RecipientRow> rows = new ArrayList<>(rows(email.original(), waiting));
		Set<String> known = new HashSet<>();
		rows.forEach((row) -> known.add(row.address().address()));
		rows(email.email(), waiting).stream().filter((row) -> known.add(row.address().address())).forEach(rows::add);
		for (RecipientOutcome outcome : email.dropped()) {
			rows.replaceAll((row) -> row.address().isSameMailbox(outcome.recipient())
					? new RecipientRow(row.kind(), outcome) : row);
		}
		return List.copyOf(rows);
	}

	private static List<RecipientRow> rows(Email email, EmailStatus waiting) {
		List<RecipientRow> rows = new ArrayList<>();
		email.to().forEach((to) -> rows.add(row(Kind.TO, to, waiting)));
		email.cc().forEach((cc) -> rows.add(row(Kind.CC, cc, waiting)));
		email.bcc().forEach((bcc) -> rows.add(row(Kind.BCC, bcc, waiting)));
		return rows;
	}

	private static RecipientRow row(Kind kind, EmailAddress address, EmailStatus waiting) {
		return new RecipientRow(kind, new RecipientOutcome(address, waiting, null, null, null, null, false));
	}

	EmailAddress address() {
		return this.outcome.recipient();
	}

	/**
	 * Whether it is still to be reached.
	 */
	boolean isOpen() {
		return switch (this.outcome.status()) {
			case SCHEDULED, QUEUED, SENDING, DEFERRED -> true;
			default -> false;
		};
	}

	/**
	 * How a message addresses a recipient.
	 */
	enum Kind {

		TO, CC, BCC

	}

}
