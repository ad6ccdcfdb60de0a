package dev.sendpost.outbox;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.sendpost.EmailPage;
import dev.sendpost.EmailStatus;
import dev.sendpost.outbox.Pause.Scope;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the outbox, and holds it up: messages are taken in, but wait until what is
 * paused is resumed. A pause is in force on all nodes within a second or two, and across
 * restarts; what is being sent is finished.
 */
public final class MailQueue {

	/** By how much two readings of the database's clock may contradict each other. */
	private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

	private static final List<EmailStatus> WAITING = List.of(EmailStatus.QUEUED, EmailStatus.SENDING,
			EmailStatus.DEFERRED, EmailStatus.SCHEDULED);

	/** How many lanes are looked into, one by one, for the message due longest. */
	private static final int MAX_LANES = 500;

	/** The largest page. */
	public static final int MAX_PAGE_SIZE = 1000;

	private final Store store;

	private final JdbcWaitingMail waiting;

	private final JdbcPauses pauses;

	private final OutboxSignal signal;

	/**
	 * Create a view of an outbox.
	 * @param outbox the outbox
	 */
	public MailQueue(JdbcOutbox outbox) {
		this.store = outbox.store();
		this.waiting = new JdbcWaitingMail(outbox);
		this.pauses = new JdbcPauses(outbox.store());
		this.signal = outbox.signal();
	}

	/**
	 * Send nothing for now.
	 */
	public void pause() {
		this.pauses.add(Pause.EVERYTHING);
	}

	/**
	 * Send again. What is paused by name stays so.
	 */
	public void resume() {
		resume(Pause.EVERYTHING);
	}

	/**
	 * Send nothing through a transport for now. Mail that may take another does.
	 * @param name the name of the transport
	 */
	public void pauseTransport(String name) {
		this.pauses.add(Pause.transport(name));
	}

	/**
	 * Send through a transport again.
	 * @param name the name of the transport
	 */
	public void resumeTransport(String name) {
		resume(Pause.transport(name));
	}

	/**
	 * Send nothing of a sub-account for now.
	 * @param name the name of the sub-account
	 */
	public void pauseSubAccount(String name) {
		this.pauses.add(Pause.subAccount(name));
	}

	/**
	 * Send mail of a sub-account again.
	 * @param name the name of the sub-account
	 */
	public void resumeSubAccount(String name) {
		resume(Pause.subAccount(name));
	}

	private void resume(Pause pause) {
		this.pauses.remove(pause);
		this.signal.raise(Set.of());
	}

	/**
	 * Count what waits. Reads all of it, so not for every second.
	 * @return what waits, and what is paused
	 */
	public QueueState state() {
		Map<EmailStatus, Long> depth = new EnumMap<>(EmailStatus.class);
		long now = this.store.now().toEpochMilli();
		AtomicLong oldest = new AtomicLong(now);
		this.store.jdbc()
			.query("select status, count(*) as messages, min(due_at) as oldest from sendpost_email"
					+ " where lane is not null group by status", (row) -> {
						EmailStatus status = EmailStatus.valueOf(row.getString("status"));
						depth.put(status, row.getLong("messages"));
						if (status != EmailStatus.SENDING) {
							oldest.accumulateAndGet(row.getLong("oldest"), Math::min);
						}
					});
		return state(depth, Duration.ofMillis(now - oldest.get()));
	}

	/**
	 * Count what waits, but not on and on: cheap enough for every second.
	 * @param atMost where to stop in each status
	 * @return what waits, with {@code atMost} where there is as much or more, and what is
	 * paused
	 * @throws IllegalArgumentException if {@code atMost} is below 1
	 */
	public QueueState state(int atMost) {
		requirePositive("to count", atMost);
		return this.store.inOwnTransaction(() -> {
			this.store.preferIndexes();
			Map<EmailStatus, Long> depth = new EnumMap<>(EmailStatus.class);
			for (EmailStatus status : WAITING) {
				long count = this.waiting.count(status, atMost);
				if (count > 0) {
					depth.put(status, count);
				}
			}
			long now = this.store.now().toEpochMilli();
			return state(depth, Duration.ofMillis(now - Math.min(now, dueLongest())));
		});
	}

	private QueueState state(Map<EmailStatus, Long> depth, Duration delay) {
		Set<Pause> paused = this.pauses.all();
		return new QueueState(depth, delay, paused.contains(Pause.EVERYTHING),
				JdbcPauses.names(paused, Scope.TRANSPORT), JdbcPauses.names(paused, Scope.SUB_ACCOUNT));
	}

