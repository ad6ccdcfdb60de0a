package dev.sendpost.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A named list of transports that stand in for each other.
 *
 * @param name what rules and messages call it
 * @param transports the names of its transports; without weights, in the order in which
 * they are tried
 * @param weights how often each transport is the first one, relative to the others; empty
 * if the order decides
 */
public record Route(String name, List<String> transports, Map<String, Integer> weights) {

	/**
	 * Create a route.
	 * @throws IllegalArgumentException if there is no transport, or weights are given
	 * that are not positive or not one for each transport
	 */
	public Route {
		transports = List.copyOf(transports);
		weights = Map.copyOf(weights);
		if (transports.isEmpty()) {
			throw new IllegalArgumentException("Route '" + name + "' has no transport");
		}
		if (!weights.isEmpty() && (!weights.keySet().containsAll(transports) || weights.size() != transports.size())) {
			throw new IllegalArgumentException("Route '" + name + "' needs a weight for each of " + transports
					+ " and for nothing else, but has weights for " + weights.keySet());
		}
		if (weights.values().stream().anyMatch((weight) -> weight < 1)) {
			throw new IllegalArgumentException("Route '" + name + "' has a weight below 1: " + weights);
		}
	}

	/**
	 * A route that tries its transports in order.
	 * @param name the name
	 * @param transports the names of the transports, the preferred one first
	 * @return the route
	 */
	public static Route inOrder(String name, List<String> transports) {
		return new Route(name, transports, Map.of());
	}

	/**
	 * The order in which one message tries the transports.
	 */
	List<String> order(RandomGenerator random) {
		if (this.weights.isEmpty()) {
			return this.transports;
		}
		Map<String, Integer> remaining = new LinkedHashMap<>();
		this.transports.forEach((transport) -> remaining.put(transport, this.weights.get(transport)));
		List<String> order = new ArrayList<>();
		while (!remaining.isEmpty()) {
			order.add(draw(remaining, random));
		}
		return order;
	}

	private static String draw(Map<String, Integer> remaining, RandomGenerator random) {
		int drawn = random.nextInt(remaining.values().stream().mapToInt(Integer::intValue).sum());
		for (Map.Entry<String, Integer> candidate : remaining.entrySet()) {
			drawn -= candidate.getValue();
			if (drawn < 0) {
				remaining.remove(candidate.getKey());
				return candidate.getKey();
			}
		}
		throw new IllegalStateException("The weights changed while drawing");
	}

}
