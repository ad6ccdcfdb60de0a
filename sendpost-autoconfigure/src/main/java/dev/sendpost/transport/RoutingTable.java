package dev.sendpost.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;

/**
 * Which recipients of a message go by which route.
 */
public final class RoutingTable {

	private final Map<String, Route> routes = new LinkedHashMap<>();

	private final List<Route> namedRoutes;

	private final List<RoutingRule> rules;

	private final Route defaultRoute;

	/**
	 * Create a table.
	 * @param routes the named routes
	 * @param rules the rules; the first that matches a recipient decides
	 * @param defaultRoute the route of whom no rule matches
	 * @param transports the names of all transports, each of which is also the name of a
	 * route that leads through it alone, unless a route has that name
	 * @throws IllegalArgumentException if a route names an unknown transport, or a rule
	 * an unknown route
	 */
	public RoutingTable(List<Route> routes, List<RoutingRule> rules, Route defaultRoute, List<String> transports) {
		transports.forEach((transport) -> this.routes.put(transport, Route.inOrder(transport, List.of(transport))));
		routes.forEach((route) -> this.routes.put(route.name(), route));
		this.namedRoutes = List.copyOf(routes);
		this.rules = List.copyOf(rules);
		this.defaultRoute = defaultRoute;
		List<Route> all = new ArrayList<>(routes);
		all.add(defaultRoute);
		for (Route route : all) {
			for (String transport : route.transports()) {
				if (!transports.contains(transport)) {
					throw new IllegalArgumentException("Route '" + route.name() + "' names the unknown transport '"
							+ transport + "'; known are " + transports);
				}
			}
		}
		for (RoutingRule rule : rules) {
			if (!this.routes.containsKey(rule.route())) {
				throw new IllegalArgumentException(
						"A rule names the unknown route '" + rule.route() + "'; known are " + this.routes.keySet());
			}
		}
	}

	/**
	 * Divide recipients among the routes.
	 * @param email the message
	 * @param recipients those of its recipients that are to be reached
	 * @return the recipients of each route that has any
	 * @throws InvalidEmailException with the field {@code route} if the message names an
	 * unknown one
	 */
	public Map<Route, List<EmailAddress>> divide(Email email, List<EmailAddress> recipients) {
		if (email.route() != null) {
			return Map.of(named(email.route()), recipients);
		}
		if (this.rules.isEmpty()) {
			return Map.of(this.defaultRoute, recipients);
		}
		Map<Route, List<EmailAddress>> divided = new LinkedHashMap<>();
		for (EmailAddress recipient : recipients) {
			divided.computeIfAbsent(choose(email, recipient), (route) -> new ArrayList<>()).add(recipient);
		}
		return divided;
	}

	/**
	 * Whatever mail may name as its route: named routes, and transports.
	 */
	Set<String> names() {
		return Collections.unmodifiableSet(this.routes.keySet());
	}

	/**
	 * The named routes, without those that lead through one transport because it has
	 * their name.
	 * @return the routes
	 */
	public List<Route> routes() {
		return this.namedRoutes;
	}

	/**
	 * The rules, the first of which that matches a recipient decides.
	 * @return the rules in order
	 */
	public List<RoutingRule> rules() {
		return this.rules;
	}

	/**
	 * The route of whom no rule matches.
	 * @return the route
	 */
	public Route defaultRoute() {
		return this.defaultRoute;
	}

	boolean knows(String name) {
		return this.routes.containsKey(name);
	}

	private Route named(String name) {
		Route route = this.routes.get(name);
		if (route == null) {
			throw new InvalidEmailException("route",
					"%s is not a configured route or transport; known are " + this.routes.keySet(), name);
		}
		return route;
	}

	private Route choose(Email email, EmailAddress recipient) {
		for (RoutingRule rule : this.rules) {
			if (rule.matches(email, recipient)) {
				return named(rule.route());
			}
		}
		return this.defaultRoute;
	}

}
