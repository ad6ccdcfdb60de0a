package dev.sendpost.subaccount;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.Submitter;
import dev.sendpost.store.CommittedCache;
import dev.sendpost.subaccount.AccountManagementException.Reason;
import dev.sendpost.subaccount.SubAccount.Block;
import org.jspecify.annotations.Nullable;

/**
 * The sub-accounts: those that properties define, and with a store those that are made
 * while the application runs. One named {@value SubAccount#DEFAULT} always exists.
 * Changes take part in the caller's transaction; other nodes see them within seconds.
 */
public final class SubAccounts {

	private static final int MAX_PAGE = 1000;

	private final Map<String, SubAccount> configured;

	private final @Nullable JdbcSubAccounts stored;

	private final @Nullable CommittedCache<String, StoredSubAccount> cache;

	private final Predicate<String> routes;

	private final Submitter submitter;

	/**
	 * Create the set of sub-accounts.
	 * @param configured those that properties define
	 * @param stored keeps the others, or {@code null} without a store
	 * @param routes tells whether there is a route of a name
	 * @param ticker tells how time goes by
	 */
	public SubAccounts(Collection<SubAccount> configured, @Nullable JdbcSubAccounts stored, Predicate<String> routes,
			Ticker ticker) {
		this.configured = new TreeMap<>();
		configured.forEach((subAccount) -> this.configured.put(subAccount.name(), subAccount));
		this.stored = stored;
		this.cache = (stored != null) ? new CommittedCache<>(stored::find, ticker) : null;
		this.routes = routes;
		this.submitter = Submitter.account();
	}

	private SubAccounts(SubAccounts all, Submitter submitter) {
		this.configured = all.configured;
		this.stored = all.stored;
		this.cache = all.cache;
		this.routes = all.routes;
		this.submitter = submitter;
	}

	/**
	 * The sub-accounts as a submitter may see them: a sub-account sees itself only, and
	 * changes nothing.
	 * @param submitter who asks
	 * @return what it may see
	 */
	public SubAccounts forSubmitter(Submitter submitter) {
		return new SubAccounts(this, submitter);
	}

	/**
	 * Find a sub-account by its name.
	 * @param name the name
	 * @return the sub-account, or nothing if there is none or the submitter may not see
	 * it
	 */
	public Optional<SubAccount> find(String name) {
		return this.submitter.maySee(name) ? existing(name) : Optional.empty();
	}

	/**
	 * Find a sub-account by its number.
	 * @param id the number
	 * @return the sub-account, or nothing if there is none or the submitter may not see
	 * it
	 */
	public Optional<SubAccount> find(int id) {
		Optional<SubAccount> configured = this.configured.values()
			.stream()
			.filter((subAccount) -> subAccount.id() == id)
			.findFirst();
		if (configured.isPresent() || id == builtIn().id()) {
			return configured.or(() -> existing(SubAccount.DEFAULT)).filter(this::isVisible);
		}
		return Optional.ofNullable(this.stored)
			.flatMap((stored) -> stored.find(id))
			.flatMap((row) -> existing(row.subAccount().name()))
			.filter(this::isVisible);
	}

	/**
	 * Whether sub-accounts can be made while the application runs.
	 * @return whether there is a store
	 */
	public boolean isStored() {
		return this.stored != null;
	}

	/**
	 * All sub-accounts that the submitter may see.
	 * @return the sub-accounts by name
	 */
	public List<SubAccount> list() {
		if (!this.submitter.wholeAccount()) {
			return existing(this.submitter.subAccount()).stream().toList();
		}
		Map<String, SubAccount> all = new TreeMap<>();
		all.put(SubAccount.DEFAULT, builtIn());
		if (this.stored != null) {
			this.stored.all().forEach((subAccount) -> all.put(subAccount.name(), subAccount));
		}
		all.putAll(this.configured);
		List<SubAccount> list = new ArrayList<>(all.values());
		list.sort(Comparator.comparing(SubAccount::name));
		return list;
	}

