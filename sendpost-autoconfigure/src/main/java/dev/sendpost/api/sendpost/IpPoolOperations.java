package dev.sendpost.api.sendpost;

import java.util.List;
import java.util.Map;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.sendpost.IpPools.Pool;
import dev.sendpost.api.sendpost.IpPools.Provider;
import org.jspecify.annotations.Nullable;

/**
 * The IP pools. They are routes, which are defined by properties, and are only shown
 * here.
 */
final class IpPoolOperations {

	private static final String WHAT = "IP pool";

	private final IpPools pools;

	IpPoolOperations(IpPools pools) {
		this.pools = pools;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/ippool", this::list);
		routes.post("/ippool", this::create);
		routes.get("/ippool/{ippool_id}", (call) -> ApiAnswer.ok(answer(require(call))));
		routes.put("/ippool/{ippool_id}", this::update);
		routes.delete("/ippool/{ippool_id}", this::remove);
	}

	private ApiAnswer list(ApiCall call) {
		List<Pool> listed = Listing.of(call, Listing.MAX_LIMIT).of(this.pools.pools().stream(), Pool::name);
		return ApiAnswer.ok(listed.stream().map(this::answer).toList());
	}

	private PoolAnswer answer(Pool pool) {
		List<Provider> transports = this.pools.of(pool);
		return new PoolAnswer(pool.id(), pool.name(),
				transports.stream().filter((transport) -> transport.address() != null).map(IpAnswer::of).toList(),
				transports.stream()
					.filter((transport) -> transport.address() == null)
					.map((transport) -> new ProviderAnswer(transport.id(), transport.name()))
					.toList());
	}

	private ApiAnswer create(ApiCall call) {
		String name = call.body(NewPool.class).name();
		if (name == null || name.isBlank()) {
			throw ApiProblem.invalid("name", "is missing");
		}
		if (this.pools.pools().stream().anyMatch((pool) -> pool.name().equals(name))) {
			throw ApiProblem.of(Kind.CONFLICT, "there is an IP pool of this name already");
		}
		throw ApiProblem.of(Kind.CONFLICT, "IP pools are defined by the configuration of this application: name their"
				+ " transports by sendpost.routing.routes.<name>.transports");
	}

	private ApiAnswer update(ApiCall call) {
		Pool pool = require(call);
		call.body(NewPool.class);
		throw configured(pool);
	}

	private ApiAnswer remove(ApiCall call) {
		throw configured(require(call));
	}

	private static ApiProblem configured(Pool pool) {
		return ApiProblem.of(Kind.CONFLICT, "the IP pool '" + pool.name()
				+ "' is defined by the configuration of this application, below sendpost.routing");
	}

	private Pool require(ApiCall call) {
		long id = Ids.read(call, "ippool_id", WHAT);
		return this.pools.pool(id).orElseThrow(() -> ApiProblem.notFound(WHAT, id));
	}

	/**
	 * What is set about a pool.
	 *
	 * @param name its name
	 * @param ips its IPs
	 * @param tpsps the ids of its sending providers
	 * @param routingStrategy how one of them is chosen
	 * @param routingMetaData the same in detail
	 * @param overflowPool whether mail may go another way
	 * @param warmupInterval how often more mail is sent, in hours
	 * @param overflowStrategy when mail goes another way
	 * @param overflowPoolName which way
	 */
	record NewPool(@Nullable String name, @Nullable List<Map<String, @Nullable Object>> ips,
			@Nullable List<Integer> tpsps, @Nullable Integer routingStrategy, @Nullable String routingMetaData,
			@Nullable Boolean overflowPool, @Nullable Integer warmupInterval, @Nullable Integer overflowStrategy,
			@Nullable String overflowPoolName) {

	}

	/**
	 * A pool, {@code IPPool}.
	 *
	 * @param id its id
	 * @param name its name
	 * @param ips its transports with an address of their own
	 * @param thirdPartySendingProviders its other transports
	 */
	record PoolAnswer(int id, String name, List<IpAnswer> ips, List<ProviderAnswer> thirdPartySendingProviders) {

	}

	/**
	 * A transport without an address of its own, {@code ThirdPartySendingProvider}.
	 *
	 * @param id its id
	 * @param name its name
	 */
	record ProviderAnswer(int id, String name) {

	}

}
