package dev.sendpost.autoconfigure;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.api.sendpost.IpPools;
import dev.sendpost.api.sendpost.IpPools.Pool;
import dev.sendpost.api.sendpost.IpPools.Provider;
import dev.sendpost.transport.MailRouter;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes the IP pools of the SendPost door from {@code sendpost.routing} and
 * {@code sendpost.transports}.
 */
final class IpPoolsFactory {

	private final List<String> transports;

	private final MailRoutingProperties routing;

	private final Environment environment;

	IpPoolsFactory(List<String> transports, MailRoutingProperties routing, Environment environment) {
		this.transports = transports;
		this.routing = routing;
		this.environment = environment;
	}

	IpPools create() {
		Map<String, String> addresses = addresses();
		Map<String, List<String>> routes = new LinkedHashMap<>();
		this.routing.routes().forEach((name, route) -> routes.put(name, route.transports()));
		try {
			return new IpPools(this.transports.stream().map((name) -> new Provider(name, addresses.get(name))).toList(),
					routes, defaultPool(routes));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException("sendpost.doors.sendpost.enabled",
					"the ids of IP pools and IPs are made from the names of routes and transports, and "
							+ ex.getMessage(),
					"Give one of them another name.");
		}
	}

	private Map<String, String> addresses() {
		Map<String, String> addresses = new HashMap<>();
		for (TransportDefinition definition : TransportDefinition.allOf(this.environment)) {
			if (SmtpTransportFactory.TYPE.equals(definition.type())) {
				String address = definition.bind(SmtpTransportProperties.class).localAddress();
				if (StringUtils.hasText(address)) {
					addresses.put(definition.name(), address);
				}
			}
		}
		return addresses;
	}

	private Pool defaultPool(Map<String, List<String>> routes) {
		String name = this.routing.defaultRoute();
		if (!StringUtils.hasText(name)) {
			return new Pool(MailRouter.DEFAULT_ROUTE, this.transports);
		}
		return new Pool(name, routes.getOrDefault(name, List.of(name)));
	}

}
