package dev.sendpost.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.outbox.Pause.Scope;
import dev.sendpost.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Records messages that are not queued but sent at once, in one attempt, by who takes
 * them in. If nobody says in time what came of a message, the dispatcher of any node
 * settles it as failed and perhaps sent; none sends it.
 */
public final class DirectOutbox {

	private static final Log logger = LogFactory.getLog(DirectOutbox.class);

	private final JdbcOutbox outbox;

	private final Store store;

	private final Duration lease;

	private final JdbcClaims claims;

	private final JdbcPauses pauses;

	private final Settlement settlement;

	/**
	 * Create it.
	 * @param outbox where messages are recorded
	 * @param lease how long an attempt takes at most
	 */
	public DirectOutbox(JdbcOutbox outbox, Duration lease) {
		this.outbox = outbox;
		this.store = outbox.store();
		this.lease = lease;
		this.claims = new JdbcClaims(this.store, outbox.log(), outbox.records(), lease);
		this.pauses = new JdbcPauses(this.store);
		this.settlement = new Settlement(RetrySchedule.DEFAULT, () -> 0, outbox::nextId);
	}

	/**
	 * Whether mail of a sub-account is to wait, which none does here.
	 * @param subAccount the name of the sub-account
	 * @return whether it, or everything, is paused
	 */
	public boolean isPaused(String subAccount) {
		Set<Pause> paused = this.pauses.all();
		return paused.contains(Pause.EVERYTHING) || JdbcPauses.names(paused, Scope.SUB_ACCOUNT).contains(subAccount);
	}

	/**
	 * Record that a message is about to be sent.
	 * @param email the message
	 * @return the lease on it, for {@link #settle}
	 */
	public UUID hold(NewEmail email) {
		UUID lease = this.outbox.nextId();
		this.outbox.hold(email, lease, this.store.now().plus(this.lease));
		return lease;
	}

	/**
	 * Record what came of a message. That this is not possible changes nothing about what
	 * came of it, so it is only logged.
	 * @param id the id of the message
	 * @param lease the lease on it
	 * @param outcomes one for each recipient that was not dropped before
	 */
	public void settle(UUID id, UUID lease, List<RecipientOutcome> outcomes) {
		try {
			Instant now = this.store.now();
			this.claims.find(id, lease)
				.ifPresentOrElse(
						(email) -> this.claims
							.finish(List.of(this.settlement.settle(email, new DeliveryAttempt(outcomes, false), now))),
						() -> record(id, outcomes, now));
		}
		catch (DataAccessException | TransactionException ex) {
			logger.error("It cannot be recorded what became of e-mail " + id
					+ "; it will be taken for one that was perhaps sent", ex);
		}
	}

	/**
	 * The facts stand also where the lease was lost.
	 */
	private void record(UUID id, List<RecipientOutcome> outcomes, Instant now) {
		this.outbox.log()
			.record(outcomes.stream()
				.map((outcome) -> DeliveryEvent.of(this.outbox.nextId(), id, outcome, now))
				.toList());
	}

}
