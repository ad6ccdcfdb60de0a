package dev.sendpost.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.local.LocalBucketBuilder;

/**
 * What one node believes of a shared bucket.
 */
final class BucketCopy {

	private final BucketKey key;

	private final Bucket bucket;

	/** What was taken here and the table does not know of. */
	private final AtomicLong unsettled = new AtomicLong();

	BucketCopy(BucketKey key, long available) {
		this.key = key;
		LocalBucketBuilder builder = Bucket.builder().withNanosecondPrecision();
		for (Bandwidth bandwidth : key.configuration().getBandwidths()) {
			builder.addLimit(bandwidth);
		}
		this.bucket = builder.build();
		correct(available);
	}

	BucketKey key() {
		return this.key;
	}

	Optional<Duration> take() {
		ConsumptionProbe probe = this.bucket.tryConsumeAndReturnRemaining(1);
		if (!probe.isConsumed()) {
			return Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
		}
		this.unsettled.incrementAndGet();
		return Optional.empty();
	}

	long unsettled() {
		return this.unsettled.get();
	}

	void settled(long taken) {
		this.unsettled.addAndGet(-taken);
	}

	/**
	 * Believe the table, less what was taken here meanwhile.
	 */
	void correct(long available) {
		long difference = this.bucket.getAvailableTokens() - (available - this.unsettled.get());
		if (difference > 0) {
			this.bucket.consumeIgnoringRateLimits(difference);
		}
		else if (difference < 0) {
			this.bucket.addTokens(-difference);
		}
	}

}
