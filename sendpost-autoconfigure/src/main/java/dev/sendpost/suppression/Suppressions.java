package dev.sendpost.suppression;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.PersonalDataEraser;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.store.Store;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Who must not get mail. Changes are made in the caller's transaction. Without a store,
 * there are only the entries from the configuration.
 */
public final class Suppressions implements DisposableBean {

	private static final int ROWS_AT_ONCE = 500;

	private final SuppressionSettings settings;

	private final SuppressionKeys keys;

	private final ConfiguredSuppressions configured;

	private final SuppressionLookup lookup;

	private final @Nullable Stored stored;

	private final Supplier<List<PersonalDataEraser>> erasers;

	/**
	 * Create the list.
	 * @param settings how it is kept
	 * @param configured the entries from the configuration
	 * @param store where the others are kept, or {@code null} if nowhere
	 * @param erasers those who keep something else about persons
	 */
	public Suppressions(SuppressionSettings settings, Collection<SuppressionTarget> configured, @Nullable Store store,
			Supplier<List<PersonalDataEraser>> erasers) {
		this.settings = settings;
		this.keys = new SuppressionKeys(settings);
		this.stored = (store != null) ? new Stored(store, this.keys, settings) : null;
		this.configured = new ConfiguredSuppressions(configured, this.keys);
		this.lookup = new SuppressionLookup(this.keys, this.configured,
				(this.stored != null) ? this.stored.suppressions : null,
				(this.stored != null) ? this.stored.filter : null);
		this.erasers = erasers;
	}

	/**
	 * Add entries. One about the same target with the same scope and reason stays as it
	 * is, unless the new one lasts longer or the old one has ended.
	 * @param added the entries
	 * @return the entries as they are now
	 * @throws StoreRequiredException without a store
	 */
	public List<Suppression> add(Collection<NewSuppression> added) {
		Stored stored = stored("Suppressing somebody");
		return stored.store.inCallersTransaction(() -> {
			stored.writer.add(added);
			List<StoredSuppression> found = stored.suppressions
				.findAll(added.stream().map((suppression) -> this.keys.key(suppression.target())).toList());
			return added.stream().map((suppression) -> {
				UUID key = this.keys.key(suppression.target());
				return found.stream()
					.filter((entry) -> entry.key().equals(key))
					.map(StoredSuppression::suppression)
					.filter((entry) -> entry.reason() == suppression.reason()
							&& entry.scope().equals(suppression.scope()))
					.findFirst()
					.orElseGet(() -> stored.current(key, suppression));
			}).toList();
		});
	}

	/**
	 * Add an entry.
	 * @param added the entry
	 * @return the entry as it is now
	 * @throws StoreRequiredException without a store
	 */
	public Suppression add(NewSuppression added) {
		return add(List.of(added)).get(0);
	}

	/**
	 * Let somebody get mail again, as far as entries about just this target and scope
	 * keep it back. Entries about its domain, of other scopes, and from the configuration
	 * stay. Soft bounces are counted anew.
	 * @param target an address, a domain, or {@code *.} and a domain
	 * @param scope the scope
	 * @return how many entries were lifted
	 * @throws InvalidEmailException if the target is none of these
	 * @throws StoreRequiredException without a store
	 */
	public int lift(String target, SuppressionScope scope) {
		return lift(SuppressionTarget.parse(target), scope, null);
	}

	/**
	 * Lift the entry about a target with one reason.
	 * @param target whom it is about
	 * @param scope the scope
	 * @param reason the reason, or {@code null} for all reasons
	 * @return how many entries were lifted
	 * @throws StoreRequiredException without a store
	 */
	public int lift(SuppressionTarget target, SuppressionScope scope, @Nullable SuppressionReason reason) {
		Stored stored = stored("Lifting a suppression");
		return stored.store.inCallersTransaction(() -> {
			stored.softBounces.forget(target, scope);
			return stored.writer.lift(target, scope, reason);
		});
	}

	/**
	 * The entries about just this target, of all scopes, also those that have ended.
	 * @param target an address, a domain, or {@code *.} and a domain
	 * @return the entries, none without a store
	 * @throws InvalidEmailException if the target is none of these
	 */
	public List<Suppression> find(String target) {
		if (this.stored == null) {
			return List.of();
		}
		return this.stored.suppressions.findAll(this.keys.own(SuppressionTarget.parse(target)))
			.stream()
			.map(StoredSuppression::suppression)
			.sorted(Comparator.comparing(Suppression::id))
			.toList();
	}

