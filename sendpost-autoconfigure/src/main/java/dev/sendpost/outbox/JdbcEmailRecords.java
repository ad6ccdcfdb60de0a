package dev.sendpost.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailCampaign;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Receipt;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Reads what became of messages from the tables {@code sendpost_email} and
 * {@code sendpost_recipient}.
 */
public final class JdbcEmailRecords {

	private final Store store;

	JdbcEmailRecords(Store store) {
		this.store = store;
	}

	/**
	 * Find one message.
	 * @param id its id
	 * @return what is known, or nothing if there is no such message
	 */
	public Optional<EmailRecord> find(UUID id) {
		return load(List.of(id)).stream().findFirst();
	}

	/**
	 * Find messages.
	 * @param search which
	 * @param route the route that they must name, or {@code null} if any will do
	 * @return a page of them
	 */
	public EmailPage search(EmailSearch search, @Nullable String route) {
		UUID oldest = oldest(search, route);
		List<UUID> ids = ids(new EmailQuery(search, search.size() + 1, route, oldest, this.store.platform()));
		boolean more = ids.size() > search.size();
		List<UUID> page = more ? ids.subList(0, search.size()) : ids;
		return new EmailPage(load(page), more ? page.get(page.size() - 1) : oldest);
	}

	/**
	 * The oldest message to look at for a page, which reading the subjects of all would
	 * take too long for.
	 * @return its id, or {@code null} if all are looked at
	 */
	private @Nullable UUID oldest(EmailSearch search, @Nullable String route) {
		if (search.subject() == null) {
			return null;
		}
		EmailSearch window = search.subject(null).skip(EmailSearch.SUBJECT_WINDOW - 1);
		return ids(new EmailQuery(window, 1, route, null, this.store.platform())).stream().findFirst().orElse(null);
	}

	private List<UUID> ids(EmailQuery query) {
		return this.store.jdbc()
			.query(query.sql(), (row, number) -> this.store.platform().requiredUuid(row, "id"), query.parameters());
	}

	/**
	 * Count messages.
	 * @param search which
	 * @param atMost where to stop
	 * @param route the route that they must name, or {@code null} if any will do
	 * @return how many there are, or {@code atMost} if there are as many or more
	 */
	public int count(EmailSearch search, int atMost, @Nullable String route) {
		if (atMost < 0) {
			throw new IllegalArgumentException("The most to count must not be negative but is " + atMost);
		}
		EmailQuery query = new EmailQuery(search, atMost, route, oldest(search, route), this.store.platform());
		Integer count = this.store.jdbc()
			.queryForObject("select count(*) from (" + query.sql() + ") counted", Integer.class, query.parameters());
		return (count != null) ? count : 0;
	}

	/**
	 * The records of messages, in the order of the ids; without those that do not exist.
	 * The recipients are read last, so that they are never behind the status.
	 */
	List<EmailRecord> load(List<UUID> ids) {
		if (ids.isEmpty()) {
			return List.of();
		}
		Map<UUID, EmailRecord> emails = new HashMap<>();
		this.store.jdbc()
			.query("select id, message_id, sub_account, stream, status, sender, subject, route, tags, metadata, "
					+ "campaign, variant, created_at, attempts, due_at, lane from sendpost_email where id in ("
					+ marks(ids) + ")", (row) -> {
						EmailRecord email = email(row);
						emails.put(email.id(), email);
					}, parameters(ids));
		Map<UUID, List<RecipientRow>> recipients = recipients(ids);
		return ids.stream()
			.map(emails::get)
			.filter(Objects::nonNull)
			.map((email) -> withRecipients(email, recipients.getOrDefault(email.id(), List.of())))
			.toList();
	}

	private EmailRecord email(ResultSet row) throws SQLException {
		Receipt receipt = new Receipt(this.store.platform().requiredUuid(row, "id"), row.getString("message_id"),
				List.of());
		long dueAt = row.getLong("due_at");
		Instant due = (row.wasNull() || row.getString("lane") == null) ? null : Instant.ofEpochMilli(dueAt);
		return new EmailRecord(receipt, EmailStatus.valueOf(row.getString("status")), row.getString("sub_account"),
				EmailAddress.parse(row.getString("sender")), row.getString("subject"),
				EmailStream.valueOf(row.getString("stream")), row.getString("route"),
				Lines.split(row.getString("tags")), Lines.splitPairs(row.getString("metadata")), campaign(row),
				Instant.ofEpochMilli(row.getLong("created_at")), due, row.getInt("attempts"));
	}

