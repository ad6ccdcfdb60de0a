package dev.sendpost.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.event.RecordedEvent;
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
			Intake intake = new Intake(false);
			Receipt receipt = intake.add(email);
			intake.finishTogether();
			return receipt;
		}
		return this.store.inCallersTransaction(() -> {
			Intake intake = new Intake(processedAwaited);
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
			Intake intake = new Intake(processedAwaited);
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
			Intake intake = new Intake(this.log.isAwaited(DeliveryEventType.PROCESSED), true);
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

	private Instant contentExpiry(Instant dueAt) {
		return dueAt.plus(this.settings.maxAge()).plus(this.settings.contentRetention());
	}

	/**
	 * Messages being taken in within one transaction.
	 */
	private final class Intake {

		private final Instant now = JdbcOutbox.this.store.now();

		private final EmailInserter rows = new EmailInserter(JdbcOutbox.this.store, JdbcOutbox.this.contents,
				JdbcOutbox.this.ids, JdbcOutbox.this.log.isCounted());

		private final Map<String, Receipt> byKey = new HashMap<>();

		private final List<DeliveryEvent> dropped = new ArrayList<>();

		private final List<RecordedEvent> processed = new ArrayList<>();

		private final Set<String> lanes = new LinkedHashSet<>();

		private final boolean processedAwaited;

		private final boolean direct;

		/**
		 * Begin.
		 * @param processedAwaited whether a listener waits, in this transaction, for the
		 * fact that messages are accepted
		 */
		Intake(boolean processedAwaited) {
			this(processedAwaited, false);
		}

		/**
		 * Begin.
		 * @param processedAwaited whether a listener waits, in this transaction, for the
		 * fact that messages are accepted
		 * @param direct whether the messages are sent by who hands them over
		 */
		Intake(boolean processedAwaited, boolean direct) {
			this.processedAwaited = processedAwaited;
			this.direct = direct;
		}

		Receipt add(NewEmail email) {
			String key = email.original().idempotencyKey();
			if (key == null) {
				return addNew(email);
			}
			UUID first = JdbcOutbox.this.keys.take(email, key, this.now);
			if (first == null) {
				Receipt receipt = addNew(email);
				this.byKey.put(email.ownerOfKey() + ":" + key, receipt);
				return receipt;
			}
			Receipt sameBatch = this.byKey.get(email.ownerOfKey() + ":" + key);
			return (sameBatch != null) ? sameBatch : receiptOfFirst(email, first);
		}

		/**
		 * The receipt of the first message under a key. Where this transaction began
		 * before the other was committed, it does not see that message, but only that
		 * there is one, which says the same.
		 */
		private Receipt receiptOfFirst(NewEmail email, UUID first) {
			return JdbcOutbox.this.records.find(first)
				.map(EmailRecord::receipt)
				.orElseGet(() -> new Receipt(first, email.messageId().replace(email.id().toString(), first.toString()),
						recipients(email, EmailStatus.QUEUED).stream().map(RecipientRow::outcome).toList()));
		}

		private Receipt addNew(NewEmail email) {
			Instant sendAt = email.original().sendAt();
			boolean later = sendAt != null && sendAt.isAfter(this.now);
			Instant dueAt = (later && sendAt != null) ? sendAt : this.now;
			List<RecipientRow> recipients = recipients(email,
					this.direct ? EmailStatus.SENDING : later ? EmailStatus.SCHEDULED : EmailStatus.QUEUED);
			Receipt receipt = new Receipt(email.id(), email.messageId(),
					recipients.stream().map(RecipientRow::outcome).toList());
			Lane lane = recipients.stream().anyMatch(RecipientRow::isOpen) ? lane(email) : null;
			this.rows.add(email, receipt.status(), recipients, (lane != null) ? lane.name() : null, dueAt,
					contentExpiry(dueAt));
			this.processed.add(new RecordedEvent(
					DeliveryEvent.of(email.id(), email.id(), DeliveryEventType.PROCESSED, email.acceptedAt()),
					email.subAccount(), email.email().stream()));
			for (RecipientOutcome outcome : email.dropped()) {
				this.dropped.add(DeliveryEvent.of(JdbcOutbox.this.ids.get(), email.id(), outcome, email.acceptedAt()));
			}
			if (lane != null && !this.direct) {
				this.lanes.add(lane.name());
			}
			return receipt;
		}

		private Lane lane(NewEmail email) {
			return this.direct ? Lane.direct(email.subAccount()) : new Lane(email.email().stream(), email.subAccount());
		}

		/**
		 * The recipients in the order of the application's; those that a policy put in
		 * follow.
		 */
		private List<RecipientRow> recipients(NewEmail email, EmailStatus waiting) {
			if (email.email() == email.original() && email.dropped().isEmpty()) {
				return rows(email.original(), waiting);
			}
			List<RecipientRow> rows = new ArrayList<>(rows(email.original(), waiting));
			Set<String> known = new HashSet<>();
			rows.forEach((row) -> known.add(row.address().address()));
			rows(email.email(), waiting).stream()
				.filter((row) -> known.add(row.address().address()))
				.forEach(rows::add);
			for (RecipientOutcome outcome : email.dropped()) {
				rows.replaceAll((row) -> row.address().isSameMailbox(outcome.recipient())
						? new RecipientRow(row.kind(), outcome) : row);
			}
			return List.copyOf(rows);
		}

		private static List<RecipientRow> rows(Email email, EmailStatus waiting) {
			List<RecipientRow> rows = new ArrayList<>();
			email.to().forEach((to) -> rows.add(row(RecipientRow.Kind.TO, to, waiting)));
			email.cc().forEach((cc) -> rows.add(row(RecipientRow.Kind.CC, cc, waiting)));
			email.bcc().forEach((bcc) -> rows.add(row(RecipientRow.Kind.BCC, bcc, waiting)));
			return rows;
		}

		private static RecipientRow row(RecipientRow.Kind kind, EmailAddress address, EmailStatus waiting) {
			return new RecipientRow(kind, new RecipientOutcome(address, waiting, null, null, null, null, false));
		}

		void finish() {
			this.rows.insert();
			announce();
		}

		void finishTogether() {
			this.rows.insertTogether(JdbcOutbox.this.groupCommit);
			announce();
		}

		private void announce() {
			JdbcOutbox.this.log.append(this.dropped);
			if (this.processedAwaited) {
				JdbcOutbox.this.log.tell(this.processed);
			}
			JdbcOutbox.this.log.publishAfterCommit(this.processed.stream().map(RecordedEvent::event).toList());
			if (!this.lanes.isEmpty()) {
				Store.afterCommit(() -> JdbcOutbox.this.signal.raise(this.lanes));
			}
		}

	}

}
