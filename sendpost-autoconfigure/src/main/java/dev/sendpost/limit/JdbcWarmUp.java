package dev.sendpost.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.sendpost.EmailAddress;
import dev.sendpost.store.Store;
import dev.sendpost.transport.RouteCapacity;

/**
 * Keeps routes to their warm-up plans, on all nodes together: counts in the table
 * {@code sendpost_warm_up} whom each route was tried for on a day.
 */
public final class JdbcWarmUp implements RouteCapacity {

	/** How many providers are told of. */
	private static final int MAX_SHOWN = 10;

	private final Store store;

	private final Map<String, WarmUpPlan> plans;

	private final RecipientProviders providers;

	/** The days on which a provider got all that it may from a route. */
	private final Map<Share, LocalDate> full = new ConcurrentHashMap<>();

	/**
	 * Create a warm-up.
	 * @param store where to count
	 * @param plans the plans by the names of routes
	 * @param providers tells the providers of recipients
	 */
	public JdbcWarmUp(Store store, Map<String, WarmUpPlan> plans, RecipientProviders providers) {
		this.store = store;
		this.plans = Map.copyOf(plans);
		this.providers = providers;
	}

	@Override
	public Optional<Instant> reserve(String route, List<EmailAddress> recipients) {
		WarmUpPlan plan = this.plans.get(route);
		if (plan == null) {
			return Optional.empty();
		}
		LocalDate day = WarmUpPlan.day(this.store.now());
		if (plan.cap(day).isEmpty()) {
			return Optional.empty();
		}
		int cap = plan.cap(day).getAsInt();
		Map<String, Integer> wanted = new TreeMap<>();
		recipients.forEach((recipient) -> wanted.merge(this.providers.of(recipient), 1, Integer::sum));
		return reserve(route, wanted, day, cap) ? Optional.empty() : Optional.of(plan.roomAfter(day));
	}

	/**
	 * Reserve for all providers of a message, in the same order on all nodes, or for
	 * none. A message for more recipients than a day's cap goes when it is the first of
	 * the day, since it would never go otherwise.
	 */
	private boolean reserve(String route, Map<String, Integer> wanted, LocalDate day, int cap) {
		if (cap == 0 || wanted.keySet()
			.stream()
			.anyMatch((provider) -> day.equals(this.full.get(new Share(route, provider))))) {
			return false;
		}
		return Boolean.TRUE.equals(this.store.inOwnTransaction(() -> {
			Map<Share, Integer> reserved = new LinkedHashMap<>();
			for (Map.Entry<String, Integer> provider : wanted.entrySet()) {
				Share share = new Share(route, provider.getKey());
				if (!add(share, provider.getValue(), day, cap)) {
					reserved.forEach((other, recipients) -> giveBack(other, recipients, day));
					return false;
				}
				reserved.put(share, provider.getValue());
			}
			return true;
		}));
	}

	private boolean add(Share share, int recipients, LocalDate day, int cap) {
		if (update(share, recipients, day, cap)) {
			return true;
		}
		this.store.insertOrLock("sendpost_warm_up", "route, provider, sent_on, recipients", share.route(),
				share.provider(), day.toEpochDay(), 0);
		if (update(share, recipients, day, cap)) {
			return true;
		}
		if (recipients == 1) {
			this.full.values().removeIf((other) -> !other.equals(day));
			this.full.put(share, day);
		}
		return false;
	}

	private boolean update(Share share, int recipients, LocalDate day, int cap) {
		return this.store.jdbc()
			.update("update sendpost_warm_up set recipients = recipients + ? where route = ? and provider = ?"
					+ " and sent_on = ? and (recipients = 0 or recipients + ? <= ?)", recipients, share.route(),
					share.provider(), day.toEpochDay(), recipients, cap) > 0;
	}

	private void giveBack(Share share, int recipients, LocalDate day) {
		this.store.jdbc()
			.update("update sendpost_warm_up set recipients = recipients - ? where route = ? and provider = ?"
					+ " and sent_on = ?", recipients, share.route(), share.provider(), day.toEpochDay());
	}

	/**
	 * How the warm-up of a route is going.
	 * @param route the name of the route, or of the transport
	 * @return how it is going today, empty if the route has no plan
	 */
	public Optional<WarmUpDay> today(String route) {
		WarmUpPlan plan = this.plans.get(route);
		if (plan == null) {
			return Optional.empty();
		}
		LocalDate day = WarmUpPlan.day(this.store.now());
		Map<String, Integer> recipients = new LinkedHashMap<>();
		this.store.jdbc()
			.query("select provider, recipients from sendpost_warm_up where route = ? and sent_on = ?"
					+ " order by recipients desc, provider limit ?", (row) -> {
						recipients.put(row.getString("provider"), row.getInt("recipients"));
					}, route, day.toEpochDay(), MAX_SHOWN);
		OptionalInt cap = plan.cap(day);
		return Optional.of(new WarmUpDay(plan, cap.isPresent() ? cap.getAsInt() : null, recipients));
	}

	/**
	 * Forget the days that are over.
	 */
	public void forgetPast() {
		this.store.inOwnTransaction(() -> this.store.jdbc()
			.update("delete from sendpost_warm_up where sent_on < ?", WarmUpPlan.day(this.store.now()).toEpochDay()));
	}

	/**
	 * What one provider gets by one route.
	 */
	private record Share(String route, String provider) {

	}

}
