package dev.sendpost.api.sendpost;

import java.util.List;
import java.util.Map;

import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.sendpost.IpPools.Pool;
import dev.sendpost.api.sendpost.IpPools.Provider;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link IpPools}.
 */
class IpPoolsTests {

	private static final Provider FIRST = new Provider("first", "192.0.2.1");

	private static final Provider SECOND = new Provider("second", null);

	private static IpPools pools(Map<String, List<String>> routes, Pool defaultRoute) {
		return new IpPools(List.of(FIRST, SECOND), routes, defaultRoute);
	}

	@Test
	void routesAndTransportsCanBeAskedFor() {
		IpPools pools = pools(Map.of("bulk", List.of("second", "first")), new Pool("default", List.of("first")));
		assertThat(pools.route("bulk")).isEqualTo("bulk");
		assertThat(pools.route("second")).isEqualTo("second");
		assertThat(pools.route(null)).isNull();
		assertThat(pools.route("")).isNull();
		assertThat(pools.route("default")).as("the usual route has no name").isNull();
		assertThatExceptionOfType(ApiProblem.class).isThrownBy(() -> pools.route("other"))
			.returns("ippool", ApiProblem::field);
		assertThat(pools.pools()).extracting(Pool::name).containsExactly("bulk", "default");
		assertThat(pools.of(pools.pools().get(0))).containsExactly(SECOND, FIRST);
		assertThat(pools.ips()).containsExactly(FIRST);
	}

	@Test
	void withoutRoutesAPoolMeansNothing() {
		IpPools pools = pools(Map.of(), new Pool("default", List.of("first", "second")));
		assertThat(pools.route("PiedPiper")).isNull();
		assertThat(pools.route("first")).isEqualTo("first");
	}

	@Test
	void aNamedDefaultRouteIsListedOnce() {
		IpPools pools = pools(Map.of("bulk", List.of("second")), new Pool("bulk", List.of("second")));
		assertThat(pools.pools()).containsExactly(new Pool("bulk", List.of("second")));
		assertThat(pools.route("bulk")).isEqualTo("bulk");
	}

	/**
	 * The two names are known for having the same CRC-32.
	 */
	@Test
	void twoNamesWithOneNumberAreRefused() {
		assertThat(IpPools.number("plumless")).isEqualTo(IpPools.number("buckeroo")).isPositive();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> pools(Map.of("plumless", List.of("first"), "buckeroo", List.of("first")),
					new Pool("default", List.of("first"))))
			.withMessageContaining("same number");
	}

}
