package dev.sendpost.api.smtpmailer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.egress.ServerAddress;
import dev.sendpost.limit.Rate;
import dev.sendpost.limit.TokenBuckets;
import dev.sendpost.subaccount.FailureThrottle;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what callers can do to servers, and to this one by slow servers.
 */
public final class SmtpMailerLimits {

	/** How often logins from one source may fail in the time. */
	static final int FAILED_LOGINS_OF_SOURCE = 10;

	/** How often logins at one server may fail in the time, wherever they come from. */
	static final int FAILED_LOGINS_AT_SERVER = 100;

	private static final Duration FAILED_LOGINS_WINDOW = Duration.ofMinutes(10);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final Semaphore room;

	private final @Nullable TokenBuckets buckets;

	private final int requestsPerMinute;

	private final FailureThrottle sources;

	private final FailureThrottle servers;

	/**
	 * Create limits.
	 * @param concurrency how many messages are sent at a time
	 * @param buckets counts the requests of each source, or {@code null} if they are not
	 * limited here
	 * @param requestsPerMinute how many requests a source may make in a minute
	 * @param ticker tells how time goes by
	 */
	public SmtpMailerLimits(int concurrency, @Nullable TokenBuckets buckets, int requestsPerMinute, Ticker ticker) {
		this.room = new Semaphore(concurrency);
		this.buckets = buckets;
		this.requestsPerMinute = requestsPerMinute;
		this.sources = new FailureThrottle(ticker, FAILED_LOGINS_OF_SOURCE, FAILED_LOGINS_WINDOW);
		this.servers = new FailureThrottle(ticker, FAILED_LOGINS_AT_SERVER, FAILED_LOGINS_WINDOW);
	}

	void count(String source) {
		if (this.buckets != null) {
			this.buckets.take("smtp-mailer:" + source, List.of(new Rate(this.requestsPerMinute, MINUTE)))
				.ifPresent((wait) -> {
					throw ApiProblem.tooMany("there may be no more than " + this.requestsPerMinute
							+ " requests in a minute from one address", wait);
				});
		}
	}

	void requireNotShutOut(String source, ServerAddress server) {
		Duration ofSource = this.sources.shutOut(source);
		Duration atServer = this.servers.shutOut(server.toString());
		Duration wait = (ofSource.compareTo(atServer) > 0) ? ofSource : atServer;
		if (!wait.isZero()) {
			throw ApiProblem.tooMany("too many logins failed", wait);
		}
	}

	void loginFailed(String source, ServerAddress server) {
		this.sources.failed(source);
		this.servers.failed(server.toString());
	}

	/**
	 * Do something if few others do it now.
	 */
	<T> T ifThereIsRoom(Supplier<T> action) {
		if (!this.room.tryAcquire()) {
			throw ApiProblem.of(Kind.UNAVAILABLE, "too many messages are being sent at this moment; try again");
		}
		try {
			return action.get();
		}
		finally {
			this.room.release();
		}
	}

}