	/**
	 * When the message is, or was, due that is due first.
	 */
	private long dueLongest() {
		AtomicReference<@Nullable String> lane = new AtomicReference<>("");
		AtomicLong oldest = new AtomicLong(Long.MAX_VALUE);
		for (int i = 0; i < MAX_LANES && lane.get() != null; i++) {
			String before = lane.getAndSet(null);
			this.store.jdbc()
				.query("select lane, due_at from sendpost_email where lane > ? order by lane, due_at limit 1",
						(row) -> {
							lane.set(row.getString("lane"));
							oldest.accumulateAndGet(row.getLong("due_at"), Math::min);
						}, before);
		}
		return oldest.get();
	}

	/**
	 * Find messages that wait, those first that were accepted last.
	 * @param status what they wait for: {@code SCHEDULED}, {@code QUEUED},
	 * {@code SENDING} or {@code DEFERRED}
	 * @param after {@link EmailPage#next()} of the page before, or {@code null}
	 * @param size how many messages a page has, 1 to {@value #MAX_PAGE_SIZE}
	 * @return the page
	 * @throws IllegalArgumentException if nothing waits in the status, or the size is out
	 * of its range
	 */
	public EmailPage waiting(EmailStatus status, @Nullable UUID after, int size) {
		if (!WAITING.contains(status)) {
			throw new IllegalArgumentException("No e-mail waits that is " + status);
		}
		requirePage(size);
		return this.waiting.page(status, after, size);
	}

	/**
	 * What is deferred, and why.
	 * @param atMost how many messages to read, those that were accepted last
	 * @return an overview
	 * @throws IllegalArgumentException if {@code atMost} is below 1
	 */
	public DeferredMail deferred(int atMost) {
		requirePositive("to read", atMost);
		return this.waiting.deferred(atMost);
	}

	/**
	 * Find deferred messages to a domain, those first that were accepted last.
	 * @param recipientDomain the domain, as A-labels in lower case
	 * @param after {@link EmailPage#next()} of the page before, or {@code null}
	 * @param size how many messages a page has at most, 1 to {@value #MAX_PAGE_SIZE};
	 * with few to the domain among many others, it has fewer or none although another
	 * page follows
	 * @return the page
	 * @throws IllegalArgumentException if the size is out of its range
	 */
	public EmailPage deferred(String recipientDomain, @Nullable UUID after, int size) {
		requirePage(size);
		return this.waiting.deferred(recipientDomain, after, size);
	}

	/**
	 * Let a message be tried at once that was deferred, or that waits for room or for a
	 * transport, in the caller's transaction. When it is given up stays as it is.
	 * @param id the id of the message
	 * @return whether it is due now: {@code false} if it is being sent, is scheduled for
	 * later, has been settled, or does not exist
	 */
	public boolean retryNow(UUID id) {
		return this.waiting.retryNow(id);
	}

	/**
	 * Let all deferred messages to a domain be tried at once, in transactions of its own.
	 * @param recipientDomain the domain, as A-labels in lower case
	 * @param atMost how many deferred messages to look at, those that were accepted last
	 * @return how many are due now
	 * @throws IllegalArgumentException if {@code atMost} is below 1
	 */
	public RetriedMail retryNow(String recipientDomain, int atMost) {
		requirePositive("to look at", atMost);
		return this.waiting.retryNow(recipientDomain, atMost);
	}

	private static void requirePage(int size) {
		if (size < 1 || size > MAX_PAGE_SIZE) {
			throw new IllegalArgumentException("The size of a page must be 1 to " + MAX_PAGE_SIZE + " but is " + size);
		}
	}

	private static void requirePositive(String what, int atMost) {
		if (atMost < 1) {
			throw new IllegalArgumentException("The most messages " + what + " must be 1 or more but are " + atMost);
		}
	}

	/**
	 * Whether messages are being sent, or are about to be: their time has come, within a
	 * second, and no attempt has deferred them.
	 * @return {@code true} if there are any
	 */
	public boolean hasMailInTransit() {
		long now = this.store.now().plus(CLOCK_TOLERANCE).toEpochMilli();
		Long found = this.store.inOwnTransaction(() -> this.store.jdbc()
			.queryForObject("select count(*) from sendpost_email where status in ('QUEUED', 'SCHEDULED', 'SENDING')"
					+ " and send_at <= ?", Long.class, now));
		return found != null && found > 0;
	}

}
