package dev.sendpost.suppression;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.EmailAddress;
import dev.sendpost.store.Columns;
import dev.sendpost.store.RowInserter;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * Changes the table {@code sendpost_suppression}, in the current transaction. There is
 * one entry for each target, scope and reason; one that is there already never gets
 * weaker by being added again.
 */
final class SuppressionWriter {

	private static final RowInserter ROWS = new RowInserter("sendpost_suppression", "target_key", "sub_account",
			"reason", "target", "smtp_error", "created_at", "created_by", "expires_at");

	private static final String WHERE_IDENTITY = " where target_key = ? and sub_account = ? and reason = ?";

	private static final int MAX_TEXT_LENGTH = 1000;

	/** What of a server's reply holds no address: its codes. */
	private static final Pattern CODES = Pattern.compile("\\s*(\\d{3}(?:[ -]\\d\\.\\d{1,3}\\.\\d{1,3})?)");

	private final Store store;

	private final JdbcSuppressions suppressions;

	private final SuppressionKeys keys;

	private final Consumer<UUID> inserting;

	/**
	 * Create a writer.
	 * @param inserting told of each key that is about to be inserted
	 */
	SuppressionWriter(Store store, JdbcSuppressions suppressions, SuppressionKeys keys, Consumer<UUID> inserting) {
		this.store = store;
		this.suppressions = suppressions;
		this.keys = keys;
		this.inserting = inserting;
	}

	/**
	 * Add entries.
	 * @return how many were not there before
	 */
	int add(Collection<NewSuppression> added) {
		Instant now = this.store.now();
		Map<Identity, Entry> entries = new LinkedHashMap<>();
		for (NewSuppression suppression : added) {
			boolean hashOnly = this.keys.keepsHashOnly(suppression.target());
			merge(entries,
					new Entry(identity(this.keys.key(suppression.target()), suppression),
							hashOnly ? null : suppression.target(),
							hashOnly ? codes(suppression.smtpError()) : suppression.smtpError(),
							Objects.requireNonNullElse(suppression.since(), now), suppression.createdBy(),
							suppression.expiresAt()),
					now);
		}
		return write(entries, now);
	}

	/**
	 * Add entries of which only the hash is known.
	 */
	int addHashed(Collection<StoredSuppression> hashed) {
		Instant now = this.store.now();
		Map<Identity, Entry> entries = new LinkedHashMap<>();
		hashed.forEach((stored) -> merge(entries, hashed(stored.key(), stored.suppression(), now), now));
		return write(entries, now);
	}

	private static Entry hashed(UUID key, Suppression suppression, Instant now) {
		return new Entry(identity(key, suppression), null, codes(suppression.smtpError()),
				Objects.requireNonNullElse(suppression.since(), now), suppression.createdBy(), suppression.expiresAt());
	}

	private static void merge(Map<Identity, Entry> entries, Entry entry, Instant now) {
		entries.merge(entry.identity(), entry,
				(first, second) -> Objects.requireNonNullElse(first.strengthened(second, now), first));
	}

	/*
	 * In the order of their keys, so that transactions that add the same wait for each
	 * other and do not lock each other out.
	 */
	private int write(Map<Identity, Entry> entries, Instant now) {
		if (entries.isEmpty()) {
			return 0;
		}
		Map<Identity, Entry> known = known(entries.keySet());
		List<Entry> absent = new ArrayList<>();
		List<Entry> changed = new ArrayList<>();
		entries.values().stream().sorted(Comparator.comparing((entry) -> entry.identity().key())).forEach((entry) -> {
			Entry before = known.get(entry.identity());
			if (before == null) {
				this.inserting.accept(entry.identity().key());
				absent.add(entry);
			}
			else if (before.strengthened(entry, now) != null) {
				changed.add(entry);
			}
		});
		int inserted = ROWS.insertIfAbsent(this.store, absent.stream().map(this::row).toList());
		if (inserted < absent.size()) {
			absent.forEach((entry) -> strengthen(entry, now, this.suppressions::lock));
		}
		changed.forEach((entry) -> strengthen(entry, now, this.suppressions::lockForUpdate));
		return inserted;
	}

	/**
	 * Decide by the entry as it is now: another transaction may have written it since it
	 * was read.
	 */
	private void strengthen(Entry entry, Instant now, Lock lock) {
		Identity identity = entry.identity();
		Entry before = lock.read(identity.key(), identity.subAccount(), identity.reason())
			.map(SuppressionWriter::entry)
			.orElse(null);
		if (before == null) {
			this.inserting.accept(identity.key());
			ROWS.insertIfAbsent(this.store, List.<@Nullable Object[]>of(row(entry)));
			return;
		}
		Entry after = before.strengthened(entry, now);
		if (after != null) {
			update(after);
		}
	}

	private Map<Identity, Entry> known(Collection<Identity> identities) {
		Map<Identity, Entry> known = new HashMap<>();
		for (StoredSuppression stored : this.suppressions.findAll(identities.stream().map(Identity::key).toList())) {
			Entry entry = entry(stored);
			known.put(entry.identity(), entry);
		}
		return known;
	}

