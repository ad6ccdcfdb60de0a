package dev.sendpost.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.EnhancedStatusCode;
import dev.sendpost.store.Columns;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * The log in the tables {@code sendpost_event}, {@code sendpost_recipient} and
 * {@code sendpost_email}.
 */
public final class JdbcDeliveryLog implements DeliveryLog {

	private static final String COLUMNS = "email_id, id, type, address, occurred_at, source, transport, status_code, "
			+ "server_text, reason, perhaps_sent, provider_message_id, automated, url, ip_address, user_agent";

	private static final RowInserter EVENTS = new RowInserter("sendpost_event", COLUMNS.split(", "));

	/**
	 * Inserts facts that statistics have yet to count: the id of the message and that of
	 * the fact. {@link DeliveryEventType#PROCESSED} has the id of the message.
	 */
	public static final RowInserter UNCOUNTED = new RowInserter("sendpost_uncounted", "email_id", "event_id");

	private static final String ACCEPTANCES = "select created_at, id from sendpost_email where id ";

	private static final String ACCEPTANCE = ACCEPTANCES + "= ?";

	private static final int MAX_TEXT_LENGTH = 1000;

	private static final int MAX_NAME_LENGTH = 100;

	private static final int MAX_PROVIDER_ID_LENGTH = 200;

	private static final int MAX_URL_LENGTH = 2000;

	private static final int MAX_IP_ADDRESS_LENGTH = 45;

	private static final int MAX_USER_AGENT_LENGTH = 500;

	private static final Engagement NO_ENGAGEMENT = new Engagement(false, null, null, null);

	private final Store store;

	private final RecordedEventListeners listeners;

	private final DeliveryEventPublisher publisher;

	private final boolean counted;

	/**
	 * Create a log whose facts nobody counts.
	 * @param store where it is kept
	 * @param listeners told of facts in the transaction that records them
	 * @param publisher publishes the application events
	 */
	public JdbcDeliveryLog(Store store, List<RecordedEventListener> listeners, ApplicationEventPublisher publisher) {
		this(store, listeners, publisher, false);
	}

	/**
	 * Create a log.
	 * @param store where it is kept
	 * @param listeners told of facts in the transaction that records them
	 * @param publisher publishes the application events
	 * @param counted whether facts are noted, in the transaction that records them, for
	 * statistics to count
	 */
	public JdbcDeliveryLog(Store store, List<RecordedEventListener> listeners, ApplicationEventPublisher publisher,
			boolean counted) {
		this.store = store;
		this.listeners = new RecordedEventListeners(store, listeners);
		this.publisher = new DeliveryEventPublisher(publisher);
		this.counted = counted;
	}

	/**
	 * Whether statistics count what is recorded, and so the messages themselves.
	 * @return whether each new message belongs into {@link #UNCOUNTED}
	 */
	public boolean isCounted() {
		return this.counted;
	}

	@Override
	public void record(Collection<DeliveryEvent> events) {
		this.store.inCallersTransaction(() -> {
			List<DeliveryEvent> fresh = events.stream().filter(this::insertIfNew).toList();
			noteUncounted(fresh);
			advanceRecipients(fresh);
			Set<UUID> emails = new LinkedHashSet<>();
			fresh.forEach((event) -> emails.add(event.emailId()));
			emails.forEach(this::updateSettledEmail);
			this.listeners.recorded(fresh);
			publishAfterCommit(fresh);
			return null;
		});
	}

	/**
	 * Record facts that nobody knew before, in the current transaction, and leave the
	 * status of the message itself to the caller.
	 * @param events the facts, each under a new id, about messages that exist
	 */
	public void append(List<DeliveryEvent> events) {
		EVENTS.insert(this.store, events.stream().map(this::row).toList());
		noteUncounted(events);
		advanceRecipients(events);
		this.listeners.recorded(events);
		publishAfterCommit(events);
	}

	/**
	 * Whether a listener waits for facts of a kind in the transaction that records them.
	 * @param type the kind
	 * @return whether one does at the moment
	 */
	public boolean isAwaited(DeliveryEventType type) {
		return this.listeners.isAwaited(type);
	}

	/**
	 * Tell listeners of facts that follow from what the current transaction writes, and
	 * are no entries of their own: that messages were accepted.
	 * @param events the facts
	 */
	public void tell(List<RecordedEvent> events) {
		this.listeners.tell(events);
	}

