package dev.sendpost.api.smtpmailer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.egress.ServerAddress;
import dev.sendpost.limit.LocalTokenBuckets;
import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SmtpMailerLimits}.
 */
class SmtpMailerLimitsTests {

	private static final ServerAddress SERVER = ServerAddress.parse("smtp.example.com:587");

	private static final ServerAddress OTHER = ServerAddress.parse("smtp.example.org:587");

	private final AtomicLong now = new AtomicLong();

	private final SmtpMailerLimits limits = new SmtpMailerLimits(1, new LocalTokenBuckets(new TimeMeter() {

		@Override
		public long currentTimeNanos() {
			return SmtpMailerLimitsTests.this.now.get();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}), 2, this.now::get);

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private void assertTooMany(Runnable action) {
		assertThatExceptionOfType(ApiProblem.class).isThrownBy(action::run).satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.TOO_MANY_REQUESTS);
			assertThat(problem.retryAfter()).isPositive();
		});
	}

	@Test
	void requestsAreLimitedPerSource() {
		this.limits.count("192.0.2.1");
		this.limits.count("192.0.2.1");
		assertTooMany(() -> this.limits.count("192.0.2.1"));
		this.limits.count("192.0.2.2");
		pass(Duration.ofMinutes(1));
		this.limits.count("192.0.2.1");
	}

	@Test
	void aSourceWhoseLoginsFailIsShutOutOfAllServers() {
		for (int i = 0; i < SmtpMailerLimits.FAILED_LOGINS_OF_SOURCE; i++) {
			this.limits.requireNotShutOut("192.0.2.1", SERVER);
			this.limits.loginFailed("192.0.2.1", SERVER);
		}
		assertTooMany(() -> this.limits.requireNotShutOut("192.0.2.1", SERVER));
		assertTooMany(() -> this.limits.requireNotShutOut("192.0.2.1", OTHER));
		this.limits.requireNotShutOut("192.0.2.2", SERVER);
		pass(Duration.ofMinutes(11));
		this.limits.requireNotShutOut("192.0.2.1", SERVER);
	}

	@Test
	void aServerAtWhichLoginsOfManyFailIsClosedToAll() {
		for (int i = 0; i < SmtpMailerLimits.FAILED_LOGINS_AT_SERVER; i++) {
			this.limits.loginFailed("192.0.2." + i, SERVER);
		}
		assertTooMany(() -> this.limits.requireNotShutOut("198.51.100.1", SERVER));
		this.limits.requireNotShutOut("198.51.100.1", OTHER);
	}

	@Test
	void thereIsRoomAgainWhenOneIsDone() {
		assertThatExceptionOfType(ApiProblem.class)
			.isThrownBy(() -> this.limits.ifThereIsRoom(() -> this.limits.ifThereIsRoom(() -> 1)))
			.satisfies((problem) -> assertThat(problem.kind()).isEqualTo(Kind.UNAVAILABLE));
		assertThat(this.limits.<Integer>ifThereIsRoom(() -> 1)).isOne();
	}

}
