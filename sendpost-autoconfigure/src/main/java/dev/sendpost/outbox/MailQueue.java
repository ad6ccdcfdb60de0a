package dev.sendpost.outbox;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import dev.sendpost.EmailStatus;
import dev.sendpost.outbox.Pause.Scope;
import dev.sendpost.store.Store;

/**
 * Looks into the outbox, and holds it up: messages are taken in, but wait until what is
 * paused is resumed. A pause is in force on all nodes within a second or two, and across
 * restarts; what is being sent is finished.
 */
public final class MailQueue {

	/** By how much two readings of the database's clock may contradict each other. */
	private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(1);

	private final Store store;

	private final JdbcPauses pauses;

	private final OutboxSignal signal;

	/**
	 * Create a view of an outbox.
	 * @param outbox the outbox
	 */
	public MailQueue(JdbcOutbox outbox) {
		this.store = outbox.store();
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
		Set<Pause> paused = this.pauses.all();
		return new QueueState(depth, Duration.ofMillis(now - oldest.get()), paused.contains(Pause.EVERYTHING),
				JdbcPauses.names(paused, Scope.TRANSPORT), JdbcPauses.names(paused, Scope.SUB_ACCOUNT));
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
