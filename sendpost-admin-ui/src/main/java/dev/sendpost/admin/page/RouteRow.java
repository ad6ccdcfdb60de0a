package dev.sendpost.admin.page;

import java.util.List;
import java.util.Locale;

import dev.sendpost.limit.JdbcWarmUp;
import dev.sendpost.limit.WarmUpDay;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.TransportFeature;
import org.jspecify.annotations.Nullable;

/**
 * A route in a list.
 *
 * @param name its name
 * @param transports its transports, each with its weight if it has one
 * @param weighted whether weights decide which is the first, and not the order
 * @param usual whether it is that of all mail that no rule sends elsewhere
 * @param warmUp its warm-up, or {@code null}
 */
public record RouteRow(String name, List<String> transports, boolean weighted, boolean usual,
		@Nullable WarmUpDay warmUp) {

	static RouteRow of(Route route, boolean usual, @Nullable JdbcWarmUp warmUp) {
		return new RouteRow(route.name(), route.transports().stream().map((name) -> {
			Integer weight = route.weights().get(name);
			return (weight != null) ? name + " \u00d7 " + weight : name;
		}).toList(), !route.weights().isEmpty(), usual,
				(warmUp != null) ? warmUp.today(route.name()).orElse(null) : null);
	}

	static String words(TransportFeature feature) {
		return feature.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
