package dev.sendpost.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.RecordedEvent;
import dev.sendpost.store.GroupCommit;
import dev.sendpost.store.Store;

/**
 * Messages being taken in within one transaction.
 */
final class Intake {

	private final JdbcOutbox outbox;

	private final Instant now;

	private final EmailInserter rows;

	private final Map<String, Receipt> byKey = new HashMap<>();

	private final List<DeliveryEvent> dropped = new ArrayList<>();

	private final List<RecordedEvent> processed = new ArrayList<>();

	private final Set<String> lanes = new LinkedHashSet<>();

	private final boolean processedAwaited;

	private final boolean direct;

	/**
	 * Begin.
	 * @param outbox where they are taken in
	 * @param processedAwaited whether a listener waits, in this transaction, for the fact
	 * that messages are accepted
	 * @param direct whether the messages are sent by who hands them over
	 */
	Intake(JdbcOutbox outbox, boolean processedAwaited, boolean direct) {
		this.outbox = outbox;
		this.now = outbox.store().now();
		this.rows = new EmailInserter(outbox.store(), outbox.contents(), outbox::nextId, outbox.log().isCounted());
		this.processedAwaited = processedAwaited;
		this.direct = direct;
	}

	Receipt add(NewEmail email) {
		String key = email.original().idempotencyKey();
		if (key == null) {
			return addNew(email);
		}
		UUID first = this.outbox.keys().take(email, key, this.now);
		if (first == null) {
			Receipt receipt = addNew(email);
			this.byKey.put(email.ownerOfKey() + ":" + key, receipt);
			return receipt;
		}
		Receipt sameBatch = this.byKey.get(email.ownerOfKey() + ":" + key);
		return (sameBatch != null) ? sameBatch : receiptOfFirst(email, first);
	}

	/**
	 * The receipt of the first message under a key. Where this transaction began before
	 * the other was committed, it does not see that message, but only that there is one,
	 * which says the same.
	 */
	private Receipt receiptOfFirst(NewEmail email, UUID first) {
		return this.outbox.records()
			.find(first)
			.map(EmailRecord::receipt)
			.orElseGet(() -> new Receipt(first, email.messageId().replace(email.id().toString(), first.toString()),
					RecipientRow.of(email, EmailStatus.QUEUED).stream().map(RecipientRow::outcome).toList()));
	}

	Receipt addNew(NewEmail email) {
		Instant sendAt = email.original().sendAt();
		boolean later = sendAt != null && sendAt.isAfter(this.now);
		Instant dueAt = (later && sendAt != null) ? sendAt : this.now;
		List<RecipientRow> recipients = RecipientRow.of(email,
				this.direct ? EmailStatus.SENDING : later ? EmailStatus.SCHEDULED : EmailStatus.QUEUED);
		Receipt receipt = new Receipt(email.id(), email.messageId(),
				recipients.stream().map(RecipientRow::outcome).toList());
		Lane lane = recipients.stream().anyMatch(RecipientRow::isOpen) ? lane(email) : null;
		this.rows.add(email, receipt.status(), recipients, (lane != null) ? lane.name() : null, dueAt,
				this.outbox.contentExpiry(dueAt));
		this.processed.add(new RecordedEvent(
				DeliveryEvent.of(email.id(), email.id(), DeliveryEventType.PROCESSED, email.acceptedAt()),
				email.subAccount(), email.email().stream()));
		for (RecipientOutcome outcome : email.dropped()) {
			this.dropped.add(DeliveryEvent.of(this.outbox.nextId(), email.id(), outcome, email.acceptedAt()));
		}
		if (lane != null && !this.direct) {
			this.lanes.add(lane.name());
		}
		return receipt;
	}

	private Lane lane(NewEmail email) {
		return this.direct ? Lane.direct(email.subAccount()) : new Lane(email.email().stream(), email.subAccount());
	}

	void finish() {
		this.rows.insert();
		announce();
	}

	void finishTogether(GroupCommit group) {
		this.rows.insertTogether(group);
		announce();
	}

	private void announce() {
		this.outbox.log().append(this.dropped);
		if (this.processedAwaited) {
			this.outbox.log().tell(this.processed);
		}
		this.outbox.log().publishAfterCommit(this.processed.stream().map(RecordedEvent::event).toList());
		if (!this.lanes.isEmpty()) {
			Store.afterCommit(() -> this.outbox.signal().raise(this.lanes));
		}
	}

}
