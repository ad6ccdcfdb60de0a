package dev.sendpost.admin.page;

import org.jspecify.annotations.Nullable;

/**
 * The limits that are set for a transport, of this node. What is {@code null} is not set.
 *
 * @param requestsPerMinute the most requests in a minute
 * @param maxConcurrentRequests the most requests at a time
 * @param pool its connections
 */
public record TransportLimits(@Nullable Integer requestsPerMinute, @Nullable Integer maxConcurrentRequests,
		@Nullable Pool pool) {

	/** Nothing is set. */
	public static final TransportLimits NONE = new TransportLimits(null, null, null);

	/**
	 * The most connections.
	 * @return how many are set, or {@code null}
	 */
	public @Nullable Integer maxConnections() {
		return (this.pool != null) ? this.pool.maxConnections() : null;
	}

	/**
	 * Whether nothing is set.
	 * @return whether all limits are those of the type
	 */
	public boolean isEmpty() {
		return this.requestsPerMinute == null && this.maxConcurrentRequests == null && maxConnections() == null;
	}

	/**
	 * A pool of connections.
	 *
	 * @param maxConnections the most connections, and so the most messages at a time
	 */
	public record Pool(@Nullable Integer maxConnections) {

	}

}
