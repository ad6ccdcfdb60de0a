package dev.sendpost.event;

import java.time.Instant;
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

	private static final String FOUND = "select r.email_id, r.address, r.transport, e.created_at, e.lease"
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
	 * Find the message by the ids that the provider gave it. What counts is what the
	 * provider answered to this application, not what anybody reported since.
	 * @param providerMessageIds the ids, in any of the forms that it may have been kept
	 * in; at most ten of them count
	 * @param recipient whom the report names, or {@code null} if it names nobody
	 * @param scope the messages among which it is
	 * @return the message; nothing if none is known by such an id, or not for that
	 * recipient, or several are
	 */
	public Optional<SentMessage> findByProviderId(Collection<String> providerMessageIds,
			@Nullable EmailAddress recipient, ReportScope scope) {
		List<Object> parameters = new ArrayList<>();
		providerMessageIds.stream()
			.limit(10)
			.forEach((id) -> parameters.add(Columns.fitted(id, MAX_PROVIDER_ID_LENGTH)));
		if (parameters.isEmpty()) {
			return Optional.empty();
		}
		String answered = " from sendpost_event v join sendpost_email e on e.id = v.email_id"
				+ " where v.provider_message_id in (" + marks(parameters) + ") and v.source = ?";
		parameters.add(DeliveryEvent.GATEWAY);
		answered += scope.condition("v.transport", "e.sub_account", parameters);
		if (recipient != null) {
			answered += " and exists (select 1 from sendpost_recipient r where r.email_id = v.email_id"
					+ " and r.mailbox = ?)";
			parameters.add(recipient.mailbox());
		}
		List<UUID> emails = this.store.jdbc()
			.query("select distinct v.email_id" + answered + " limit 2",
					(row, number) -> this.store.platform().requiredUuid(row, "email_id"), parameters.toArray());
		if (emails.size() != 1) {
			return Optional.empty();
		}
		UUID email = emails.get(0);
		return ofMessage(email, (recipient != null) ? recipient : theOnly(email, answered, parameters), scope);
	}

	/**
	 * The recipient whom alone a message was answered for by such an id.
	 */
	private @Nullable EmailAddress theOnly(UUID email, String answered, List<Object> parameters) {
		List<Object> all = new ArrayList<>(parameters);
		all.add(this.store.platform().parameter(email));
		List<Optional<String>> addresses = this.store.jdbc()
			.query("select distinct v.address" + answered + " and v.email_id = ? limit 2",
					(row, number) -> Optional.ofNullable(row.getString("address")), all.toArray());
		return (addresses.size() == 1) ? addresses.get(0).map(EmailAddress::parse).orElse(null) : null;
	}

	/**
	 * Find the message by its own {@code Message-ID}.
	 * @param messageId the header, with or without its angle brackets
	 * @param recipient whom the report names, or {@code null} if it names nobody
	 * @param scope the messages among which it is
	 * @return the message; nothing if it is none of ours, or not for that recipient
	 */
	public Optional<SentMessage> findByMessageId(String messageId, @Nullable EmailAddress recipient,
			ReportScope scope) {
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
		return ours ? ofMessage(id, recipient, scope) : Optional.empty();
	}

	/**
	 * A mailbox may be a recipient of a message twice; somebody who is not named is known
	 * where there is nobody else.
	 */
	private Optional<SentMessage> ofMessage(UUID id, @Nullable EmailAddress recipient, ReportScope scope) {
		Object key = this.store.platform().parameter(id);
		if (recipient != null) {
			return query("r.email_id = ? and r.mailbox = ?", List.of(key, recipient.mailbox()), scope).stream()
				.findFirst();
		}
		Optional<SentMessage> found = query("r.email_id = ?", List.of(key), scope).stream().findFirst();
		if (found.isEmpty() || query("r.email_id = ?", List.of(key), ReportScope.ALL).size() == 1) {
			return found;
		}
		return found
			.map((first) -> new SentMessage(first.emailId(), null, null, first.acceptedAt(), first.beingSent()));
	}

	private List<SentMessage> query(String condition, List<Object> conditionParameters, ReportScope scope) {
		List<Object> parameters = new ArrayList<>(conditionParameters);
		String scoped = condition + scope.condition("r.transport", "e.sub_account", parameters);
		return this.store.jdbc()
			.query(FOUND + scoped + " order by r.number limit 2",
					(row, number) -> new SentMessage(this.store.platform().requiredUuid(row, "email_id"),
							EmailAddress.parse(Objects.requireNonNull(row.getString("address"))),
							row.getString("transport"), Instant.ofEpochMilli(row.getLong("created_at")),
							this.store.platform().uuid(row, "lease") != null),
					parameters.toArray());
	}

	static String marks(Collection<?> values) {
		return String.join(", ", Collections.nCopies(values.size(), "?"));
	}

}
