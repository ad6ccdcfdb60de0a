package dev.sendpost.audience;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.audience.JdbcContacts.Condition;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Topics in the table {@code sendpost_topic}, and what contacts have chosen in
 * {@code sendpost_topic_choice}.
 */
final class JdbcTopics {

	private static final String COLUMNS = "id, sub_account, topic_key, name, description, received_by_default";

	private final Store store;

	JdbcTopics(Store store) {
		this.store = store;
	}

	Optional<StoredTopic> find(String subAccount, String key) {
		return find(subAccount, key, "");
	}

	/**
	 * A topic, so that no other transaction removes it.
	 */
	Optional<StoredTopic> lockShared(String subAccount, String key) {
		return find(subAccount, key, JdbcContacts.sharedLock(this.store));
	}

	/**
	 * A topic as it is now, so that no other transaction changes it.
	 */
	Optional<StoredTopic> lock(String subAccount, String key) {
		return find(subAccount, key, " for update");
	}

	private Optional<StoredTopic> find(String subAccount, String key, String lock) {
		return query(" where sub_account = ? and topic_key = ?" + lock, subAccount, key).stream().findFirst();
	}

	/**
	 * All topics of a sub-account, by name.
	 */
	List<StoredTopic> all(String subAccount) {
		return query(" where sub_account = ? order by name, topic_key", subAccount);
	}

	private List<StoredTopic> query(String condition, Object... parameters) {
		return this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_topic" + condition, (row, number) -> topic(row), parameters);
	}

	private StoredTopic topic(ResultSet row) throws SQLException {
		return new StoredTopic(this.store.platform().requiredUuid(row, "id"), new Topic(
				Objects.requireNonNull(row.getString("topic_key")), Objects.requireNonNull(row.getString("name")),
				Objects.requireNonNullElse(row.getString("description"), ""), row.getBoolean("received_by_default")));
	}

	boolean insertIfAbsent(String subAccount, StoredTopic stored) {
		Topic topic = stored.topic();
		return this.store.insertIfAbsent("sendpost_topic", COLUMNS, parameter(stored.id()), subAccount, topic.key(),
				topic.name(), topic.description(), topic.receivedByDefault());
	}

	void update(StoredTopic stored) {
		Topic topic = stored.topic();
		this.store.update("update sendpost_topic set name = ?, description = ?, received_by_default = ? where id = ?",
				List.of(topic.name(), topic.description(), topic.receivedByDefault(), parameter(stored.id())));
	}

	void delete(UUID id) {
		this.store.update("delete from sendpost_topic_choice where topic_id = ?", List.of(parameter(id)));
		this.store.update("delete from sendpost_topic where id = ?", List.of(parameter(id)));
	}

	/**
	 * What a contact has chosen, by the ids of topics.
	 */
	Map<UUID, Boolean> choices(UUID contact) {
		Map<UUID, Boolean> choices = new HashMap<>();
		this.store.jdbc().query("select topic_id, received from sendpost_topic_choice where contact_id = ?", (row) -> {
			choices.put(this.store.platform().requiredUuid(row, "topic_id"), row.getBoolean("received"));
		}, parameter(contact));
		return choices;
	}

	/**
	 * Write down a choice of a contact that is locked.
	 */
	void choose(UUID contact, UUID topic, boolean received, long now) {
		List<Object> values = List.of(received, now, parameter(contact), parameter(topic));
		if (this.store.update("update sendpost_topic_choice set received = ?, chosen_at = ? where contact_id = ?"
				+ " and topic_id = ?", values) == 0) {
			this.store.insertIfAbsent("sendpost_topic_choice", "contact_id, topic_id, received, chosen_at",
					parameter(contact), parameter(topic), received, now);
		}
	}

	/**
	 * That a contact receives a topic.
	 * @param column where its id stands
	 * @param after the id that all contacts in question come after, or {@code null}:
	 * PostgreSQL need not read the choices of those before
	 */
	Condition received(StoredTopic stored, String column, @Nullable UUID after) {
		boolean byDefault = stored.topic().receivedByDefault();
		List<Object> parameters = new ArrayList<>(List.of(parameter(stored.id()), !byDefault));
		if (after != null) {
			parameters.add(parameter(after));
		}
		return new Condition((byDefault ? "not " : "") + "exists (select 1 from sendpost_topic_choice x"
				+ " where x.contact_id = " + column + " and x.topic_id = ? and x.received = ?"
				+ ((after != null) ? " and x.contact_id > ?)" : ")"), parameters);
	}

	private Object parameter(UUID id) {
		return this.store.platform().parameter(id);
	}

	/**
	 * A topic, and what it is known by where keys could be given again.
	 */
	record StoredTopic(UUID id, Topic topic) {

	}

}
