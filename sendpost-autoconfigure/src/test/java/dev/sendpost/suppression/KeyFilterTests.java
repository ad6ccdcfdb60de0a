package dev.sendpost.suppression;

import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyFilter}.
 */
class KeyFilterTests {

	private static final int KEYS = 200_000;

	@Test
	void everyKeyIsFoundAgainAndHardlyAnyOther() {
		KeyFilter filter = new KeyFilter(KEYS);
		Random random = new Random(1);
		IntStream.range(0, KEYS).forEach((i) -> filter.add(key(random)));
		Random same = new Random(1);
		assertThat(IntStream.range(0, KEYS).filter((i) -> filter.mayContain(key(same))).count()).isEqualTo(KEYS);
		assertThat(IntStream.range(0, KEYS).filter((i) -> filter.mayContain(key(random))).count()).isLessThan(40);
	}

	@Test
	void keysOfDomainsAreToldApartToo() {
		KeyFilter filter = new KeyFilter(KEYS);
		Random random = new Random(1);
		IntStream.range(0, KEYS).forEach((i) -> filter.add(domainKey(random)));
		assertThat(IntStream.range(0, KEYS).filter((i) -> filter.mayContain(domainKey(random))).count()).isLessThan(40);
	}

	@Test
	void anEmptyFilterHoldsNothing() {
		KeyFilter filter = new KeyFilter(0);
		assertThat(filter.capacity()).isPositive();
		assertThat(filter.mayContain(new UUID(0, 0))).isFalse();
		filter.add(new UUID(0, 0));
		assertThat(filter.mayContain(new UUID(0, 0))).isTrue();
	}

	private static UUID key(Random random) {
		return new UUID(random.nextLong(), random.nextLong());
	}

	private static UUID domainKey(Random random) {
		return new UUID(random.nextLong() >>> 32, random.nextLong());
	}

}
