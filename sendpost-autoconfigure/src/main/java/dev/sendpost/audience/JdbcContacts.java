package dev.sendpost.audience;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.RowUpdater;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contacts in the table {@code sendpost_contact}.
 */
final class JdbcContacts {

	private static final String COLUMNS = "c.id, c.sub_account, c.address, c.name, c.locale, c.fields, c.created_at,"
			+ " c.changed_at";

	private static final RowInserter INSERT = new RowInserter("sendpost_contact", "id", "sub_account", "mailbox",
			"address", "name", "locale", "fields", "created_at", "changed_at");

	private static final RowUpdater UPDATE = new RowUpdater("sendpost_contact",
			List.of("address varchar", "name varchar", "locale varchar", "fields text", "changed_at bigint"),
			List.of("id uuid"), "", "");

	private static final TypeReference<TreeMap<String, String>> FIELDS = new TypeReference<>() {
	};

	private static final String NO_FIELDS = "{}";

	private final Store store;

	private final JsonMapper json = JsonMapper.builder().build();

	JdbcContacts(Store store) {
		this.store = store;
	}

	Optional<StoredContact> find(String subAccount, UUID id) {
		return query(" where c.id = ? and c.sub_account = ?", List.of(parameter(id), subAccount)).stream().findFirst();
	}

	/**
	 * Find a contact of whichever sub-account, by an id that was signed.
	 */
	Optional<StoredContact> find(UUID id) {
		return query(" where c.id = ?", List.of(parameter(id))).stream().findFirst();
	}

	Optional<StoredContact> find(String subAccount, String mailbox) {
		return query(" where c.sub_account = ? and c.mailbox = ?", List.of(subAccount, mailbox)).stream().findFirst();
	}

