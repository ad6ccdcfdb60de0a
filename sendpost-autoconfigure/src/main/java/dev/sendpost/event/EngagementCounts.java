package dev.sendpost.event;

/**
 * How often a message was opened, and its links followed, by people: what machines do is
 * not counted.
 *
 * @param opens openings, each of them
 * @param clicks links followed, each time
 */
public record EngagementCounts(long opens, long clicks) {

	/** Nothing. */
	public static final EngagementCounts NONE = new EngagementCounts(0, 0);

}