	/**
	 * List sub-accounts by name, a page at a time.
	 * @param text what the name, the name for people or a label has in it, in whatever
	 * case, or {@code null} for all
	 * @param after the name after which to begin, or {@code null} to begin at the start
	 * @param size how many to list at most, up to 1,000
	 * @return those that may be seen, in the order of their names, none if there are no
	 * more
	 */
	public List<SubAccount> list(@Nullable String text, @Nullable String after, int size) {
		int most = Math.max(1, Math.min(MAX_PAGE, size));
		String words = (text != null) ? text.toLowerCase(Locale.ROOT) : "";
		String last = (after != null) ? after : "";
		Set<String> known = new TreeSet<>(this.configured.keySet());
		known.add(SubAccount.DEFAULT);
		if (!this.submitter.wholeAccount()) {
			known = Set.of(this.submitter.subAccount());
		}
		Map<String, SubAccount> page = new TreeMap<>();
		for (String name : known) {
			existing(name).filter((subAccount) -> name.compareTo(last) > 0 && says(subAccount, words))
				.ifPresent((subAccount) -> page.put(name, subAccount));
		}
		if (this.stored != null && this.submitter.wholeAccount()) {
			for (SubAccount subAccount : this.stored.page(words, last, most + known.size())) {
				if (!known.contains(subAccount.name())) {
					page.put(subAccount.name(), subAccount);
				}
			}
		}
		return page.values().stream().limit(most).toList();
	}

	private static boolean says(SubAccount subAccount, String words) {
		String displayName = subAccount.settings().displayName();
		return subAccount.name().contains(words)
				|| (displayName != null && displayName.toLowerCase(Locale.ROOT).contains(words))
				|| subAccount.settings()
					.labels()
					.stream()
					.anyMatch((label) -> label.toLowerCase(Locale.ROOT).contains(words));
	}

	private boolean isVisible(SubAccount subAccount) {
		return this.submitter.maySee(subAccount.name());
	}

	private Optional<SubAccount> existing(String name) {
		SubAccount configured = this.configured.get(name);
		if (configured != null) {
			return Optional.of(configured);
		}
		Optional<StoredSubAccount> row = row(name);
		if (row.isEmpty() && name.equals(SubAccount.DEFAULT)) {
			return Optional.of(builtIn());
		}
		return row.filter((stored) -> !stored.removed()).map(StoredSubAccount::subAccount);
	}

	private Optional<StoredSubAccount> row(String name) {
		return (this.cache != null && SubAccountName.isValid(name)) ? this.cache.get(name) : Optional.empty();
	}

	/**
	 * Whether a sub-account of a name existed once and was removed, as against one that
	 * another node may know. Its name is not given again.
	 * @param name the name
	 * @return whether it was removed for good
	 */
	public boolean wasRemoved(String name) {
		return !this.configured.containsKey(name) && row(name).filter(StoredSubAccount::removed).isPresent();
	}

	private static SubAccount builtIn() {
		return new SubAccount(SubAccountName.number(SubAccount.DEFAULT), SubAccount.DEFAULT, SubAccountSettings.NONE,
				null, false, null);
	}

	/**
	 * Make a sub-account, in the caller's transaction.
	 * @param name its name, see {@link SubAccountName}
	 * @param settings what is set about it
	 * @return the sub-account
	 * @throws AccountManagementException if the name is not one, or is or was in use; if
	 * there is no such route; or if the submitter is not the account
	 * @throws StoreRequiredException without a store
	 */
	public SubAccount create(String name, SubAccountSettings settings) {
		JdbcSubAccounts stored = requireChangeable("Making a sub-account");
		String problem = SubAccountName.problem(name);
		if (problem != null) {
			throw new AccountManagementException(Reason.INVALID, problem);
		}
		if (name.equals(SubAccount.DEFAULT) || this.configured.containsKey(name)) {
			throw new AccountManagementException(Reason.EXISTS, "there is a sub-account '" + name + "' already");
		}
		requireRoutes(settings);
		SubAccount created = stored.insert(name, settings, this::isTaken);
		changed(name);
		return created;
	}

	/**
	 * Change what is set about a sub-account, in the caller's transaction.
	 * @param name its name
	 * @param change gives the new settings for the present ones
	 * @return the sub-account as it is now
	 * @throws AccountManagementException if there is none of that name, or properties
	 * define it; if there is no such route; or if the submitter is not the account
	 * @throws StoreRequiredException without a store
	 */
	public SubAccount update(String name, UnaryOperator<SubAccountSettings> change) {
		return change(name, (subAccount) -> {
			SubAccountSettings settings = change.apply(subAccount.settings());
			requireRoutes(settings);
			return new SubAccount(subAccount.id(), name, settings, subAccount.block(), false, subAccount.createdAt());
		});
	}

