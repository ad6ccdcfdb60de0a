package dev.sendpost.observation;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * What several gauges read from the database, once for all of them and not too often.
 *
 * @param <T> what is read
 */
final class CachedReading<T> {

	private static final Log logger = LogFactory.getLog(CachedReading.class);

	/** How long a reading is believed. */
	private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(15);

	private final Supplier<T> read;

	private @Nullable T last;

	private long readAt;

	CachedReading(Supplier<T> read) {
		this.read = read;
	}

	/**
	 * A value of the reading, or none if nothing can be read now.
	 */
	synchronized double value(ToDoubleFunction<T> value) {
		T known = this.last;
		if (known == null || System.nanoTime() - this.readAt > VALID_NANOS) {
			try {
				known = this.read.get();
			}
			catch (DataAccessException ex) {
				logger.debug("What waits cannot be counted", ex);
				return Double.NaN;
			}
			this.last = known;
			this.readAt = System.nanoTime();
		}
		return value.applyAsDouble(known);
	}

}
