package dev.sendpost.statistics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailCampaign;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages with their facts, and which of those were counted: those that
 * {@code sendpost_uncounted} does not name. A fact and its note there appear together, so
 * both are read by one statement.
 */
final class CountedMessages {

	private static final String EMAILS = "select m.id, m.sub_account, m.route, m.tags, m.campaign, m.variant, m.created_at,"
			+ " u.event_id as uncounted from sendpost_email m left join sendpost_uncounted u"
			+ " on u.email_id = m.id and u.event_id = m.id where m.id in ";

	private static final String RECIPIENTS = "select email_id, mailbox from sendpost_recipient where email_id in ";

	private static final String FACTS = "select e.email_id, e.id, e.type, e.address, e.occurred_at, e.source,"
			+ " e.transport, e.status_code, e.server_text, e.automated, u.event_id as uncounted"
			+ " from sendpost_event e left join sendpost_uncounted u"
			+ " on u.email_id = e.email_id and u.event_id = e.id where e.email_id in ";

	private final Store store;

	private final String uncountedRoute;

	/**
	 * Create a reader.
	 * @param store where to read
	 * @param uncountedRoute the route of messages that are left out
	 */
	CountedMessages(Store store, String uncountedRoute) {
		this.store = store;
		this.uncountedRoute = uncountedRoute;
	}

	/**
	 * Read messages, in the current transaction.
	 * @param ids their ids
	 * @return those that exist and are not left out, by id
	 */
	Map<UUID, CountedMessage> read(Collection<UUID> ids) {
		Object[] parameters = padded(ids);
		String marks = "(" + String.join(", ", Collections.nCopies(parameters.length, "?")) + ")";
		Map<UUID, CountedMessage> messages = new LinkedHashMap<>();
		this.store.jdbc().query(EMAILS + marks, (row) -> {
			if (!this.uncountedRoute.equals(row.getString("route"))) {
				messages.put(uuid(row, "id"), message(row));
			}
		}, parameters);
		this.store.jdbc().query(RECIPIENTS + marks, (row) -> {
			CountedMessage message = messages.get(uuid(row, "email_id"));
			String mailbox = Objects.requireNonNull(row.getString("mailbox"));
			if (message != null && !message.recipients().contains(mailbox)) {
				message.recipients().add(mailbox);
			}
		}, parameters);
		Map<String, String> mailboxes = new HashMap<>();
		this.store.jdbc().query(FACTS + marks, (row) -> {
			CountedMessage message = messages.get(uuid(row, "email_id"));
			if (message != null) {
				message.facts().add(fact(row, mailboxes));
			}
		}, parameters);
		return messages;
	}

	/*
	 * Few numbers of parameters, so that drivers find the statements prepared.
	 */
	private Object[] padded(Collection<UUID> ids) {
		int size = Integer.highestOneBit(Math.max(1, ids.size() - 1)) * 2;
		List<Object> parameters = new ArrayList<>(ids.stream().map(this.store.platform()::parameter).toList());
		while (parameters.size() < size) {
			parameters.add(parameters.get(0));
		}
		return parameters.toArray();
	}

	private UUID uuid(ResultSet row, String column) throws SQLException {
		return this.store.platform().requiredUuid(row, column);
	}

	private CountedMessage message(ResultSet row) throws SQLException {
		String tags = row.getString("tags");
		return new CountedMessage(row.getString("sub_account"),
				(tags != null) ? Arrays.stream(tags.split("\n", -1)).distinct().toList() : List.of(),
				campaigns(row.getString("campaign"), row.getString("variant")), row.getLong("created_at"),
				row.getObject("uncounted") == null, new ArrayList<>(), new ArrayList<>());
	}

	private static List<String> campaigns(@Nullable String name, @Nullable String variant) {
		if (name == null) {
			return List.of();
		}
		return (variant != null) ? List.of(name, new EmailCampaign(name, variant).toString()) : List.of(name);
	}

	private CountedFact fact(ResultSet row, Map<String, String> mailboxes) throws SQLException {
		String address = row.getString("address");
		boolean told = !DeliveryEvent.GATEWAY.equals(row.getString("source")) || row.getString("status_code") != null
				|| row.getString("server_text") != null;
		return new CountedFact(uuid(row, "id"), DeliveryEventType.valueOf(row.getString("type")),
				(address != null) ? mailboxes.computeIfAbsent(address, (text) -> EmailAddress.parse(text).mailbox())
						: null,
				row.getLong("occurred_at"), row.getString("transport"), told, row.getBoolean("automated"),
				row.getObject("uncounted") == null);
	}

}