	private static Entry entry(StoredSuppression stored) {
		Suppression suppression = stored.suppression();
		return new Entry(identity(stored.key(), suppression), suppression.target(), suppression.smtpError(),
				Objects.requireNonNullElse(suppression.since(), Instant.EPOCH), suppression.createdBy(),
				suppression.expiresAt());
	}

	private @Nullable Object[] row(Entry entry) {
		return new @Nullable Object[] { this.store.platform().parameter(entry.identity().key()),
				entry.identity().subAccount(), entry.identity().reason().number(),
				(entry.target() != null) ? entry.target().toString() : null,
				Columns.fit(entry.smtpError(), MAX_TEXT_LENGTH), entry.since().toEpochMilli(), entry.createdBy(),
				(entry.expiresAt() != null) ? entry.expiresAt().toEpochMilli() : null };
	}

	private void update(Entry entry) {
		List<@Nullable Object> values = new ArrayList<>();
		values.add(Columns.fit(entry.smtpError(), MAX_TEXT_LENGTH));
		values.add(entry.since().toEpochMilli());
		values.add(entry.createdBy());
		values.add((entry.expiresAt() != null) ? entry.expiresAt().toEpochMilli() : null);
		values.add(this.store.platform().parameter(entry.identity().key()));
		values.add(entry.identity().subAccount());
		values.add(entry.identity().reason().number());
		this.store.update("update sendpost_suppression set smtp_error = ?, created_at = ?, created_by = ?,"
				+ " expires_at = ?" + WHERE_IDENTITY, values);
	}

	/**
	 * Lift the entries about a target in a scope.
	 * @param reason those with this reason, or {@code null} for all
	 * @return how many there were
	 */
	int lift(SuppressionTarget target, SuppressionScope scope, @Nullable SuppressionReason reason) {
		int lifted = 0;
		for (UUID key : this.keys.own(target)) {
			List<Object> values = new ArrayList<>(
					List.of(this.store.platform().parameter(key), JdbcSuppressions.subAccount(scope)));
			if (reason != null) {
				values.add(reason.number());
			}
			lifted += this.store.update("delete from sendpost_suppression where target_key = ? and sub_account = ?"
					+ ((reason != null) ? " and reason = ?" : ""), values);
		}
		return lifted;
	}

	/**
	 * Lift one entry.
	 * @return how many there were
	 */
	int lift(StoredSuppression stored) {
		return this.store.update("delete from sendpost_suppression" + WHERE_IDENTITY,
				List.of(this.store.platform().parameter(stored.key()),
						JdbcSuppressions.subAccount(stored.suppression().scope()),
						stored.suppression().reason().number()));
	}

	/**
	 * Keep of entries only a hash.
	 * @param readable entries with their target
	 */
	void hash(Collection<StoredSuppression> readable) {
		Instant now = this.store.now();
		for (StoredSuppression stored : readable) {
			Suppression suppression = stored.suppression();
			SuppressionTarget target = Objects.requireNonNull(suppression.target());
			Entry hashed = hashed(this.keys.hashed(stored.key(), target), suppression, now);
			write(Map.of(hashed.identity(), hashed), now);
			lift(stored);
		}
	}

	/**
	 * Keep only hashes of the entries about an address.
	 * @return how many entries there were
	 */
	int hash(EmailAddress address) {
		List<StoredSuppression> readable = this.suppressions
			.findAll(List.of(this.keys.plain(SuppressionTarget.of(address)), this.keys.unfolded(address)))
			.stream()
			.filter((stored) -> stored.suppression().target() != null)
			.toList();
		hash(readable);
		return readable.size();
	}

	private static Identity identity(UUID key, NewSuppression suppression) {
		return new Identity(key, JdbcSuppressions.subAccount(suppression.scope()), suppression.reason());
	}

	private static Identity identity(UUID key, Suppression suppression) {
		return new Identity(key, JdbcSuppressions.subAccount(suppression.scope()), suppression.reason());
	}

	private static @Nullable String codes(@Nullable String smtpError) {
		if (smtpError == null) {
			return null;
		}
		Matcher matcher = CODES.matcher(smtpError);
		return matcher.lookingAt() ? matcher.group(1) : null;
	}

	/**
	 * Reads an entry so that no other transaction changes it.
	 */
	private interface Lock {

		Optional<StoredSuppression> read(UUID key, String subAccount, SuppressionReason reason);

	}

	/**
	 * What there is one entry for.
	 */
	private record Identity(UUID key, String subAccount, SuppressionReason reason) {

	}

	/**
	 * An entry.
	 */
	private record Entry(Identity identity, @Nullable SuppressionTarget target, @Nullable String smtpError,
			Instant since, String createdBy, @Nullable Instant expiresAt) {

		/**
		 * The entry after it is added again, or {@code null} if that changes nothing. One
		 * that has ended begins anew.
		 */
		@Nullable Entry strengthened(Entry other, Instant now) {
			if (this.expiresAt == null) {
				return null;
			}
			if (!this.expiresAt.isAfter(now)) {
				return new Entry(this.identity, this.target, other.smtpError, other.since, other.createdBy,
						other.expiresAt);
			}
			if (other.expiresAt != null && !other.expiresAt.isAfter(this.expiresAt)) {
				return null;
			}
			return new Entry(this.identity, this.target, this.smtpError, this.since, this.createdBy, other.expiresAt);
		}

	}

}
