package dev.sendpost.event;

import java.util.List;
import java.util.Set;

/**
 * Draws conclusions from facts in the transaction that records them, so that there is no
 * fact without them. What may fail, or takes its time, belongs into a listener to the
 * application event, which is published after the commit.
 */
public interface RecordedEventListener {

	/**
	 * What kinds of facts it wants to be told of. Asked often, and so to be answered from
	 * memory.
	 * @return the kinds at the moment
	 */
	Set<DeliveryEventType> types();

	/**
	 * Facts are recorded. What this throws undoes their recording.
	 * @param events facts that were not known before
	 */
	void recorded(List<RecordedEvent> events);

}
