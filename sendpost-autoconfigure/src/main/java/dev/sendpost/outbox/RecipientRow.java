package dev.sendpost.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;

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
