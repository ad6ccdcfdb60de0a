package dev.sendpost.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Route}.
 */
class RouteTests {

	@Test
	void withoutWeightsTheOrderIsAlwaysTheSame() {
		Route route = Route.inOrder("default", List.of("b", "a", "c"));
		Random random = new Random(1);
		for (int i = 0; i < 100; i++) {
			assertThat(route.order(random)).containsExactly("b", "a", "c");
		}
	}

	@Test
	void withWeightsEachOrderHasEachTransportOnce() {
		Route route = new Route("default", List.of("a", "b", "c"), Map.of("a", 5, "b", 3, "c", 1));
		Random random = new Random(1);
		Map<List<String>, Integer> orders = new HashMap<>();
		for (int i = 0; i < 10_000; i++) {
			List<String> order = route.order(random);
			assertThat(order).containsExactlyInAnyOrder("a", "b", "c");
			orders.merge(order, 1, Integer::sum);
		}
		assertThat(orders).hasSize(6);
		assertThat(orders.get(List.of("b", "a", "c"))).isBetween(2600, 2950);
		assertThat(orders.get(List.of("c", "b", "a"))).isBetween(330, 510);
	}

	@Test
	void aRouteNeedsATransport() {
		assertThatIllegalArgumentException().isThrownBy(() -> Route.inOrder("empty", List.of()))
			.withMessage("Route 'empty' has no transport");
	}

	@Test
	void weightsAreForEachTransportAndForNothingElse() {
		List<String> transports = List.of("a", "b");
		assertThatIllegalArgumentException().isThrownBy(() -> new Route("r", transports, Map.of("a", 1)))
			.withMessageContaining("needs a weight for each of [a, b]");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Route("r", transports, Map.of("a", 1, "b", 1, "c", 1)))
			.withMessageContaining("and for nothing else");
		assertThatIllegalArgumentException().isThrownBy(() -> new Route("r", transports, Map.of("a", 1, "b", 0)))
			.withMessageContaining("weight below 1");
	}

	@Test
	void itDoesNotChangeWithTheListItWasMadeOf() {
		List<String> transports = new ArrayList<>(List.of("a"));
		Route route = Route.inOrder("r", transports);
		transports.add("b");
		assertThat(route.transports()).containsExactly("a");
	}

}
