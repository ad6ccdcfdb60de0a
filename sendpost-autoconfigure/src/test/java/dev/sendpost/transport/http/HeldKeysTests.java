package dev.sendpost.transport.http;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeldKeys}.
 */
class HeldKeysTests {

	private long now = Long.MAX_VALUE - 10;

	private final HeldKeys keys = new HeldKeys(() -> this.now);

	@Test
	void aKeyIsHeldForAsLongAsItIsSaid() {
		this.keys.hold(key(1), Duration.ofSeconds(5));
		this.now += Duration.ofSeconds(2).toNanos();
		assertThat(this.keys.remaining(key(1))).isEqualTo(Duration.ofSeconds(3));
		assertThat(this.keys.remaining(key(2))).isNull();
		this.now += Duration.ofSeconds(3).toNanos();
		assertThat(this.keys.remaining(key(1))).isNull();
	}

	@Test
	void noMoreAreRememberedThanSoMany() {
		for (int i = 0; i < HeldKeys.MAX_KEYS; i++) {
			this.keys.hold(key(i), Duration.ofSeconds(5));
		}
		this.keys.hold(key(-1), Duration.ofSeconds(5));
		assertThat(this.keys.remaining(key(-1))).isNull();
		this.now += Duration.ofSeconds(5).toNanos();
		this.keys.hold(key(-1), Duration.ofSeconds(5));
		assertThat(this.keys.remaining(key(-1))).isEqualTo(Duration.ofSeconds(5));
	}

	private static ApiKey key(int number) {
		return new ApiKey(null, "key-" + number, true);
	}

}
