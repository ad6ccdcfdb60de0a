package dev.sendpost.autoconfigure;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the warm-up of new routes.
 *
 * @param routes Plans by the name of the route or transport.
 * @param providers Domains of recipient providers by name, beside those that are known:
 * gmail, microsoft, yahoo, apple and gmx. Any other domain is a provider of its own for a
 * warm-up, and "other" for statistics.
 */
@ConfigurationProperties("sendpost.warm-up")
record WarmUpProperties(@DefaultValue Map<String, PlanProperties> routes,
		@DefaultValue Map<String, List<String>> providers) {

	/**
	 * The plan of a route.
	 *
	 * @param start First day, in UTC, for example 2027-01-15.
	 * @param dailyCaps Most recipients of one provider on the first day, the second, and
	 * so on. After the last there is no cap.
	 */
	record PlanProperties(@Nullable LocalDate start, @DefaultValue List<Integer> dailyCaps) {

	}

}