	/**
	 * Keep a sub-account from sending, in the caller's transaction: what it hands in is
	 * refused, and what waits is dropped when its time comes. Its keys may still read.
	 * @param name its name
	 * @param reason why, for the sub-account to read
	 * @return the sub-account as it is now
	 * @throws AccountManagementException if there is none of that name, properties define
	 * it, or it is the default one; or if the submitter is not the account
	 * @throws StoreRequiredException without a store
	 */
	public SubAccount block(String name, String reason) {
		JdbcSubAccounts stored = requireChangeable("Blocking a sub-account");
		requireNotDefault(name, "blocked");
		Block block = new Block(stored.now(), reason);
		return change(name, (subAccount) -> subAccount.isBlocked() ? subAccount : withBlock(subAccount, block));
	}

	/**
	 * Let a sub-account send again, in the caller's transaction.
	 * @param name its name
	 * @return the sub-account as it is now
	 * @throws AccountManagementException if there is none of that name, or properties
	 * define it; or if the submitter is not the account
	 * @throws StoreRequiredException without a store
	 */
	public SubAccount unblock(String name) {
		return change(name, (subAccount) -> withBlock(subAccount, null));
	}

	private static SubAccount withBlock(SubAccount subAccount, @Nullable Block block) {
		return new SubAccount(subAccount.id(), subAccount.name(), subAccount.settings(), block, false,
				subAccount.createdAt());
	}

	/**
	 * Remove a sub-account for good, in the caller's transaction: its keys are revoked,
	 * its upstream credentials are deleted, and mail of it that waits is dropped when its
	 * time comes. The log of its mail stays as long as any, and its name is not given
	 * again. Its audience is deleted by a job.
	 * @param name its name
	 * @throws AccountManagementException if there is none of that name, properties define
	 * it, or it is the default one; or if the submitter is not the account
	 * @throws StoreRequiredException without a store
	 */
	public void remove(String name) {
		JdbcSubAccounts stored = requireChangeable("Removing a sub-account");
		requireNotDefault(name, "removed");
		requireNotConfigured(name);
		stored.remove(name);
		changed(name);
	}

	private SubAccount change(String name, UnaryOperator<SubAccount> change) {
		JdbcSubAccounts stored = requireChangeable("Changing a sub-account");
		requireNotConfigured(name);
		SubAccount changed = stored.change(name, change);
		changed(name);
		return changed;
	}

	private JdbcSubAccounts requireChangeable(String what) {
		if (!this.submitter.wholeAccount()) {
			throw new AccountManagementException(Reason.NOT_ALLOWED,
					"sub-accounts are managed by the account, not by one of them");
		}
		if (this.stored == null) {
			throw new StoreRequiredException(what);
		}
		return this.stored;
	}

	private static void requireNotDefault(String name, String what) {
		if (name.equals(SubAccount.DEFAULT)) {
			throw new AccountManagementException(Reason.NOT_ALLOWED,
					"the sub-account '" + name + "' always exists and cannot be " + what);
		}
	}

	void requireNotConfigured(String name) {
		if (this.configured.containsKey(name)) {
			throw new AccountManagementException(Reason.CONFIGURED, "the sub-account '" + name
					+ "' is defined by the properties sendpost.sub-accounts." + name + ".*; change it there");
		}
	}

	private void requireRoutes(SubAccountSettings settings) {
		requireRoute(settings.route());
		List<String> keyRoutes = settings.keyRoutes();
		if (keyRoutes != null) {
			keyRoutes.forEach(this::requireRoute);
		}
	}

	private void requireRoute(@Nullable String route) {
		if (route != null && !this.routes.test(route)) {
			throw new AccountManagementException(Reason.INVALID, "there is no route or transport '" + route + "'");
		}
	}

	private boolean isTaken(int id) {
		return id == builtIn().id()
				|| this.configured.values().stream().anyMatch((subAccount) -> subAccount.id() == id);
	}

	private void changed(String name) {
		if (this.cache != null) {
			this.cache.changed(name);
		}
	}

	static AccountManagementException unknown(String name) {
		return new AccountManagementException(Reason.UNKNOWN,
				"there is no sub-account '" + SingleLine.printable(name, SubAccountName.MAX_LENGTH) + "'");
	}

}