	/**
	 * Lift one entry, also one of which only a hash is kept. Others about the same target
	 * stay. Soft bounces are counted anew.
	 * @param id the id of the entry
	 * @return whether there was one
	 * @throws StoreRequiredException without a store
	 */
	public boolean lift(long id) {
		Stored stored = stored("Lifting a suppression");
		return stored.store.inCallersTransaction(() -> {
			Optional<StoredSuppression> found = stored.suppressions.find(id);
			if (found.isEmpty()) {
				return false;
			}
			Suppression entry = found.get().suppression();
			stored.softBounces.forget(found.get().key(), entry.scope());
			if (entry.target() != null) {
				stored.softBounces.forget(entry.target(), entry.scope());
			}
			return stored.writer.lift(found.get()) > 0;
		});
	}

	/**
	 * Find an entry by its id.
	 * @param id the id
	 * @return the entry, also one that has ended; nothing without a store
	 */
	public Optional<Suppression> find(long id) {
		return (this.stored != null) ? this.stored.suppressions.find(id).map(StoredSuppression::suppression)
				: Optional.empty();
	}

	/**
	 * The entries from the configuration, which cannot be lifted.
	 * @return the entries by their targets
	 */
	public List<Suppression> configured() {
		return this.configured.all();
	}

	/**
	 * Whether entries can be added and lifted.
	 * @return whether there is a store
	 */
	public boolean isStored() {
		return this.stored != null;
	}

	/**
	 * Find entries.
	 * @param search which
	 * @return a page of them
	 * @throws StoreRequiredException without a store
	 */
	public SuppressionPage search(SuppressionSearch search) {
		return stored("Searching suppressions").suppressions.search(search);
	}

	/**
	 * Say whether an address gets mail, and why not, since when and by whose doing.
	 * @param address the address
	 * @param subAccount the name of the sub-account whose mail it is about
	 * @param stream the kind of mail
	 * @return the explanation
	 */
	public SuppressionExplanation explain(EmailAddress address, String subAccount, EmailStream stream) {
		return Objects.requireNonNull(explain(List.of(address), subAccount, stream).get(address));
	}

	/**
	 * Say of many addresses at once whether they get mail, and why not.
	 * @param addresses the addresses
	 * @param subAccount the name of the sub-account whose mail it is about
	 * @param stream the kind of mail
	 * @return the explanation for each address
	 */
	public Map<EmailAddress, SuppressionExplanation> explain(Collection<EmailAddress> addresses, String subAccount,
			EmailStream stream) {
		Map<EmailAddress, List<Suppression>> found = this.lookup.find(addresses, subAccount);
		Map<EmailAddress, SuppressionExplanation> explanations = new HashMap<>();
		for (EmailAddress address : addresses) {
			List<Suppression> entries = found.getOrDefault(address, List.of());
			explanations.put(address, new SuppressionExplanation(address, subAccount, stream,
					blocking(entries, stream).orElse(null), entries));
		}
		return explanations;
	}

	/**
	 * Say whether an address gets mail without asking the database about each: what
	 * another node added in the last seconds may be missing. For saying early what the
	 * gateway will find out anyway.
	 * @param address the address
	 * @param subAccount the name of the sub-account whose mail it is about
	 * @param stream the kind of mail
	 * @return what keeps the mail back, empty if nothing is known to
	 */
	public Optional<Suppression> findBlocking(EmailAddress address, String subAccount, EmailStream stream) {
		List<Suppression> entries = this.lookup.findCheaply(List.of(address), subAccount)
			.getOrDefault(address, List.of());
		return blocking(entries, stream);
	}

	/**
	 * Remove what is kept about a person: in the log, in contents of messages to nobody
	 * else, and wherever else a {@link PersonalDataEraser} knows of. Of a suppression, a
	 * hash stays, so that the person still gets no mail.
	 * @param address the person's address
	 * @return how many things could not be removed yet, such as a message that is being
	 * sent; call again later to remove them
	 * @throws IllegalStateException if there is no secret to hash with
	 * @throws StoreRequiredException without a store
	 */
	public int erase(EmailAddress address) {
		Stored stored = stored("Erasing a person");
		if (!this.keys.hasSecret()) {
			throw new IllegalStateException("Erasing a person needs the property 'sendpost.suppression.hash-secret': "
					+ "of a suppression, a hash under that secret stays");
		}
		return stored.store.inCallersTransaction(() -> {
			// Recipients before suppressions, as when facts are recorded: no deadlock.
			int left = this.erasers.get().stream().mapToInt((eraser) -> eraser.erase(address)).sum();
			stored.softBounces.forget(address);
			stored.writer.hash(address);
			return left;
		});
	}

	/**
	 * Delete entries that have ended and soft bounces that count no more and, where only
	 * hashes are to be kept, hash what was added before. To be called from time to time.
	 */
	public void cleanUp() {
		Stored stored = stored("Cleaning up suppressions");
		stored.deleteEnded();
		stored.softBounces.deleteOld();
		if (this.settings.hashOnly()) {
			stored.hashReadable();
		}
	}