	/**
	 * Publish facts after the commit of the current transaction.
	 * @param events the facts
	 */
	public void publishAfterCommit(List<DeliveryEvent> events) {
		if (!events.isEmpty()) {
			Store.afterCommit(() -> this.publisher.publish(events));
		}
	}

	@Override
	public List<DeliveryEvent> find(UUID emailId) {
		return findAll(List.of(emailId)).getOrDefault(emailId, List.of());
	}

	@Override
	public List<DeliveryEvent> find(UUID emailId, int atMost) {
		if (atMost < 1) {
			throw new IllegalArgumentException("The number of facts must be positive but is " + atMost);
		}
		Object id = this.store.platform().parameter(emailId);
		List<DeliveryEvent> events = new ArrayList<>(
				this.store.jdbc().query(ACCEPTANCE, (row, number) -> acceptance(emailId, row), id));
		events.addAll(this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_event where email_id = ? order by occurred_at, id limit "
					+ (atMost - events.size()), this::event, id));
		return events;
	}

	@Override
	public Map<UUID, List<DeliveryEvent>> findAll(Collection<UUID> emailIds) {
		Map<UUID, List<DeliveryEvent>> events = new HashMap<>();
		if (emailIds.isEmpty()) {
			return events;
		}
		Object[] ids = emailIds.stream().map(this.store.platform()::parameter).toArray();
		String marks = "in (" + SentMessages.marks(emailIds) + ")";
		this.store.jdbc().query(ACCEPTANCES + marks, (row) -> {
			UUID id = this.store.platform().requiredUuid(row, "id");
			events.put(id, new ArrayList<>(List.of(acceptance(id, row))));
		}, ids);
		this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_event where email_id " + marks + " order by occurred_at, id",
					(row) -> {
						DeliveryEvent event = event(row, 0);
						events.computeIfAbsent(event.emailId(), (absent) -> new ArrayList<>()).add(event);
					}, ids);
		return events;
	}

	@Override
	public Map<UUID, EngagementCounts> countEngagement(Collection<UUID> emailIds) {
		return EngagementQuery.count(this.store, emailIds);
	}

	private void noteUncounted(List<DeliveryEvent> events) {
		if (this.counted) {
			UNCOUNTED.insert(this.store,
					events.stream()
						.map((event) -> new @Nullable Object[] { this.store.platform().parameter(event.emailId()),
								this.store.platform().parameter(event.id()) })
						.toList());
		}
	}

	/**
	 * Find one fact.
	 * @param emailId the id of the message
	 * @param id the id of the fact; that of the message stands for its acceptance
	 * @return the fact, or nothing if it is not known, or no longer
	 */
	public Optional<DeliveryEvent> find(UUID emailId, UUID id) {
		Object email = this.store.platform().parameter(emailId);
		if (id.equals(emailId)) {
			return this.store.jdbc()
				.query(ACCEPTANCE, (row, number) -> acceptance(emailId, row), email)
				.stream()
				.findFirst();
		}
		return this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_event where email_id = ? and id = ?", this::event, email,
					this.store.platform().parameter(id))
			.stream()
			.findFirst();
	}

	private static DeliveryEvent acceptance(UUID emailId, ResultSet row) throws SQLException {
		return DeliveryEvent.of(emailId, emailId, DeliveryEventType.PROCESSED, Instant.ofEpochMilli(row.getLong(1)));
	}

	private boolean insertIfNew(DeliveryEvent event) {
		return isAboutSomethingKnown(event) && this.store.insertIfAbsent("sendpost_event", COLUMNS, row(event));
	}

	/**
	 * Whether there is such a message, and it is for whom the fact names. The recipient
	 * is locked, so that it cannot be erased before its fact is recorded.
	 */
	private boolean isAboutSomethingKnown(DeliveryEvent event) {
		Object id = this.store.platform().parameter(event.emailId());
		EmailAddress recipient = event.recipient();
		if (recipient == null) {
			return !this.store.jdbc().queryForList("select status from sendpost_email where id = ?", id).isEmpty();
		}
		return !this.store.jdbc()
			.queryForList("select status from sendpost_recipient where mailbox = ? and email_id = ? for update",
					recipient.mailbox(), id)
			.isEmpty();
	}

	private @Nullable Object[] row(DeliveryEvent event) {
		EmailAddress recipient = event.recipient();
		Engagement engagement = Objects.requireNonNullElse(event.engagement(), NO_ENGAGEMENT);
		return new @Nullable Object[] { this.store.platform().parameter(event.emailId()),
				this.store.platform().parameter(event.id()), event.type().name(),
				(recipient != null) ? recipient.toString() : null, event.occurredAt().toEpochMilli(),
				Columns.fitted(event.source(), MAX_NAME_LENGTH), Columns.fit(event.transport(), MAX_NAME_LENGTH),
				(event.statusCode() != null) ? event.statusCode().toString() : null,
				Columns.fit(event.serverText(), MAX_TEXT_LENGTH), Columns.fit(event.reason(), MAX_TEXT_LENGTH),
				event.perhapsSent(), Columns.fit(event.providerMessageId(), MAX_PROVIDER_ID_LENGTH),
				engagement.automated(), Columns.fit(engagement.url(), MAX_URL_LENGTH),
				Columns.fit(engagement.ipAddress(), MAX_IP_ADDRESS_LENGTH),
				Columns.fit(engagement.userAgent(), MAX_USER_AGENT_LENGTH) };
	}

	private DeliveryEvent event(ResultSet row, int number) throws SQLException {
		String address = row.getString("address");
		String code = row.getString("status_code");
		return new DeliveryEvent(this.store.platform().requiredUuid(row, "id"),
				this.store.platform().requiredUuid(row, "email_id"),
				(address != null) ? EmailAddress.parse(address) : null,
				DeliveryEventType.valueOf(row.getString("type")), Instant.ofEpochMilli(row.getLong("occurred_at")),
				row.getString("source"), row.getString("transport"),
				(code != null) ? EnhancedStatusCode.atStartOf(code) : null, row.getString("server_text"),
				row.getString("reason"), row.getBoolean("perhaps_sent"), row.getString("provider_message_id"),
				engagement(row));
	}

	private static @Nullable Engagement engagement(ResultSet row) throws SQLException {
		Engagement engagement = new Engagement(row.getBoolean("automated"), row.getString("url"),
				row.getString("ip_address"), row.getString("user_agent"));
		return engagement.equals(NO_ENGAGEMENT) ? null : engagement;
	}

	private void advanceRecipients(List<DeliveryEvent> events) {
		Map<EmailStatus, List<DeliveryEvent>> byStatus = new EnumMap<>(EmailStatus.class);
		for (DeliveryEvent event : events) {
			EmailStatus status = event.type().status();
			if (status != null) {
				byStatus.computeIfAbsent(status, (absent) -> new ArrayList<>()).add(event);
			}
		}
		byStatus.forEach((status, leading) -> advanceRecipients(leading, status));
	}

	private void advanceRecipients(List<DeliveryEvent> events, EmailStatus status) {
		List<@Nullable Object[]> one = new ArrayList<>();
		List<@Nullable Object[]> all = new ArrayList<>();
		for (DeliveryEvent event : events) {
			List<@Nullable Object> values = new ArrayList<>();
			values.add(Columns.fit(event.transport(), MAX_NAME_LENGTH));
			values.add((event.statusCode() != null) ? event.statusCode().toString() : null);
			values.add(Columns.fit(event.serverText(), MAX_TEXT_LENGTH));
			values.add(Columns.fit(event.reason(), MAX_TEXT_LENGTH));
			values.add(event.perhapsSent());
			values.add(this.store.platform().parameter(event.emailId()));
			if (event.recipient() == null) {
				all.add(values.toArray());
			}
			else {
				values.add(event.recipient().mailbox());
				one.add(values.toArray());
			}
		}
		RecipientUpdates.one(status).update(this.store, one);
		RecipientUpdates.all(status).update(this.store, all);
	}

	/**
	 * A message that no longer waits stands where its best-off recipient does.
	 */
	private void updateSettledEmail(UUID emailId) {
		Object id = this.store.platform().parameter(emailId);
		List<EmailStatus> statuses = this.store.jdbc()
			.query("select status from sendpost_recipient where email_id = ?",
					(row, number) -> EmailStatus.valueOf(row.getString(1)), id);
		this.store.jdbc()
			.update("update sendpost_email set status = ? where id = ? and lane is null",
					EmailStatus.bestOff(statuses).name(), id);
	}

}
