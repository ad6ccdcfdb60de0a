package dev.sendpost.outbox;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells the dispatcher of this node that there is something to do, and in which lanes.
 */
final class OutboxSignal {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition raised = this.lock.newCondition();

	private final Set<String> lanes = new LinkedHashSet<>();

	private boolean pending;

	void raise(Collection<String> lanes) {
		this.lock.lock();
		try {
			this.lanes.addAll(lanes);
			this.pending = true;
			this.raised.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait until the signal is raised, but not for longer than the given time.
	 */
	void await(long millis) throws InterruptedException {
		this.lock.lock();
		try {
			long remaining = TimeUnit.MILLISECONDS.toNanos(millis);
			while (!this.pending && remaining > 0) {
				remaining = this.raised.awaitNanos(remaining);
			}
			this.pending = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The lanes named since the last call.
	 */
	Set<String> takeLanes() {
		this.lock.lock();
		try {
			Set<String> taken = Set.copyOf(this.lanes);
			this.lanes.clear();
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

}
