package dev.sendpost.bounce;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * A message in the store, and whom it was for.
 */
final class MessageRecipients {

	private final String messageId;

	private final Instant createdAt;

	private final Map<String, EmailAddress> byMailbox = new HashMap<>();

	/** Whom it was sent to, if that is one only. */
	private final @Nullable EmailAddress sole;

	private MessageRecipients(String messageId, Instant createdAt, List<Row> rows) {
		this.messageId = messageId;
		this.createdAt = createdAt;
		rows.forEach((row) -> this.byMailbox.putIfAbsent(row.mailbox, row.address));
		List<Row> sent = rows.stream().filter((row) -> !row.dropped).toList();
		this.sole = (sent.size() == 1) ? sent.get(0).address : null;
	}

	/**
	 * Find a message.
	 * @return the message, or {@code null} if there is none with the id
	 */
	static @Nullable MessageRecipients find(Store store, UUID emailId) {
		Object id = store.platform().parameter(emailId);
		List<Row> rows = store.jdbc()
			.query("select mailbox, address, status from sendpost_recipient where email_id = ? order by number",
					(row, number) -> new Row(Objects.requireNonNull(row.getString("mailbox")),
							EmailAddress.parse(Objects.requireNonNull(row.getString("address"))),
							"DROPPED".equals(row.getString("status"))),
					id);
		return store.jdbc()
			.query("select message_id, created_at from sendpost_email where id = ?",
					(row, number) -> new MessageRecipients(Objects.requireNonNull(row.getString("message_id")),
							Instant.ofEpochMilli(row.getLong("created_at")), rows),
					id)
			.stream()
			.findFirst()
			.orElse(null);
	}

	String messageId() {
		return this.messageId;
	}

	Instant createdAt() {
		return this.createdAt;
	}

	/**
	 * The only recipient, which a report must be about that is surely about the message.
	 * @return the recipient, or {@code null} if there were none or several
	 */
	@Nullable EmailAddress sole() {
		return this.sole;
	}

	/**
	 * The recipient that a report names.
	 * @param candidates the addresses that it names, the surest first
	 * @return the first of them that the message was for, or {@code null} if it was for
	 * none of them
	 */
	@Nullable EmailAddress match(List<@Nullable EmailAddress> candidates) {
		for (EmailAddress candidate : candidates) {
			EmailAddress recipient = (candidate != null) ? match(candidate) : null;
			if (recipient != null) {
				return recipient;
			}
		}
		return null;
	}

	private @Nullable EmailAddress match(EmailAddress candidate) {
		EmailAddress recipient = this.byMailbox.get(candidate.mailbox());
		if (recipient == null && candidate.localPart().indexOf('+') >= 0) {
			// Some servers report the address as SMTP carried it, in xtext (RFC 3461).
			recipient = this.byMailbox.get(candidate.mailbox().replace("+2b", "+").replace("+3d", "="));
		}
		return recipient;
	}

	private record Row(String mailbox, EmailAddress address, boolean dropped) {

	}

}
