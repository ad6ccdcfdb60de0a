package dev.sendpost.outbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import dev.sendpost.EmailStream;
import org.jspecify.annotations.Nullable;

/**
 * Claimed messages before the threads that send them. The next is always from the lane
 * that keeps the fewest threads busy, where a thread of transactional mail counts a
 * quarter; so a slow lane cannot take all threads, and no lane waits for ever.
 */
final class WorkQueue {

	private static final int TRANSACTIONAL_WEIGHT = 4;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition added = this.lock.newCondition();

	private final Map<Lane, Deque<ClaimedEmail>> waiting = new LinkedHashMap<>();

	private final Map<Lane, Integer> running = new LinkedHashMap<>();

	private boolean closed;

	/**
	 * Add messages.
	 * @return whether they were added: not once the queue is closed
	 */
	boolean add(List<ClaimedEmail> emails) {
		this.lock.lock();
		try {
			if (this.closed) {
				return false;
			}
			emails.forEach(
					(email) -> this.waiting.computeIfAbsent(email.lane(), (lane) -> new ArrayDeque<>()).add(email));
			this.added.signalAll();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for the next message and take it.
	 * @param transactionalOnly whether only transactional mail will do
	 * @return the message, or {@code null} once the queue is closed
	 */
	@Nullable ClaimedEmail take(boolean transactionalOnly) throws InterruptedException {
		this.lock.lock();
		try {
			while (!this.closed) {
				Lane next = next(transactionalOnly);
				if (next != null) {
					return takeFrom(next);
				}
				this.added.await();
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Lane next(boolean transactionalOnly) {
		Lane next = null;
		for (Lane lane : this.waiting.keySet()) {
			if ((!transactionalOnly || lane.stream() == EmailStream.TRANSACTIONAL)
					&& (next == null || load(lane) < load(next))) {
				next = lane;
			}
		}
		return next;
	}

	private int load(Lane lane) {
		int threads = this.running.getOrDefault(lane, 0);
		return (lane.stream() == EmailStream.TRANSACTIONAL) ? threads : threads * TRANSACTIONAL_WEIGHT;
	}

	private @Nullable ClaimedEmail takeFrom(Lane lane) {
		Deque<ClaimedEmail> emails = this.waiting.remove(lane);
		if (emails == null) {
			return null;
		}
		ClaimedEmail email = emails.poll();
		if (!emails.isEmpty()) {
			this.waiting.put(lane, emails);
		}
		this.running.merge(lane, 1, Integer::sum);
		return email;
	}

	/**
	 * A message that was taken needs its thread no longer.
	 */
	void done(ClaimedEmail email) {
		this.lock.lock();
		try {
			this.running.computeIfPresent(email.lane(), (lane, threads) -> (threads > 1) ? threads - 1 : null);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Let nobody take any more.
	 * @return the messages that nobody took
	 */
	List<ClaimedEmail> close() {
		this.lock.lock();
		try {
			this.closed = true;
			List<ClaimedEmail> left = new ArrayList<>();
			this.waiting.values().forEach(left::addAll);
			this.waiting.clear();
			this.added.signalAll();
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

}
