package dev.sendpost.transport.capture;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.PersonalDataEraser;

/**
 * Where captured messages are kept: in memory, the newest so many of them.
 */
public final class CapturedMailbox implements PersonalDataEraser {

	private static final long POLL_NANOS = 5_000_000;

	private final int capacity;

	private final Deque<CapturedEmail> emails = new ArrayDeque<>();

	private volatile BooleanSupplier inTransit = () -> false;

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
	 * Find a message.
	 * @param id its id, as in its receipt
	 * @return the message, as it was captured last; nothing if it is not here (any more)
	 */
	public synchronized Optional<CapturedEmail> find(UUID id) {
		Iterator<CapturedEmail> newestFirst = this.emails.descendingIterator();
		while (newestFirst.hasNext()) {
			CapturedEmail email = newestFirst.next();
			if (email.id().equals(id)) {
				return Optional.of(email);
			}
		}
		return Optional.empty();
	}

	/**
	 * How many messages are kept.
	 * @return the number beyond which the oldest go
	 */
	public int capacity() {
		return this.capacity;
	}

	/**
	 * Say what messages may still come here from.
	 * @param inTransit tells whether any are on their way
	 */
	public void expectFrom(BooleanSupplier inTransit) {
		this.inTransit = inTransit;
	}

	/**
	 * Wait until all messages have come that are on their way.
	 * @param timeout how long to wait at most
	 * @return whether they have
	 */
	public boolean awaitArrival(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (this.inTransit.getAsBoolean()) {
			if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
		return true;
	}

	/**
	 * Forget all messages.
	 */
	public synchronized void clear() {
		this.emails.clear();
	}

	/**
	 * Forget the messages to a person, also those that others got too.
	 */
	@Override
	public synchronized int erase(EmailAddress address) {
		String mailbox = address.mailbox();
		this.emails.removeIf(
				(email) -> email.recipients().stream().anyMatch((recipient) -> recipient.mailbox().equals(mailbox)));
		return 0;
	}

	synchronized void add(CapturedEmail email) {
		if (this.emails.size() == this.capacity) {
			this.emails.removeFirst();
		}
		this.emails.addLast(email);
	}

}
