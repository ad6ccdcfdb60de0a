package dev.sendpost.subaccount;

import java.util.stream.Stream;

import dev.sendpost.subaccount.AccountManagementException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How much a sub-account may do. What is {@code null} is not limited.
 *
 * @param requestsPerMinute how many requests it may make in a minute
 * @param messagesPerHour how many messages it may send in an hour
 * @param messagesPerDay how many messages it may send in a day
 * @param maxRecipients how many recipients a message may have
 * @param maxMessageSize how large a message may be, in octets
 */
public record SubAccountLimits(@Nullable Long requestsPerMinute, @Nullable Long messagesPerHour,
		@Nullable Long messagesPerDay, @Nullable Integer maxRecipients, @Nullable Long maxMessageSize) {

	/** No limits. */
	public static final SubAccountLimits NONE = new SubAccountLimits(null, null, null, null, null);

	/**
	 * Create limits.
	 * @throws AccountManagementException if one is not positive
	 */
	public SubAccountLimits {
		if (Stream
			.<@Nullable Number>of(requestsPerMinute, messagesPerHour, messagesPerDay, maxRecipients, maxMessageSize)
			.anyMatch((limit) -> limit != null && limit.longValue() < 1)) {
			throw new AccountManagementException(Reason.INVALID,
					"a limit must be 1 or more; block the sub-account to let nothing through");
		}
	}

}
