package dev.sendpost.audience;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.store.Store;

/**
 * Lists in the table {@code sendpost_contact_list}.
 */
final class JdbcLists {

	private static final String COLUMNS = "id, sub_account, name, description, double_opt_in, created_at";

	private final Store store;

	JdbcLists(Store store) {
		this.store = store;
	}

	Optional<ContactList> find(String subAccount, UUID id) {
		return find(subAccount, id, "");
	}

	/**
	 * A list, so that no other transaction removes it.
	 */
	Optional<ContactList> lockShared(String subAccount, UUID id) {
		return find(subAccount, id, JdbcContacts.sharedLock(this.store));
	}

	/**
	 * A list as it is now, so that no other transaction changes it.
	 */
	Optional<ContactList> lock(String subAccount, UUID id) {
		return find(subAccount, id, " for update");
	}

	private Optional<ContactList> find(String subAccount, UUID id, String lock) {
		return query(" where id = ? and sub_account = ?" + lock, this.store.platform().parameter(id), subAccount)
			.stream()
			.findFirst();
	}

	Optional<ContactList> find(String subAccount, String name) {
		return query(" where sub_account = ? and name = ?", subAccount, name).stream().findFirst();
	}

	/**
	 * All lists of a sub-account, by name.
	 */
	List<ContactList> all(String subAccount) {
		return query(" where sub_account = ? order by name", subAccount);
	}

	int count(String subAccount) {
		Integer count = this.store.jdbc()
			.queryForObject("select count(*) from sendpost_contact_list where sub_account = ?", Integer.class,
					subAccount);
		return (count != null) ? count : 0;
	}

	private List<ContactList> query(String condition, Object... parameters) {
		return this.store.jdbc()
			.query("select " + COLUMNS + " from sendpost_contact_list" + condition, (row, number) -> list(row),
					parameters);
	}

	private ContactList list(ResultSet row) throws SQLException {
		return new ContactList(this.store.platform().requiredUuid(row, "id"),
				new ListDetails(Objects.requireNonNull(row.getString("name")),
						Objects.requireNonNullElse(row.getString("description"), ""), row.getBoolean("double_opt_in")),
				Instant.ofEpochMilli(row.getLong("created_at")));
	}

	boolean insertIfAbsent(String subAccount, ContactList list) {
		ListDetails details = list.details();
		return this.store.insertIfAbsent("sendpost_contact_list", COLUMNS, this.store.platform().parameter(list.id()),
				subAccount, details.name(), details.description(), details.doubleOptIn(),
				list.createdAt().toEpochMilli());
	}

	/**
	 * Change a list that is locked.
	 * @throws org.springframework.dao.DuplicateKeyException if another has its name
	 */
	void update(ContactList list) {
		ListDetails details = list.details();
		this.store.update("update sendpost_contact_list set name = ?, description = ?, double_opt_in = ? where id = ?",
				List.of(details.name(), details.description(), details.doubleOptIn(),
						this.store.platform().parameter(list.id())));
	}

	void delete(UUID id) {
		this.store.update("delete from sendpost_contact_list where id = ?",
				List.of(this.store.platform().parameter(id)));
	}

}
