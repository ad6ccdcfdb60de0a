package dev.sendpost.transport.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests are made to a service at a time. A server may allow fewer streams
 * (RFC 9113, 5.1.2) than there are slots, which the client does not tell before it has
 * too many: slots are lost then, until there are as many as the server allows.
 */
final class RequestSlots {

	private final AtomicInteger count;

	private final Semaphore free;

	RequestSlots(int count) {
		this.count = new AtomicInteger(count);
		this.free = new Semaphore(count, true);
	}

	/**
	 * Take a slot.
	 * @return {@code false} if none became free in time
	 */
	boolean take(Duration maxWait) throws InterruptedException {
		return this.free.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
	}

	void giveBack() {
		this.free.release();
	}

	/**
	 * Lose a slot that was taken, unless it is the last.
	 * @return whether there are others to wait for
	 */
	boolean lose() {
		int before = this.count.getAndUpdate((count) -> Math.max(1, count - 1));
		if (before == 1) {
			giveBack();
		}
		return before > 1;
	}

}
