package dev.sendpost.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.store.Columns;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message that a report from outside is about.
 */
public final class SentMessages {

	private static final int MAX_PROVIDER_ID_LENGTH = 200;

	/** What the gateway puts before the domain of a {@code Message-ID}. */
	private static final Pattern MESSAGE_ID = Pattern.compile(
			"<?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@([^<>\\s@]{1,255})>?",
			Pattern.CASE_INSENSITIVE);

	private static final String FOUND = "select r.email_id, r.address, r.transport, e.lease"
			+ " from sendpost_recipient r join sendpost_email e on e.id = r.email_id where ";

	private final Store store;

	/**
	 * Create a finder.
	 * @param store where messages are kept
	 */
	public SentMessages(Store store) {
		this.store = store;
	}

	/**
	 * Find the message by the ids that the provider gave it.
	 * @param providerMessageIds the ids, in any of the forms that it may have been kept
	 * in; at most ten of them count
	 * @param recipient whom the report names, or {@code null} if it names nobody
	 * @return the message; nothing if none is known by such an id, or not for that
	 * recipient, or several are
	 */
	public Optional<SentMessage> findByProviderId(Collection<String> providerMessageIds,
			@Nullable EmailAddress recipient) {
		List<Object> ids = new ArrayList<>();
		providerMessageIds.stream().limit(10).forEach((id) -> ids.add(Columns.fitted(id, MAX_PROVIDER_ID_LENGTH)));
		if (ids.isEmpty()) {
			return Optional.empty();
		}
		String known = "from sendpost_event where provider_message_id in ("
				+ String.join(", ", Collections.nCopies(ids.size(), "?")) + ")";
		if (recipient != null) {
			List<Object> parameters = new ArrayList<>(List.of(recipient.mailbox()));
			parameters.addAll(ids);
			return theOnly(query("r.mailbox = ? and r.email_id in (select email_id " + known + ")", parameters));
		}
		List<Known> found = this.store.jdbc()
			.query("select distinct email_id, address " + known + " order by email_id, address limit 2", (row,
					number) -> new Known(this.store.platform().requiredUuid(row, "email_id"), row.getString("address")),
					ids.toArray());
		if (found.size() == 1 && found.get(0).address() != null) {
			return ofMessage(found.get(0).emailId(), EmailAddress.parse(found.get(0).address()));
		}
		if (found.isEmpty() || found.stream().map(Known::emailId).distinct().count() > 1) {
			return Optional.empty();
		}
		return ofMessage(found.get(0).emailId(), null);
	}

	/**
	 * Find the message by its own {@code Message-ID}.
	 * @param messageId the header, with or without its angle brackets
	 * @param recipient whom the report names, or {@code null} if it names nobody
	 * @return the message; nothing if it is none of ours, or not for that recipient
	 */
	public Optional<SentMessage> findByMessageId(String messageId, @Nullable EmailAddress recipient) {
		Matcher matcher = MESSAGE_ID.matcher(messageId.strip());
		if (!matcher.matches()) {
			return Optional.empty();
		}
		UUID id = UUID.fromString(matcher.group(1));
		String written = "<" + id + "@" + matcher.group(2) + ">";
		boolean ours = this.store.jdbc()
			.query("select message_id from sendpost_email where id = ?", (row, number) -> row.getString(1),
					this.store.platform().parameter(id))
			.stream()
			.anyMatch(written::equalsIgnoreCase);
		return ours ? ofMessage(id, recipient) : Optional.empty();
	}

	private Optional<SentMessage> ofMessage(UUID id, @Nullable EmailAddress recipient) {
		Object key = this.store.platform().parameter(id);
		if (recipient != null) {
			return theOnly(query("r.mailbox = ? and r.email_id = ?", List.of(recipient.mailbox(), key)));
		}
		List<SentMessage> recipients = query("r.email_id = ?", List.of(key));
		if (recipients.size() == 1) {
			return Optional.of(recipients.get(0));
		}
		return recipients.stream()
			.map((first) -> new SentMessage(first.emailId(), null, null, first.beingSent()))
			.findFirst();
	}

	/**
	 * A mailbox may be a recipient of a message twice, but not of two that one report is
	 * about.
	 */
	private static Optional<SentMessage> theOnly(List<SentMessage> found) {
		boolean one = found.stream().map(SentMessage::emailId).distinct().count() == 1;
		return one ? Optional.of(found.get(0)) : Optional.empty();
	}

	private List<SentMessage> query(String condition, List<Object> parameters) {
		return this.store.jdbc()
			.query(FOUND + condition + " order by r.email_id, r.number limit 2",
					(row, number) -> new SentMessage(this.store.platform().requiredUuid(row, "email_id"),
							EmailAddress.parse(Objects.requireNonNull(row.getString("address"))),
							row.getString("transport"), this.store.platform().uuid(row, "lease") != null),
					parameters.toArray());
	}

	/**
	 * Of whom an id of the provider is known.
	 */
	private record Known(UUID emailId, @Nullable String address) {

	}

}