	List<StoredContact> query(String condition, List<Object> parameters) {
		return this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_contact c" + condition, (row, number) -> row(row, false),
					parameters.toArray());
	}

	/**
	 * Contacts in the order of their ids.
	 * @param condition what else must hold of a contact {@code k.id}
	 */
	List<StoredContact> page(String subAccount, Condition condition, @Nullable UUID after, int size, int skip) {
		Condition all = ofSubAccount(subAccount).and(condition).and(after("k.id", after));
		return this.store.jdbc()
			.query("select " + COLUMNS + " from (select k.* from sendpost_contact k where " + all.sql()
					+ " order by k.id" + limit(size, skip) + ") c order by c.id", (row, number) -> row(row, false),
					all.parameters().toArray());
	}

	/**
	 * Contacts of a list in the order of their ids. They are read after they were found:
	 * otherwise PostgreSQL reads all contacts before them too, to merge the two.
	 * @param condition what else must hold of a membership {@code k}
	 */
	List<StoredContact> page(UUID list, Condition condition, @Nullable UUID after, int size, int skip) {
		Condition all = ofList(list).and(condition).and(after("k.contact_id", after));
		return this.store.jdbc()
			.query("select " + COLUMNS + ", m.status as membership from (select k.contact_id, k.status"
					+ " from sendpost_list_member k where " + all.sql() + " order by k.contact_id" + limit(size, skip)
					+ ") m join sendpost_contact c on c.id = m.contact_id order by m.contact_id",
					(row, number) -> row(row, true), all.parameters().toArray());
	}

	private static String limit(int size, int skip) {
		return " limit " + size + ((skip > 0) ? " offset " + skip : "");
	}

	private Condition after(String column, @Nullable UUID after) {
		return (after != null) ? new Condition(column + " > ?", List.of(parameter(after))) : Condition.NONE;
	}

	long count(String subAccount, Condition condition) {
		return number("sendpost_contact", ofSubAccount(subAccount).and(condition));
	}

	long count(UUID list, Condition condition) {
		return number("sendpost_list_member", ofList(list).and(condition));
	}

	/**
	 * Count members of a list until there are so many.
	 */
	int count(UUID list, Condition condition, int atMost) {
		Condition all = ofList(list).and(condition);
		Integer count = this.store.jdbc()
			.queryForObject("select count(*) from (select k.contact_id from sendpost_list_member k where " + all.sql()
					+ " limit " + atMost + ") c", Integer.class, all.parameters().toArray());
		return (count != null) ? count : 0;
	}

	private long number(String table, Condition condition) {
		Long count = this.store.jdbc()
			.queryForObject("select count(*) from " + table + " k where " + condition.sql(), Long.class,
					condition.parameters().toArray());
		return (count != null) ? count : 0;
	}

	private static Condition ofSubAccount(String subAccount) {
		return new Condition("k.sub_account = ?", List.of(subAccount));
	}

	private Condition ofList(UUID list) {
		return new Condition("k.list_id = ?", List.of(parameter(list)));
	}

	/**
	 * The ids of those mailboxes that are contacts.
	 */
	Map<String, UUID> ids(String subAccount, List<String> mailboxes) {
		return ids(subAccount, mailboxes, "");
	}

	/**
	 * The ids as they are now, whatever the current transaction saw before, so that no
	 * other transaction removes the contacts.
	 */
	Map<String, UUID> lockedIds(String subAccount, List<String> mailboxes) {
		return ids(subAccount, mailboxes, " for update");
	}

	private Map<String, UUID> ids(String subAccount, List<String> mailboxes, String lock) {
		List<Object> parameters = new ArrayList<>(List.of(subAccount));
		String among = Marks.among("mailbox", mailboxes, parameters);
		Map<String, UUID> ids = new HashMap<>();
		this.store.jdbc()
			.query("select mailbox, id from sendpost_contact where sub_account = ? and " + among + " order by mailbox"
					+ lock, (row) -> {
						ids.put(Objects.requireNonNull(row.getString("mailbox")),
								this.store.platform().requiredUuid(row, "id"));
					}, parameters.toArray());
		return ids;
	}

	/**
	 * Contacts as they are now, so that no other transaction changes or removes them; all
	 * transactions take these locks in the same order.
	 */
	List<StoredContact> lock(String subAccount, Collection<UUID> ids) {
		List<Object> parameters = new ArrayList<>();
		String among = Marks.among("c.id", ids.stream().sorted().map(this::parameter).toList(), parameters);
		parameters.add(subAccount);
		return query(" where " + among + " and c.sub_account = ? order by c.id for update", parameters);
	}

	/**
	 * Insert those contacts whose mailbox is none's yet.
	 * @return how many were inserted
	 */
	int insertIfAbsent(Collection<StoredContact> contacts) {
		return INSERT.insertIfAbsent(this.store, contacts.stream().map((contact) -> {
			ContactDetails details = contact.details();
			return new @Nullable Object[] { parameter(contact.id()), contact.subAccount(), contact.mailbox(),
					details.address().address(), details.address().name(), locale(details), fields(details),
					contact.createdAt().toEpochMilli(), contact.changedAt().toEpochMilli() };
		}).toList());
	}

	void update(Collection<StoredContact> contacts) {
		UPDATE.update(this.store, contacts.stream().map((contact) -> {
			ContactDetails details = contact.details();
			return new @Nullable Object[] { details.address().address(), details.address().name(), locale(details),
					fields(details), contact.changedAt().toEpochMilli(), parameter(contact.id()) };
		}).toList());
	}

	/**
	 * Delete contacts with all that belongs to them.
	 * @param ids ids of contacts that are locked
	 */
	void delete(List<UUID> ids) {
		if (ids.isEmpty()) {
			return;
		}
		for (String[] table : new String[][] { { "sendpost_list_member", "contact_id" },
				{ "sendpost_topic_choice", "contact_id" }, { "sendpost_contact", "id" } }) {
			List<Object> parameters = new ArrayList<>();
			String among = Marks.among(table[1], ids.stream().map(this::parameter).toList(), parameters);
			this.store.update("delete from " + table[0] + " where " + among, parameters);
		}
	}

	/**
	 * Names of sub-accounts that have contacts, lists or topics, one after the other.
	 */
	@Nullable String subAccountAfter(String last) {
		return List.of("sendpost_contact", "sendpost_contact_list", "sendpost_topic")
			.stream()
			.map((table) -> this.store.jdbc()
				.queryForObject("select min(sub_account) from " + table + " where sub_account > ?", String.class, last))
			.filter(Objects::nonNull)
			.min(String::compareTo)
			.orElse(null);
	}

	private Object parameter(UUID id) {
		return this.store.platform().parameter(id);
	}

	private static @Nullable String locale(ContactDetails details) {
		return (details.locale() != null) ? details.locale().toLanguageTag() : null;
	}

	private String fields(ContactDetails details) {
		return details.fields().isEmpty() ? NO_FIELDS : this.json.writeValueAsString(new TreeMap<>(details.fields()));
	}

	private Map<String, String> fields(String text) {
		return text.equals(NO_FIELDS) ? Map.of() : this.json.readValue(text, FIELDS);
	}

	private StoredContact row(ResultSet row, boolean ofList) throws SQLException {
		EmailAddress address = EmailAddress.parse(required(row, "address"));
		String name = row.getString("name");
		String locale = row.getString("locale");
		ContactDetails details = new ContactDetails(new EmailAddress(name, address.localPart(), address.domain()),
				(locale != null) ? Locale.forLanguageTag(locale) : null, fields(required(row, "fields")));
		return new StoredContact(this.store.platform().requiredUuid(row, "id"), required(row, "sub_account"), details,
				Instant.ofEpochMilli(row.getLong("created_at")), Instant.ofEpochMilli(row.getLong("changed_at")),
				ofList ? MembershipStatus.valueOf(required(row, "membership")) : null);
	}

	private static String required(ResultSet row, String column) throws SQLException {
		return Objects.requireNonNull(row.getString(column), column);
	}

	/**
	 * How a row is locked against being removed, and not against others that lock it
	 * likewise where the database can do that.
	 */
	static String sharedLock(Store store) {
		return switch (store.platform()) {
			case POSTGRESQL -> " for share";
			case MYSQL, MARIADB -> " lock in share mode";
			case H2 -> " for update";
		};
	}

	/**
	 * What must hold of a row.
	 */
	record Condition(String sql, List<Object> parameters) {

		static final Condition NONE = new Condition("", List.of());

		Condition and(Condition other) {
			if (this.sql.isEmpty() || other.sql.isEmpty()) {
				return this.sql.isEmpty() ? other : this;
			}
			List<Object> both = new ArrayList<>(this.parameters);
			both.addAll(other.parameters);
			return new Condition(this.sql + " and " + other.sql, both);
		}

	}

}
