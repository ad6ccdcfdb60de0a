package dev.sendpost.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;

import org.springframework.util.function.SingletonSupplier;

/**
 * Buckets of this node alone.
 */
public final class LocalTokenBuckets implements TokenBuckets {

	/** A bucket that nobody asked for in a day is full, as a new one is. */
	private static final Duration KEPT = Duration.ofDays(1);

	/* Made with the first bucket: not every application sets limits. */
	private final SingletonSupplier<LoadingCache<BucketKey, Bucket>> buckets;

	/**
	 * Create buckets.
	 * @param clock tells how time goes by; it never goes back
	 */
	public LocalTokenBuckets(TimeMeter clock) {
		this.buckets = SingletonSupplier.of(() -> Caffeine.newBuilder()
			.ticker(clock::currentTimeNanos)
			.expireAfterAccess(KEPT)
			.build((key) -> bucket(key, clock)));
	}

	private static Bucket bucket(BucketKey key, TimeMeter clock) {
		LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(clock);
		for (var bandwidth : key.configuration().getBandwidths()) {
			builder.addLimit(bandwidth);
		}
		return builder.build();
	}

	@Override
	public Optional<Duration> take(String name, List<Rate> rates) {
		ConsumptionProbe probe = this.buckets.obtain().get(new BucketKey(name, rates)).tryConsumeAndReturnRemaining(1);
		return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
	}

}
