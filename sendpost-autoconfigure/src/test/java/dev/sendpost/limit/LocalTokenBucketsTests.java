package dev.sendpost.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LocalTokenBucketsTests {

	private static final Rate MINUTE = new Rate(3, Duration.ofMinutes(1));

	private static final Rate DAY = new Rate(4, Duration.ofDays(1));

	private final AtomicLong nanos = new AtomicLong();

	private final TokenBuckets buckets = new LocalTokenBuckets(new TimeMeter() {

		@Override
		public long currentTimeNanos() {
			return LocalTokenBucketsTests.this.nanos.get();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	});

	@Test
	void whatIsOverTheRateIsToldHowLongToWait() {
		assertThat(take(3, MINUTE)).isEmpty();
		assertThat(take(1, MINUTE)).hasValue(Duration.ofSeconds(20));
		pass(Duration.ofSeconds(20));
		assertThat(take(1, MINUTE)).isEmpty();
		assertThat(take(1, MINUTE)).hasValue(Duration.ofSeconds(20));
	}

	@Test
	void allRatesMustAllowIt() {
		assertThat(take(3, MINUTE, DAY)).isEmpty();
		pass(Duration.ofMinutes(1));
		assertThat(take(1, MINUTE, DAY)).isEmpty();
		assertThat(take(1, MINUTE, DAY).orElseThrow()).isGreaterThan(Duration.ofHours(5));
	}

	@Test
	void eachNameHasItsOwnBucket() {
		assertThat(take(3, MINUTE)).isEmpty();
		assertThat(this.buckets.take("other", List.of(MINUTE))).isEmpty();
	}

	@Test
	void aRateThatIsChangedHoldsAtOnce() {
		assertThat(take(4, MINUTE)).isPresent();
		assertThat(take(1, new Rate(10, Duration.ofMinutes(1)))).isEmpty();
	}

	@Test
	void aClockThatGoesBackGivesNothing() {
		pass(Duration.ofHours(1));
		assertThat(take(3, MINUTE)).isEmpty();
		pass(Duration.ofMinutes(-30));
		assertThat(take(1, MINUTE)).isPresent();
	}

	private Optional<Duration> take(int times, Rate... rates) {
		Optional<Duration> wait = Optional.empty();
		for (int i = 0; i < times; i++) {
			wait = this.buckets.take("shop", List.of(rates));
		}
		return wait;
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
