package dev.sendpost.api.sendpost;

import java.util.List;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.sendpost.IpPools.Provider;
import org.jspecify.annotations.Nullable;

/**
 * The IPs. They are defined by properties, and are only shown here.
 */
final class IpOperations {

	private static final String WHAT = "IP";

	private final IpPools pools;

	IpOperations(IpPools pools) {
		this.pools = pools;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/ip/", this::list);
		routes.put("/ip/allocate", this::allocate);
		routes.get("/ip/{ip_id}", (call) -> ApiAnswer.ok(IpAnswer.of(require(call))));
		routes.put("/ip/{ip_id}", this::update);
		routes.delete("/ip/{ip_id}", this::remove);
	}

	private ApiAnswer list(ApiCall call) {
		List<Provider> listed = Listing.of(call, Listing.MAX_LIMIT)
			.of(this.pools.ips().stream(), Provider::requiredAddress);
		return ApiAnswer.ok(listed.stream().map(IpAnswer::of).toList());
	}

	private ApiAnswer allocate(ApiCall call) {
		List<String> addresses = call.body(Allocation.class).ips();
		if (addresses == null || addresses.isEmpty()) {
			throw ApiProblem.invalid("ips", "is missing");
		}
		for (String address : addresses) {
			if (this.pools.ips().stream().anyMatch((ip) -> ip.requiredAddress().equals(address))) {
				throw ApiProblem.of(Kind.CONFLICT, "there is an IP " + address + " already");
			}
		}
		throw ApiProblem.of(Kind.CONFLICT, "IPs are defined by the configuration of this application: give a transport"
				+ " the address by sendpost.transports.<name>.local-address");
	}

	private ApiAnswer update(ApiCall call) {
		Provider ip = require(call);
		if (call.body(Update.class).autoWarmupEnabled() == null) {
			throw ApiProblem.invalid("autoWarmupEnabled", "is missing");
		}
		throw ApiProblem.of(Kind.CONFLICT, "the warm-up of this IP is defined by the configuration of this application,"
				+ " below sendpost.warm-up.routes." + ip.name());
	}

	private ApiAnswer remove(ApiCall call) {
		throw ApiProblem.of(Kind.CONFLICT, "this IP is defined by the configuration of this application, by"
				+ " sendpost.transports." + require(call).name() + ".local-address");
	}

	private Provider require(ApiCall call) {
		long id = Ids.read(call, "ip_id", WHAT);
		return this.pools.ip(id).orElseThrow(() -> ApiProblem.notFound(WHAT, id));
	}

	/**
	 * Addresses to send from.
	 *
	 * @param ips the addresses
	 * @param overflowPool whether mail may go another way when they are busy
	 */
	record Allocation(@Nullable List<String> ips, @Nullable Boolean overflowPool) {

	}

	/**
	 * A change.
	 *
	 * @param autoWarmupEnabled whether the IP is warmed up
	 */
	record Update(@Nullable Boolean autoWarmupEnabled) {

	}

}
