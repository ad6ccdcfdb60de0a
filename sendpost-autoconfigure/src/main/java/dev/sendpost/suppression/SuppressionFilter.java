package dev.sendpost.suppression;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import dev.sendpost.suppression.JdbcSuppressions.NumberedKey;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;

/**
 * Spares the database most look-ups at intake: tells of keys that there is surely no
 * entry under them. This node's own additions count at once. Those of other nodes are
 * read every two seconds while mail is sent; what is older than ten seconds is not
 * believed, and the database is asked. An entry that another node commits more than half
 * a minute after it was inserted is found with the next full reading. At dispatch the
 * database is always asked.
 */
final class SuppressionFilter implements DisposableBean {

	private static final Log logger = LogFactory.getLog(SuppressionFilter.class);

	private static final Duration REFRESH = Duration.ofSeconds(2);

	private static final Duration VALIDITY = Duration.ofSeconds(10);

	private static final Duration COMMIT_DELAY = Duration.ofSeconds(30);

	private static final Duration FULL_READING = Duration.ofHours(1);

	/** How far ids go back at most whose transaction may be open when reading begins. */
	private static final long OPEN_IDS = 10_000;

	private static final int KEYS_AT_ONCE = 20_000;

	private final JdbcSuppressions suppressions;

	private final LongSupplier nanoTime;

	private final AtomicBoolean refreshing = new AtomicBoolean();

	private final Deque<Mark> marks = new ArrayDeque<>();

	private volatile @Nullable Reading current;

	private volatile @Nullable KeyFilter building;

	private volatile boolean closed;

	SuppressionFilter(JdbcSuppressions suppressions, LongSupplier nanoTime) {
		this.suppressions = suppressions;
		this.nanoTime = nanoTime;
	}

	/**
	 * What is known now.
	 * @return the keys under which there may be entries, all others having none; or
	 * {@code null} if that is not known
	 */
	@Nullable KeyFilter known() {
		Reading reading = this.current;
		long age = (reading != null) ? this.nanoTime.getAsLong() - reading.refreshedAt() : Long.MAX_VALUE;
		if (age > REFRESH.toNanos() && this.refreshing.compareAndSet(false, true)) {
			refreshInBackground();
		}
		return (reading != null && age <= VALIDITY.toNanos()) ? reading.filter() : null;
	}

	/**
	 * Note a key that this node inserts, whether or not that is committed.
	 */
	void add(UUID key) {
		KeyFilter building = this.building;
		if (building != null) {
			building.add(key);
		}
		Reading reading = this.current;
		if (reading != null) {
			reading.filter().add(key);
		}
	}

	private void refreshInBackground() {
		Thread thread = new Thread(() -> {
			try {
				refresh();
			}
			catch (DataAccessException ex) {
				logger.debug("Suppressions cannot be read for now; the database is asked about each message", ex);
			}
			finally {
				this.refreshing.set(false);
			}
		}, "sendpost-suppressions");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Read what is new, or everything if that is due. Called by one thread at a time.
	 */
	void refresh() {
		Reading reading = this.current;
		long now = this.nanoTime.getAsLong();
		if (reading == null || now - reading.readAt() > FULL_READING.toNanos()
				|| reading.keys() > reading.filter().capacity()) {
			readAll(now);
		}
		else {
			readNew(reading, now);
		}
	}

	private void readAll(long now) {
		KeyFilter filter = new KeyFilter(this.suppressions.count() / 4 * 5);
		this.building = filter;
		try {
			long lastId = this.suppressions.lastId();
			long count = 0;
			List<UUID> keys = this.suppressions.keysAfter(null, KEYS_AT_ONCE);
			while (!keys.isEmpty() && !this.closed) {
				keys.forEach(filter::add);
				count += keys.size();
				keys = this.suppressions.keysAfter(keys.get(keys.size() - 1), KEYS_AT_ONCE);
			}
			if (this.closed) {
				return;
			}
			this.marks.clear();
			this.marks.add(new Mark(now, Math.max(0, lastId - OPEN_IDS)));
			this.marks.add(new Mark(now, lastId));
			readNew(new Reading(filter, now, now, count), this.nanoTime.getAsLong());
		}
		finally {
			this.building = null;
		}
	}

	/*
	 * Ids are given before the commit, so those of the last half minute are read again.
	 */
	private void readNew(Reading reading, long now) {
		Mark second = second();
		while (second != null && now - second.nanoTime() > COMMIT_DELAY.toNanos()) {
			this.marks.removeFirst();
			second = second();
		}
		long known = this.marks.getLast().id();
		long last = this.marks.getFirst().id();
		long added = 0;
		List<NumberedKey> keys = this.suppressions.keysSince(last, KEYS_AT_ONCE);
		while (!keys.isEmpty() && !this.closed) {
			for (NumberedKey key : keys) {
				reading.filter().add(key.key());
				added += (key.id() > known) ? 1 : 0;
			}
			last = keys.get(keys.size() - 1).id();
			keys = this.suppressions.keysSince(last, KEYS_AT_ONCE);
		}
		this.marks.add(new Mark(now, Math.max(known, last)));
		this.current = new Reading(reading.filter(), reading.readAt(), now, reading.keys() + added);
	}

	private @Nullable Mark second() {
		return this.marks.stream().skip(1).findFirst().orElse(null);
	}

	@Override
	public void destroy() {
		this.closed = true;
	}

	/**
	 * The greatest id that was known at a time.
	 */
	private record Mark(long nanoTime, long id) {

	}

	/**
	 * What was read.
	 *
	 * @param filter the keys
	 * @param readAt when everything was read
	 * @param refreshedAt up to when it is complete
	 * @param keys how many keys were read
	 */
	private record Reading(KeyFilter filter, long readAt, long refreshedAt, long keys) {

	}

}