	/**
	 * The campaign of a message.
	 */
	static @Nullable EmailCampaign campaign(ResultSet row) throws SQLException {
		String name = row.getString("campaign");
		return (name != null) ? new EmailCampaign(name, row.getString("variant")) : null;
	}

	private static EmailRecord withRecipients(EmailRecord email, List<RecipientRow> recipients) {
		Receipt receipt = new Receipt(email.id(), email.receipt().messageId(),
				recipients.stream().map(RecipientRow::outcome).toList());
		return new EmailRecord(receipt, email.status(), email.subAccount(), email.from(), email.subject(),
				email.stream(), email.route(), email.tags(), email.metadata(), email.campaign(), email.acceptedAt(),
				email.dueAt(), email.attempts());
	}

	/**
	 * The recipients of each message, in order.
	 */
	Map<UUID, List<RecipientRow>> recipients(Collection<UUID> ids) {
		Map<UUID, List<RecipientRow>> recipients = new HashMap<>();
		this.store.jdbc()
			.query("select email_id, " + RecipientRow.COLUMNS + " from sendpost_recipient where email_id in ("
					+ marks(ids) + ") order by email_id, number", (row) -> {
						UUID id = this.store.platform().requiredUuid(row, "email_id");
						recipients.computeIfAbsent(id, (absent) -> new ArrayList<>()).add(RecipientRow.read(row));
					}, parameters(ids));
		return recipients;
	}

	/**
	 * A message for those whom it failed to reach.
	 */
	Email failed(UUID id, JdbcContents contents) {
		EmailRecord found = find(id).orElseThrow(() -> new InvalidEmailException("id", "there is no e-mail " + id));
		List<RecipientRow> failed = recipients(List.of(id)).getOrDefault(id, List.of())
			.stream()
			.filter((row) -> row.outcome().status() == EmailStatus.BOUNCED
					|| row.outcome().status() == EmailStatus.FAILED)
			.toList();
		if (failed.isEmpty() || found.dueAt() != null) {
			throw new InvalidEmailException("id", "e-mail " + id + " failed for nobody: it is " + found.status());
		}
		return restore(found, failed, contents)
			.orElseThrow(() -> new InvalidEmailException("id", "the content of e-mail " + id + " is no longer kept"));
	}

	/**
	 * A message for all its recipients, as it was accepted.
	 */
	Optional<Email> accepted(UUID id, JdbcContents contents) {
		return find(id)
			.flatMap((found) -> restore(found, recipients(List.of(id)).getOrDefault(id, List.of()), contents));
	}

	private Optional<Email> restore(EmailRecord found, List<RecipientRow> recipients, JdbcContents contents) {
		UUID id = found.id();
		EmailBuilder email = content(id, contents);
		if (email == null) {
			return Optional.empty();
		}
		address(email, recipients);
		email.stream(found.stream()).route(found.route()).tags(found.tags().toArray(String[]::new));
		email.campaign(found.campaign());
		found.metadata().forEach(email::metadata);
		byte[] variables = this.store.jdbc()
			.queryForObject("select variables from sendpost_email where id = ?", byte[].class,
					this.store.platform().parameter(id));
		if (variables != null) {
			VariablesCodec.decode(variables).forEach(email.personalized()::variable);
		}
		return Optional.of(email.build());
	}

	private @Nullable EmailBuilder content(UUID id, JdbcContents contents) {
		return this.store.jdbc()
			.query("select c.id, c.data, c.layout from sendpost_content c join sendpost_email e on e.content_id = c.id"
					+ " where e.id = ?",
					(row, number) -> contents.read(this.store.platform().requiredUuid(row, "id"), row.getBytes("data"),
							row.getString("layout")),
					this.store.platform().parameter(id))
			.stream()
			.findFirst()
			.orElse(null);
	}

	/**
	 * Give a message its recipients.
	 */
	static void address(EmailBuilder email, List<RecipientRow> recipients) {
		for (RecipientRow recipient : recipients) {
			switch (recipient.kind()) {
				case TO -> email.to(recipient.address());
				case CC -> email.cc(recipient.address());
				case BCC -> email.bcc(recipient.address());
			}
		}
	}

	static String marks(Collection<?> values) {
		return String.join(", ", Collections.nCopies(values.size(), "?"));
	}

	Object[] parameters(Collection<UUID> ids) {
		return ids.stream().map(this.store.platform()::parameter).toArray();
	}

}
