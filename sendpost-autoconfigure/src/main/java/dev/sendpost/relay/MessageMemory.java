package dev.sendpost.relay;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory for messages that are being received, of all connections together.
 */
final class MessageMemory {

	private final long max;

	private final AtomicLong used = new AtomicLong();

	MessageMemory(long max) {
		this.max = max;
	}

	/**
	 * Take memory.
	 * @return whether there was so much
	 */
	boolean take(long octets) {
		if (this.used.addAndGet(octets) <= this.max) {
			return true;
		}
		this.used.addAndGet(-octets);
		return false;
	}

	void giveBack(long octets) {
		this.used.addAndGet(-octets);
	}

	long used() {
		return this.used.get();
	}

}
