package dev.sendpost.transport.http;

import java.time.Duration;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import org.jspecify.annotations.Nullable;

/**
 * How many requests this node makes to a service in any minute. A tenth of them may be
 * made at once; the others are spread.
 */
final class RequestLimit {

	private final Bucket bucket;

	RequestLimit(int perMinute) {
		int atOnce = Math.max(1, perMinute / 10);
		this.bucket = Bucket.builder()
			.addLimit((limit) -> limit.capacity(atOnce)
				.refillGreedy(Math.max(1, perMinute - atOnce), Duration.ofMinutes(1)))
			.build();
	}

	/**
	 * Take the right to one request.
	 * @return how long to wait for it, or {@code null} if it was taken
	 */
	@Nullable Duration take() {
		ConsumptionProbe probe = this.bucket.tryConsumeAndReturnRemaining(1);
		return probe.isConsumed() ? null : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
	}

}
