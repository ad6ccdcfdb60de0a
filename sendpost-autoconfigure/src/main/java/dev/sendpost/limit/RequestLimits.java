package dev.sendpost.limit;

import java.time.Duration;
import java.util.List;

import dev.sendpost.MailLimitExceededException;
import dev.sendpost.subaccount.ApiKey;

/**
 * Keeps those who come with a key to how many requests they may make. What serves
 * requests asks here, once for each.
 */
public final class RequestLimits {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final SubAccountRates limits;

	private final TokenBuckets buckets;

	/**
	 * Create the limits of requests.
	 * @param limits the limits
	 * @param buckets counts the requests
	 */
	public RequestLimits(SubAccountRates limits, TokenBuckets buckets) {
		this.limits = limits;
		this.buckets = buckets;
	}

	/**
	 * Count a request.
	 * @param key the key it comes with
	 * @throws MailLimitExceededException if there were too many
	 */
	public void count(ApiKey key) {
		Long perMinute = this.limits.of(key.submitter().subAccount()).requestsPerMinute();
		if (perMinute == null) {
			return;
		}
		this.buckets.take("requests:" + key.id(), List.of(new Rate(perMinute, MINUTE))).ifPresent((wait) -> {
			throw new MailLimitExceededException("The key '" + key.name() + "' may make no more than " + perMinute
					+ " requests in a minute; there is room again in " + seconds(wait) + " s", wait);
		});
	}

	/**
	 * Whole seconds, no fewer than there are.
	 */
	static long seconds(Duration wait) {
		return wait.plusNanos(999_999_999).toSeconds();
	}

}
