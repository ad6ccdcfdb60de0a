package dev.sendpost.transport.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where captured messages are kept: in memory, the newest so many of them.
 */
public final class CapturedMailbox {

	private final int capacity;

	private final Deque<CapturedEmail> emails = new ArrayDeque<>();

	/**
	 * Create a mailbox.
	 * @param capacity how many messages are kept; the oldest go first
	 */
	public CapturedMailbox(int capacity) {
		if (capacity < 1) {
			throw new IllegalArgumentException("capacity must be at least 1 but is " + capacity);
		}
		this.capacity = capacity;
	}

	/**
	 * The messages.
	 * @return a copy, the oldest first
	 */
	public synchronized List<CapturedEmail> emails() {
		return List.copyOf(this.emails);
	}

	/**
	 * Forget all messages.
	 */
	public synchronized void clear() {
		this.emails.clear();
	}

	synchronized void add(CapturedEmail email) {
		if (this.emails.size() == this.capacity) {
			this.emails.removeFirst();
		}
		this.emails.addLast(email);
	}

}
