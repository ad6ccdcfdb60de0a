package dev.sendpost.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.autoconfigure.MailRoutingProperties.RouteProperties;
import dev.sendpost.autoconfigure.MailRoutingProperties.Rule;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingRule;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.Transports;

import org.springframework.util.StringUtils;

/**
 * Makes the routing table from {@code sendpost.routing}.
 */
final class RoutingTableFactory {

	private static final String PREFIX = "sendpost.routing.";

	private final MailRoutingProperties properties;

	/** Those that a message may take without being told to. */
	private final List<String> regular;

	private final List<String> transports;

	RoutingTableFactory(MailRoutingProperties properties, List<String> regular, List<String> reserved) {
		this.properties = properties;
		this.regular = regular;
		this.transports = Stream.concat(regular.stream(), reserved.stream()).toList();
	}

	RoutingTable create() {
		List<Route> routes = new ArrayList<>();
		this.properties.routes().forEach((name, route) -> routes.add(route(name, route)));
		Set<String> names = new LinkedHashSet<>(this.properties.routes().keySet());
		names.addAll(this.transports);
		List<RoutingRule> rules = new ArrayList<>();
		for (int i = 0; i < this.properties.rules().size(); i++) {
			rules.add(rule(PREFIX + "rules[" + i + "]", this.properties.rules().get(i), names));
		}
		return new RoutingTable(routes, rules, defaultRoute(routes, names), this.transports);
	}

	private Route route(String name, RouteProperties route) {
		String property = PREFIX + "routes." + name;
		if (name.equals(Transports.CAPTURE)) {
			throw new InvalidSendpostPropertyException(property,
					"the name is that of the transport that keeps the mail of test keys",
					"Give the route another name.");
		}
		if (route.transports().isEmpty()) {
			throw new InvalidSendpostPropertyException(property + ".transports", "the route has no transport",
					"Set it to one or more of " + this.transports + ".");
		}
		requireTransports(property + ".transports", route.transports());
		if (!route.weights().isEmpty() && !route.weights().keySet().equals(Set.copyOf(route.transports()))) {
			throw new InvalidSendpostPropertyException(
					property + ".weights", "weights are set for " + route.weights().keySet()
							+ ", but the transports are " + route.transports(),
					"Set a weight for each transport of the route, or none at all.");
		}
		route.weights().forEach((transport, weight) -> {
			if (weight < 1) {
				throw new InvalidSendpostPropertyException(property + ".weights." + transport,
						weight + " is not a weight: whole numbers from 1 are",
						"Set it to how often the transport is tried first, relative to the others.");
			}
		});
		return new Route(name, route.transports(), route.weights());
	}

	private void requireTransports(String property, List<String> names) {
		for (String name : names) {
			if (!this.transports.contains(name)) {
				throw new InvalidSendpostPropertyException(property, "there is no transport '" + name + "'",
						"Define 'sendpost.transports." + name + "', or name one of " + this.transports + ".");
			}
		}
	}

	private static RoutingRule rule(String property, Rule rule, Set<String> routes) {
		String route = rule.route();
		if (!StringUtils.hasText(route)) {
			throw new InvalidSendpostPropertyException(property + ".route", "the rule leads nowhere",
					"Set it to one of " + routes + ".");
		}
		requireRoute(property + ".route", route, routes);
		if (rule.recipientDomains().isEmpty() && rule.tags().isEmpty() && rule.stream() == null) {
			throw new InvalidSendpostPropertyException(property,
					"the rule has no condition, so it matches every recipient and hides the rules after it",
					"Set its 'recipient-domains', 'tags' or 'stream', or remove it and set '" + PREFIX
							+ "default-route' to '" + route + "'.");
		}
		try {
			return new RoutingRule(rule.recipientDomains(), rule.tags(), rule.stream(), route);
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException(property + ".recipient-domains", ex.getMessage(),
					"List domains such as example.com, or *.example.com for those below it.");
		}
	}

	private Route defaultRoute(List<Route> routes, Set<String> names) {
		String name = this.properties.defaultRoute();
		if (!StringUtils.hasText(name)) {
			return Route.inOrder("default", this.regular);
		}
		requireRoute(PREFIX + "default-route", name, names);
		return routes.stream()
			.filter((route) -> route.name().equals(name))
			.findFirst()
			.orElseGet(() -> Route.inOrder(name, List.of(name)));
	}

	private static void requireRoute(String property, String name, Set<String> routes) {
		if (!routes.contains(name)) {
			throw new InvalidSendpostPropertyException(property, "there is no route or transport '" + name + "'",
					"Define '" + PREFIX + "routes." + name + "', or name one of " + routes + ".");
		}
	}

}
