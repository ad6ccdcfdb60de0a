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
