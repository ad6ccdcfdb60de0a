package dev.sendpost.event;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The one place where facts about messages arrive, whoever reports them. Facts may come
 * twice and in any order: the statuses they lead to are the same.
 */
public interface DeliveryLog {

	/**
	 * Record facts, in the caller's transaction. Those known already, and those about a
	 * message or a recipient of it that is not, change nothing. The others are published
	 * as application events after the commit.
	 * @param events the facts
	 */
	void record(Collection<DeliveryEvent> events);

	/**
	 * What is known about a message.
	 * @param emailId the id of the message
	 * @return the facts in the order in which they happened, as far as clocks agree; none
	 * if there is no such message
	 */
	List<DeliveryEvent> find(UUID emailId);

	/**
	 * What was known about a message first.
	 * @param emailId the id of the message
	 * @param atMost how many facts to read
	 * @return the earliest facts, as of {@link #find(UUID)}
	 * @throws IllegalArgumentException if {@code atMost} is not positive
	 */
	List<DeliveryEvent> find(UUID emailId, int atMost);

	/**
	 * How often messages were opened, and their links followed, by people.
	 * @param emailIds the ids of the messages
	 * @return the counts of those that were at all, by their ids
	 */
	Map<UUID, EngagementCounts> countEngagement(Collection<UUID> emailIds);

	/**
	 * What is known about several messages.
	 * @param emailIds the ids of the messages
	 * @return the facts of each by its id, as of {@link #find(UUID)}; nothing of a
	 * message that there is not
	 */
	Map<UUID, List<DeliveryEvent>> findAll(Collection<UUID> emailIds);

}
