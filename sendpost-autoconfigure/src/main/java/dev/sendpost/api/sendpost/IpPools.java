package dev.sendpost.api.sendpost;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import dev.sendpost.api.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * The IP pools and IPs of the account: an IP pool is a route, an IP a transport with the
 * local address that it connects from, and all other transports are sending providers.
 * All of them are defined by the configuration of the application.
 */
public final class IpPools {

	private final List<Provider> providers;

	private final List<Pool> pools;

	private final Set<String> routes;

	private final boolean hasRoutes;

	/**
	 * Create the set of pools.
	 * @param transports the transports in order
	 * @param routes the transports of each route by its name
	 * @param defaultRoute the route that is used where none is asked for
	 * @throws IllegalArgumentException if two names lead to the same number
	 */
	public IpPools(List<Provider> transports, Map<String, List<String>> routes, Pool defaultRoute) {
		this.providers = List.copyOf(transports);
		this.hasRoutes = !routes.isEmpty();
		this.routes = Stream.concat(routes.keySet().stream(), transports.stream().map(Provider::name))
			.collect(Collectors.toUnmodifiableSet());
		this.pools = Stream
			.concat(Stream.of(defaultRoute),
					routes.entrySet().stream().map((route) -> new Pool(route.getKey(), route.getValue())))
			.filter((pool) -> pool == defaultRoute || !pool.name().equals(defaultRoute.name()))
			.sorted(Comparator.comparing(Pool::name))
			.toList();
		requireDifferentNumbers(this.providers.stream().map(Provider::name).toList());
		requireDifferentNumbers(this.pools.stream().map(Pool::name).toList());
	}

	private static void requireDifferentNumbers(List<String> names) {
		Set<Integer> numbers = new HashSet<>();
		for (String name : names) {
			if (!numbers.add(number(name))) {
				throw new IllegalArgumentException("'" + name + "' has the same number as another of " + names);
			}
		}
	}

	/**
	 * The number of what has a name: positive, and the same on each node and after each
	 * start.
	 */
	static int number(String name) {
		CRC32 checksum = new CRC32();
		checksum.update(name.getBytes(StandardCharsets.UTF_8));
		return Math.max(1, (int) (checksum.getValue() & Integer.MAX_VALUE));
	}

	/**
	 * The route to take where a pool is asked for. Where the application has no routes
	 * there are no pools to choose from, and the name means nothing, as it does at the
	 * service for accounts without dedicated IPs.
	 * @param pool the name of the pool, or {@code null} if none is asked for
	 * @return the name of the route, or {@code null} for the usual one
	 * @throws ApiProblem if there are pools, and none of that name
	 */
	@Nullable String route(@Nullable String pool) {
		if (pool == null || pool.isEmpty()) {
			return null;
		}
		if (this.routes.contains(pool)) {
			return pool;
		}
		if (this.hasRoutes && this.pools.stream().noneMatch((known) -> known.name().equals(pool))) {
			throw ApiProblem.invalid("ippool", "there is no such IP pool; list them with /account/ippool");
		}
		return null;
	}

	List<Pool> pools() {
		return this.pools;
	}

	Optional<Pool> pool(long id) {
		return this.pools.stream().filter((pool) -> pool.id() == id).findFirst();
	}

	List<Provider> ips() {
		return this.providers.stream().filter((provider) -> provider.address() != null).toList();
	}

	Optional<Provider> ip(long id) {
		return ips().stream().filter((ip) -> ip.id() == id).findFirst();
	}

	Optional<Provider> provider(@Nullable String name) {
		return this.providers.stream().filter((provider) -> provider.name().equals(name)).findFirst();
	}

	/**
	 * The transports of a pool, in order.
	 */
	List<Provider> of(Pool pool) {
		return pool.transports().stream().flatMap((name) -> provider(name).stream()).toList();
	}

	/**
	 * A transport.
	 *
	 * @param name its name
	 * @param address the local address that it connects from, or {@code null} if it has
	 * none of its own
	 */
	public record Provider(String name, @Nullable String address) {

		int id() {
			return number(this.name);
		}

		String requiredAddress() {
			return Objects.requireNonNull(this.address);
		}

	}

	/**
	 * A route.
	 *
	 * @param name its name
	 * @param transports the names of its transports
	 */
	public record Pool(String name, List<String> transports) {

		/**
		 * Create a pool.
		 */
		public Pool {
			transports = List.copyOf(transports);
		}

		int id() {
			return number(this.name);
		}

	}

}