	/**
	 * The entry that keeps back a kind of mail; of several, the one that lasts longest
	 * and is oldest.
	 */
	static Optional<Suppression> blocking(List<Suppression> entries, EmailStream stream) {
		return entries.stream()
			.filter((entry) -> entry.blocks(stream))
			.min(Comparator.comparing((Suppression entry) -> entry.expiresAt() != null).thenComparing(Suppression::id));
	}

	SuppressionLookup lookup() {
		return this.lookup;
	}

	SuppressionSettings settings() {
		return this.settings;
	}

	/**
	 * Add entries from a file, which may be hashes.
	 * @return how many were not there before
	 */
	int addImported(Collection<NewSuppression> readable, Collection<StoredSuppression> hashed) {
		Stored stored = stored("Importing suppressions");
		return stored.store.inOwnTransaction(() -> stored.writer.add(readable) + stored.writer.addHashed(hashed));
	}

	/**
	 * Add entries in the current transaction, in which facts are recorded.
	 */
	void addRecorded(Collection<NewSuppression> added) {
		stored("Suppressing somebody").writer.add(added);
	}

	SoftBounces softBounces() {
		return stored("Counting soft bounces").softBounces;
	}

	JdbcSuppressions entries() {
		return stored("Reading suppressions").suppressions;
	}

	Store store() {
		return stored("Suppressing somebody").store;
	}

	private Stored stored(String what) {
		if (this.stored == null) {
			throw new StoreRequiredException(what);
		}
		return this.stored;
	}

	@Override
	public void destroy() {
		if (this.stored != null) {
			this.stored.filter.destroy();
		}
	}

	/**
	 * What is in the database.
	 */
	private static final class Stored {

		private final Store store;

		private final JdbcSuppressions suppressions;

		private final SuppressionFilter filter;

		private final SuppressionWriter writer;

		private final SoftBounces softBounces;

		/** Up to which id no address is readable. */
		private volatile long hashedUpTo;

		Stored(Store store, SuppressionKeys keys, SuppressionSettings settings) {
			this.store = store;
			this.suppressions = new JdbcSuppressions(store);
			this.filter = new SuppressionFilter(this.suppressions, System::nanoTime);
			this.writer = new SuppressionWriter(store, this.suppressions, keys, this.filter::add);
			this.softBounces = new SoftBounces(store, keys, settings.softBounceWindow());
		}

		/**
		 * An entry that was not seen, though it was there: committed since the caller's
		 * transaction began, or lifted since it was added.
		 */
		private Suppression current(UUID key, NewSuppression added) {
			return lock(key, added).or(() -> {
				this.writer.add(List.of(added));
				return lock(key, added);
			}).orElseThrow();
		}

		private Optional<Suppression> lock(UUID key, NewSuppression added) {
			return this.suppressions.lock(key, JdbcSuppressions.subAccount(added.scope()), added.reason())
				.map(StoredSuppression::suppression);
		}

		void deleteEnded() {
			long now = this.store.now().toEpochMilli();
			long last = 0;
			List<Long> ended = ended(last, now);
			while (!ended.isEmpty() && !Thread.currentThread().isInterrupted()) {
				List<Object[]> rows = ended.stream().map((id) -> new Object[] { id, now }).toList();
				this.store.inOwnTransaction(() -> this.store.jdbc()
					.batchUpdate("delete from sendpost_suppression where id = ? and expires_at <= ?", rows));
				last = ended.get(ended.size() - 1);
				ended = ended(last, now);
			}
		}

		private List<Long> ended(long after, long now) {
			return this.store.jdbc()
				.queryForList("select id from sendpost_suppression where expires_at <= ? and id > ? order by id limit "
						+ ROWS_AT_ONCE, Long.class, now, after);
		}

		/**
		 * Hash what was added before only hashes were kept, or since by a node that does
		 * not keep only hashes yet.
		 */
		void hashReadable() {
			List<StoredSuppression> page = next();
			while (!page.isEmpty() && !Thread.currentThread().isInterrupted()) {
				List<StoredSuppression> readable = page.stream().filter(Stored::isReadableAddress).toList();
				this.store.inOwnTransaction(() -> {
					this.writer.hash(readable);
					return null;
				});
				this.hashedUpTo = page.get(page.size() - 1).suppression().id();
				page = next();
			}
		}

		private List<StoredSuppression> next() {
			return this.suppressions.ascending(SuppressionSearch.all(), this.hashedUpTo, ROWS_AT_ONCE);
		}

		private static boolean isReadableAddress(StoredSuppression stored) {
			SuppressionTarget target = stored.suppression().target();
			return target != null && target.kind() == SuppressionTarget.Kind.ADDRESS;
		}

	}

}
