package dev.sendpost.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.store.GroupCommit;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import org.jspecify.annotations.Nullable;

/**
 * The durable queue in the table {@code sendpost_email}: takes messages in, and lets
 * those that wait be called back or moved.
 */
public final class JdbcOutbox {

	private static final int MAX_ROWS_TOGETHER = 4;

	private final Store store;

	private final JdbcDeliveryLog log;

	private final Supplier<UUID> ids;

	private final Clock clock;

	private final OutboxSettings settings;

	private final JdbcContents contents;

	private final JdbcIdempotencyKeys keys;

	private final JdbcEmailRecords records;

	private final GroupCommit groupCommit;

	private final OutboxSignal signal = new OutboxSignal();

	/**
	 * Create an outbox.
	 * @param store where it is kept
	 * @param log where facts about its messages arrive
	 * @param ids makes ids, UUIDs of version 7
	 * @param clock tells what time it is for the application
	 * @param settings how long things are remembered
	 */
	public JdbcOutbox(Store store, JdbcDeliveryLog log, Supplier<UUID> ids, Clock clock, OutboxSettings settings) {
		this.store = store;
		this.log = log;
		this.ids = ids;
		this.clock = clock;
		this.settings = settings;
		this.contents = new JdbcContents(store);
		this.keys = new JdbcIdempotencyKeys(store, settings.idempotencyWindow());
		this.records = new JdbcEmailRecords(store);
		this.groupCommit = new GroupCommit(store, EmailInserter.TOGETHER);
	}

	/**
	 * Take one message in, in the caller's transaction.
	 * @param email the message
	 * @return its receipt, or that of the first message under its idempotency key
	 * @throws InvalidEmailException if a file cannot be read, or the idempotency key was
	 * used for another message
	 */
	public Receipt enqueue(NewEmail email) {
		boolean processedAwaited = this.log.isAwaited(DeliveryEventType.PROCESSED);
		if (!processedAwaited && isOneStatement(email)) {
			Intake intake = new Intake(this, false, false);
			Receipt receipt = intake.add(email);
			intake.finishTogether(this.groupCommit);
			return receipt;
		}
		return this.store.inCallersTransaction(() -> {
			Intake intake = new Intake(this, processedAwaited, false);
			Receipt receipt = intake.add(email);
			intake.finish();
			return receipt;
		});
	}

