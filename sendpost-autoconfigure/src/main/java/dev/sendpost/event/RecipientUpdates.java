package dev.sendpost.event;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sendpost.EmailStatus;
import dev.sendpost.store.RowUpdater;

/**
 * The statements that take recipients to a status, unless they have got further.
 */
final class RecipientUpdates {

	private static final Map<EmailStatus, RowUpdater> ONE = updates(List.of("email_id uuid", "mailbox varchar"));

	private static final Map<EmailStatus, RowUpdater> ALL = updates(List.of("email_id uuid"));

	private RecipientUpdates() {
	}

	/**
	 * Updates one recipient of each message.
	 */
	static RowUpdater one(EmailStatus status) {
		return Objects.requireNonNull(ONE.get(status));
	}

	/**
	 * Updates all recipients of each message.
	 */
	static RowUpdater all(EmailStatus status) {
		return Objects.requireNonNull(ALL.get(status));
	}

	private static Map<EmailStatus, RowUpdater> updates(List<String> where) {
		Map<EmailStatus, RowUpdater> updates = new EnumMap<>(EmailStatus.class);
		for (EmailStatus status : EmailStatus.values()) {
			updates.put(status,
					new RowUpdater("sendpost_recipient",
							List.of("transport varchar", "status_code varchar", "server_text varchar", "reason varchar",
									"perhaps_sent boolean"),
							where, "status = '" + status + "'", "t.status in (" + StatusOrder.notBeyond(status) + ")"));
		}
		return updates;
	}

}
