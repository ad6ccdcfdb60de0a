package dev.sendpost.audience;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.audience.JdbcTopics.StoredTopic;

/**
 * The topics of a sub-account, and what its contacts have chosen. Changes are made in the
 * caller's transaction.
 */
public final class Topics {

	/** How many topics a sub-account has at most. */
	public static final int MAX_TOPICS = 100;

	private final AudienceStore store;

	private final String subAccount;

	Topics(AudienceStore store, String subAccount) {
		this.store = store;
		this.subAccount = subAccount;
	}

	/**
	 * Make a topic.
	 * @param topic the topic
	 * @throws AudienceException if there is one with that key, or there would be more
	 * than {@value #MAX_TOPICS}
	 */
	public void create(Topic topic) {
		this.store.change(() -> {
			if (all().size() >= MAX_TOPICS) {
				throw new AudienceException(Reason.TOO_MANY,
						"there are " + MAX_TOPICS + " topics, and no more are allowed; remove one");
			}
			if (!this.store.topics().insertIfAbsent(this.subAccount, new StoredTopic(this.store.newId(), topic))) {
				throw new AudienceException(Reason.EXISTS, "there is a topic '" + topic.key() + "'; change that");
			}
			return true;
		});
	}

	/**
	 * Change a topic. What contacts have chosen stays.
	 * @param topic the topic as it is to be, with the key that it has
	 * @throws AudienceException if there is no topic with that key
	 */
	public void update(Topic topic) {
		this.store.change(() -> {
			StoredTopic before = this.store.topics()
				.lock(this.subAccount, topic.key())
				.orElseThrow(() -> AudienceStore.unknownTopic(topic.key()));
			this.store.topics().update(new StoredTopic(before.id(), topic));
			return true;
		});
	}

	/**
	 * Remove a topic, and what contacts have chosen about it: it is forgotten who left
	 * it.
	 * @param key its key
	 * @return whether there was one
	 */
	public boolean remove(String key) {
		return this.store.change(() -> {
			Optional<StoredTopic> topic = this.store.topics().lock(this.subAccount, key);
			topic.ifPresent((found) -> this.store.topics().delete(found.id()));
			return topic.isPresent();
		});
	}

	/**
	 * Find a topic.
	 * @param key its key
	 * @return the topic, or nothing if the sub-account has no such topic
	 */
	public Optional<Topic> find(String key) {
		return this.store.topics().find(this.subAccount, key).map(StoredTopic::topic);
	}

	/**
	 * All topics.
	 * @return the topics by name
	 */
	public List<Topic> all() {
		return this.store.topics().all(this.subAccount).stream().map(StoredTopic::topic).toList();
	}

	/**
	 * What a contact has chosen.
	 * @param contact the id of the contact
	 * @return by the keys of topics, whether it receives them; those that it has not
	 * chosen about are missing
	 */
	public Map<String, Boolean> choices(UUID contact) {
		if (this.store.contacts().find(this.subAccount, contact).isEmpty()) {
			return Map.of();
		}
		Map<UUID, Boolean> chosen = this.store.topics().choices(contact);
		Map<String, Boolean> choices = new LinkedHashMap<>();
		for (StoredTopic topic : this.store.topics().all(this.subAccount)) {
			Boolean received = chosen.get(topic.id());
			if (received != null) {
				choices.put(topic.topic().key(), received);
			}
		}
		return choices;
	}

	/**
	 * Write down what a contact chooses.
	 * @param contact the id of the contact
	 * @param choices by the keys of topics, whether it wants to receive them; others stay
	 * as they are
	 * @throws AudienceException if there is no such contact or topic
	 */
	public void choose(UUID contact, Map<String, Boolean> choices) {
		this.store.change(() -> {
			this.store.lock(this.subAccount, List.of(contact));
			long now = this.store.now().toEpochMilli();
			choices.keySet().stream().sorted().forEach((key) -> {
				StoredTopic topic = this.store.topics()
					.lockShared(this.subAccount, key)
					.orElseThrow(() -> AudienceStore.unknownTopic(key));
				this.store.topics().choose(contact, topic.id(), Boolean.TRUE.equals(choices.get(key)), now);
			});
			return true;
		});
	}

	/**
	 * Whether a contact may get mail about a topic now.
	 * @param contact the id of the contact
	 * @param key the key of the topic
	 * @return whether it receives the topic, by choice or by default, and no suppression
	 * keeps broadcast mail from it; {@code false} if there is no such contact
	 * @throws AudienceException if there is no such topic
	 */
	public boolean mayReceive(UUID contact, String key) {
		StoredTopic topic = this.store.topics()
			.find(this.subAccount, key)
			.orElseThrow(() -> AudienceStore.unknownTopic(key));
		return this.store.contacts()
			.find(this.subAccount, contact)
			.filter((stored) -> !this.store.isSuppressed(stored))
			.filter((stored) -> this.store.topics()
				.choices(contact)
				.getOrDefault(topic.id(), topic.topic().receivedByDefault()))
			.isPresent();
	}

}