	/**
	 * Whether a message is so small and simple that one statement stores it, which is the
	 * common case.
	 */
	private boolean isOneStatement(NewEmail email) {
		Email message = email.email();
		return this.store.platform() == StorePlatform.POSTGRESQL && email.original().idempotencyKey() == null
				&& email.dropped().isEmpty() && EmailCodec.files(message).isEmpty()
				&& message.recipients().size() <= MAX_ROWS_TOGETHER && message.tags().size() <= MAX_ROWS_TOGETHER
				&& length(message.text()) + length(message.html()) + length(message.amp()) < Chunk.SIZE / 8;
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	/**
	 * Take messages in, in the caller's transaction. One that is refused does not stop
	 * the others.
	 * @param emails the messages
	 * @return a receipt for each
	 */
	public List<Receipt> enqueue(List<NewEmail> emails) {
		boolean processedAwaited = this.log.isAwaited(DeliveryEventType.PROCESSED);
		return this.store.inCallersTransaction(() -> {
			Intake intake = new Intake(this, processedAwaited, false);
			List<Receipt> receipts = new ArrayList<>(emails.size());
			for (NewEmail email : emails) {
				try {
					receipts.add(intake.add(email));
				}
				catch (InvalidEmailException ex) {
					receipts.add(refused(email, ex));
				}
			}
			intake.finish();
			return receipts;
		});
	}

	private static Receipt refused(NewEmail email, InvalidEmailException reason) {
		return new Receipt(email.id(), email.messageId(),
				email.original()
					.recipients()
					.stream()
					.map((recipient) -> RecipientOutcome.failed(recipient, EmailStatus.FAILED, null, null,
							reason.getMessage(), false))
					.toList());
	}

	/**
	 * Take a message in that is sent by who calls this, in a transaction of its own.
	 * @param email the message
	 * @param lease the lease on it
	 * @param until when the lease runs out
	 */
	void hold(NewEmail email, UUID lease, Instant until) {
		this.store.inOwnTransaction(() -> {
			Intake intake = new Intake(this, this.log.isAwaited(DeliveryEventType.PROCESSED), true);
			intake.addNew(email);
			intake.finish();
			return this.store.jdbc()
				.update("update sendpost_email set lease = ?, due_at = ? where id = ? and lane is not null",
						this.store.platform().parameter(lease), until.toEpochMilli(),
						this.store.platform().parameter(email.id()));
		});
	}

	/**
	 * Call a waiting message back, in the caller's transaction.
	 * @param id the id of the message
	 * @return whether it was called back
	 */
	public boolean cancel(UUID id) {
		return this.store.inCallersTransaction(() -> {
			int cancelled = this.store.jdbc()
				.update("update sendpost_email set lane = null, due_at = null"
						+ " where id = ? and lane is not null and lease is null", this.store.platform().parameter(id));
			if (cancelled > 0) {
				this.log.record(List
					.of(DeliveryEvent.of(this.ids.get(), id, DeliveryEventType.CANCELLED, this.clock.instant())));
			}
			return cancelled > 0;
		});
	}

	/**
	 * Call waiting messages back, in the caller's transaction.
	 * @param ids the ids of the messages
	 * @param subAccount whose they must be, or {@code null} if anybody's
	 * @param route the route that they must name, or {@code null} if any
	 * @return how many were called back
	 */
	public int cancel(Collection<UUID> ids, @Nullable String subAccount, @Nullable String route) {
		if (ids.isEmpty()) {
			return 0;
		}
		List<Object> parameters = new ArrayList<>(ids.stream().map(this.store.platform()::parameter).toList());
		String conditions = "";
		if (subAccount != null) {
			conditions += " and sub_account = ?";
			parameters.add(subAccount);
		}
		if (route != null) {
			conditions += " and route = ?";
			parameters.add(route);
		}
		String waiting = "select id from sendpost_email where id in (" + JdbcEmailRecords.marks(ids)
				+ ") and lane is not null and lease is null" + conditions + " order by id for update";
		return this.store.inCallersTransaction(() -> {
			List<UUID> found = this.store.jdbc()
				.query(waiting, (row, number) -> this.store.platform().requiredUuid(row, "id"), parameters.toArray());
			if (!found.isEmpty()) {
				this.store.jdbc()
					.update("update sendpost_email set lane = null, due_at = null where id in ("
							+ JdbcEmailRecords.marks(found) + ")",
							found.stream().map(this.store.platform()::parameter).toArray());
				this.log.record(found.stream()
					.map((id) -> DeliveryEvent.of(this.ids.get(), id, DeliveryEventType.CANCELLED,
							this.clock.instant()))
					.toList());
			}
			return found.size();
		});
	}

	/**
	 * Let a waiting message go out at another time, in the caller's transaction.
	 * @param id the id of the message
	 * @param sendAt the time
	 * @return whether it will
	 */
	public boolean reschedule(UUID id, Instant sendAt) {
		Instant now = this.store.now();
		Instant dueAt = sendAt.isAfter(now) ? sendAt : now;
		EmailStatus status = sendAt.isAfter(now) ? EmailStatus.SCHEDULED : EmailStatus.QUEUED;
		return this.store.inCallersTransaction(() -> {
			Object key = this.store.platform().parameter(id);
			int moved = this.store.jdbc()
				.update("update sendpost_email set status = ?, send_at = ?, due_at = ?"
						+ " where id = ? and lane is not null and lease is null", status.name(), dueAt.toEpochMilli(),
						dueAt.toEpochMilli(), key);
			if (moved > 0) {
				this.store.jdbc()
					.update("update sendpost_content set expires_at = greatest(expires_at, ?)"
							+ " where id = (select content_id from sendpost_email where id = ?)",
							contentExpiry(dueAt).toEpochMilli(), key);
				Store.afterCommit(() -> this.signal.raise(Set.of()));
			}
			return moved > 0;
		});
	}

	/**
	 * Read a message back, for those whom it failed to reach.
	 * @param id the id of the message
	 * @return the message as it was accepted, for fewer recipients
	 * @throws InvalidEmailException with the field {@code id} if there is no such
	 * message, its content is no longer kept, or it failed for nobody
	 */
	public Email failed(UUID id) {
		return this.records.failed(id, this.contents);
	}

	/**
	 * Read a message back.
	 * @param id the id of the message
	 * @return the message as it was accepted, nothing if there is no such message or its
	 * content is no longer kept
	 */
	public Optional<Email> accepted(UUID id) {
		return this.records.accepted(id, this.contents);
	}

	/**
	 * What became of messages.
	 * @return the records
	 */
	public JdbcEmailRecords records() {
		return this.records;
	}

	JdbcIdempotencyKeys keys() {
		return this.keys;
	}

	JdbcContents contents() {
		return this.contents;
	}

	OutboxSignal signal() {
		return this.signal;
	}

	Store store() {
		return this.store;
	}

	JdbcDeliveryLog log() {
		return this.log;
	}

	UUID nextId() {
		return this.ids.get();
	}

	/**
	 * When the content of a message is forgotten that goes out at a time.
	 */
	Instant contentExpiry(Instant dueAt) {
		return dueAt.plus(this.settings.maxAge()).plus(this.settings.contentRetention());
	}

}
