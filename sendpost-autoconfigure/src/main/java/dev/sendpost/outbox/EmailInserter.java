package dev.sendpost.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.CRC32;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailCampaign;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.store.Columns;
import dev.sendpost.store.CombinedInserter;
import dev.sendpost.store.GroupCommit;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Writes new messages with their content, recipients and tags. Messages that say the same
 * share one content.
 */
final class EmailInserter {

	private static final int MAX_SUBJECT_LENGTH = 1000;

	/**
	 * How many contents are remembered, so that messages far apart from each other share
	 * one.
	 */
	private static final int CONTENTS_REMEMBERED = 16;

	/** How many messages are kept back to be inserted together. */
	private static final int ROWS_AT_ONCE = 128;

	private static final RowInserter EMAILS = new RowInserter("sendpost_email", "id", "message_id", "content_id",
			"sub_account", "stream", "status", "sender", "subject", "route", "tags", "metadata", "variables",
			"created_at", "send_at", "attempts", "lost_leases", "lane", "due_at", "campaign", "variant");

	private static final RowInserter RECIPIENTS = new RowInserter("sendpost_recipient", "email_id", "number", "kind",
			"mailbox", "address", "status", "reason", "perhaps_sent");

	private static final RowInserter TAGS = new RowInserter("sendpost_email_tag", "tag", "email_id");

	/** All tables in one statement, for platforms that can. */
	static final CombinedInserter TOGETHER = new CombinedInserter(JdbcContents.ROWS, EMAILS, RECIPIENTS, TAGS,
			JdbcDeliveryLog.UNCOUNTED);

	private final Store store;

	private final JdbcContents contents;

	private final Supplier<UUID> ids;

	private final Map<Content, UUID> contentIds = new HashMap<>();

	private final List<@Nullable Object[]> contentRows = new ArrayList<>();

	private final List<@Nullable Object[]> emailRows = new ArrayList<>();

	private final List<@Nullable Object[]> recipientRows = new ArrayList<>();

	private final List<@Nullable Object[]> tagRows = new ArrayList<>();

	private final List<@Nullable Object[]> uncountedRows = new ArrayList<>();

	private final boolean counted;

	EmailInserter(Store store, JdbcContents contents, Supplier<UUID> ids, boolean counted) {
		this.store = store;
		this.contents = contents;
		this.ids = ids;
		this.counted = counted;
	}

	/**
	 * Add a message.
	 * @param email the message
	 * @param status where it stands
	 * @param recipients its recipients
	 * @param lane where it waits, or {@code null} if it does not
	 * @param dueAt when it is to go out
	 * @param contentExpiry when its content may be deleted
	 */
	void add(NewEmail email, EmailStatus status, List<RecipientRow> recipients, @Nullable String lane, Instant dueAt,
			Instant contentExpiry) {
		Email message = email.email();
		EmailCampaign campaign = message.campaign();
		Object id = this.store.platform().parameter(email.id());
		Object contentId = this.store.platform().parameter(content(message, contentExpiry));
		this.emailRows.add(row(id, email.messageId(), contentId, email.subAccount(), message.stream().name(),
				status.name(), Objects.requireNonNull(message.from()).toString(),
				Columns.fitted(message.subject(), MAX_SUBJECT_LENGTH), message.route(), Lines.join(message.tags()),
				Lines.join(message.metadata()),
				(message.variables() != null) ? VariablesCodec.encode(message.variables()) : null,
				email.acceptedAt().toEpochMilli(), dueAt.toEpochMilli(), 0, 0, lane,
				(lane != null) ? dueAt.toEpochMilli() : null, (campaign != null) ? campaign.name() : null,
				(campaign != null) ? campaign.variant() : null));
		int number = 0;
		for (RecipientRow recipient : recipients) {
			RecipientOutcome outcome = recipient.outcome();
			this.recipientRows.add(row(id, number++, recipient.kind().name(), recipient.address().mailbox(),
					recipient.address().toString(), outcome.status().name(), Columns.fit(outcome.reason(), 1000),
					outcome.perhapsSent()));
		}
		message.tags().forEach((tag) -> this.tagRows.add(row(tag, id)));
		if (this.counted) {
			this.uncountedRows.add(row(id, id));
		}
		if (this.emailRows.size() == ROWS_AT_ONCE) {
			insert();
		}
	}

	private UUID content(Email email, Instant expiry) {
		byte[] head = EmailCodec.encode(email);
		List<Attachment> files = EmailCodec.files(email);
		Content content = new Content(head, files, expiry);
		UUID known = this.contentIds.get(content);
		if (known != null) {
			return known;
		}
		UUID id = this.ids.get();
		this.contentRows.add(this.contents.write(id, head, files, expiry));
		this.contentIds.put(content, id);
		return id;
	}

	private static @Nullable Object[] row(@Nullable Object... values) {
		return values;
	}

	/**
	 * Insert what was added and is not inserted yet.
	 */
	void insert() {
		JdbcContents.ROWS.insert(this.store, this.contentRows);
		EMAILS.insert(this.store, this.emailRows);
		RECIPIENTS.insert(this.store, this.recipientRows);
		TAGS.insert(this.store, this.tagRows);
		JdbcDeliveryLog.UNCOUNTED.insert(this.store, this.uncountedRows);
		clear();
	}

	/**
	 * Insert what was added by a single statement, which is a transaction of its own
	 * where the caller has none.
	 */
	void insertTogether(GroupCommit inserts) {
		inserts.insert(List.of(this.contentRows, this.emailRows, this.recipientRows, this.tagRows, this.uncountedRows));
	}

	private void clear() {
		if (this.contentIds.size() > CONTENTS_REMEMBERED) {
			this.contentIds.clear();
		}
		this.contentRows.clear();
		this.emailRows.clear();
		this.recipientRows.clear();
		this.tagRows.clear();
		this.uncountedRows.clear();
	}

	/**
	 * What makes contents the same.
	 */
	private static final class Content {

		private final byte[] head;

		private final List<Attachment> files;

		private final Instant expiry;

		private final int hash;

		Content(byte[] head, List<Attachment> files, Instant expiry) {
			this.head = head;
			this.files = files;
			this.expiry = expiry;
			CRC32 checksum = new CRC32();
			checksum.update(head);
			this.hash = (int) checksum.getValue();
		}

		@Override
		public boolean equals(@Nullable Object obj) {
			return obj instanceof Content other && this.hash == other.hash && Arrays.equals(this.head, other.head)
					&& this.files.equals(other.files) && this.expiry.equals(other.expiry);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
