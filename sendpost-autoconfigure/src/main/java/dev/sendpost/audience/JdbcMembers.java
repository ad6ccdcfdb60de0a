package dev.sendpost.audience;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Memberships in the table {@code sendpost_list_member}. Who writes them holds the locks
 * on their list and their contacts.
 */
final class JdbcMembers {

	private static final RowInserter INSERT = new RowInserter("sendpost_list_member", "list_id", "contact_id", "status",
			"since");

	private static final String SELECT = "select list_id, contact_id, status, since, confirmed_at, confirmed_from"
			+ " from sendpost_list_member";

	private final Store store;

	JdbcMembers(Store store) {
		this.store = store;
	}

	Optional<Membership> find(UUID list, UUID contact) {
		return find(list, contact, "");
	}

	/**
	 * A membership as it is now, so that no other transaction changes it.
	 */
	Optional<Membership> lock(UUID list, UUID contact) {
		return find(list, contact, " for update");
	}

	private Optional<Membership> find(UUID list, UUID contact, String lock) {
		return query(" where list_id = ? and contact_id = ?" + lock, List.of(parameter(list), parameter(contact)))
			.stream()
			.findFirst();
	}

	/**
	 * The memberships of a contact, by list.
	 */
	List<Membership> of(UUID contact) {
		return query(" where contact_id = ? order by list_id", List.of(parameter(contact)));
	}

	private List<Membership> query(String condition, List<Object> parameters) {
		return this.store.jdbc().query(SELECT + condition, (row, number) -> membership(row), parameters.toArray());
	}

	private Membership membership(ResultSet row) throws SQLException {
		long confirmedAt = row.getLong("confirmed_at");
		Instant confirmed = row.wasNull() ? null : Instant.ofEpochMilli(confirmedAt);
		return new Membership(this.store.platform().requiredUuid(row, "list_id"),
				this.store.platform().requiredUuid(row, "contact_id"),
				MembershipStatus.valueOf(Objects.requireNonNull(row.getString("status"))),
				Instant.ofEpochMilli(row.getLong("since")), confirmed, row.getString("confirmed_from"));
	}

	/**
	 * In which ways contacts are on lists.
	 * @return the ways of those that are on any
	 */
	Map<UUID, Set<MembershipStatus>> statuses(List<UUID> contacts) {
		Map<UUID, Set<MembershipStatus>> statuses = new HashMap<>();
		if (contacts.isEmpty()) {
			return statuses;
		}
		List<Object> parameters = new ArrayList<>();
		String among = Marks.among("contact_id", parameters(contacts), parameters);
		this.store.jdbc().query("select contact_id, status from sendpost_list_member where " + among, (row) -> {
			statuses
				.computeIfAbsent(this.store.platform().requiredUuid(row, "contact_id"),
						(absent) -> EnumSet.noneOf(MembershipStatus.class))
				.add(MembershipStatus.valueOf(Objects.requireNonNull(row.getString("status"))));
		}, parameters.toArray());
		return statuses;
	}

	/**
	 * Insert memberships of contacts that have none of the list.
	 * @param contacts ids in ascending order
	 * @return how many were inserted
	 */
	int insertIfAbsent(UUID list, List<UUID> contacts, MembershipStatus status, Instant since) {
		return INSERT.insertIfAbsent(this.store,
				contacts.stream()
					.map((contact) -> new @Nullable Object[] { parameter(list), parameter(contact), status.name(),
							since.toEpochMilli() })
					.toList());
	}

	boolean insertIfAbsent(UUID list, UUID contact, MembershipStatus status, Instant since) {
		return insertIfAbsent(list, List.of(contact), status, since) > 0;
	}

	void update(Membership membership) {
		List<@Nullable Object> values = new ArrayList<>();
		values.add(membership.status().name());
		values.add(membership.since().toEpochMilli());
		values.add((membership.confirmedAt() != null) ? membership.confirmedAt().toEpochMilli() : null);
		values.add(membership.confirmedFrom());
		values.add(parameter(membership.list()));
		values.add(parameter(membership.contact()));
		this.store.update("update sendpost_list_member set status = ?, since = ?, confirmed_at = ?, confirmed_from = ?"
				+ " where list_id = ? and contact_id = ?", values);
	}

	int delete(UUID list, List<UUID> contacts) {
		List<Object> parameters = new ArrayList<>(List.of(parameter(list)));
		String among = Marks.among("contact_id", parameters(contacts), parameters);
		return this.store.update("delete from sendpost_list_member where list_id = ? and " + among, parameters);
	}

	void deleteAll(UUID list) {
		this.store.update("delete from sendpost_list_member where list_id = ?", List.of(parameter(list)));
	}

	private List<Object> parameters(List<UUID> ids) {
		return ids.stream().sorted().map(this::parameter).toList();
	}

	private Object parameter(UUID id) {
		return this.store.platform().parameter(id);
	}

}
