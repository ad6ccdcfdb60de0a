package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.sendpost.egress.EgressGuard;
import dev.sendpost.egress.HostResolver;
import dev.sendpost.egress.IpNetwork;

/**
 * Makes the settings of requests to users' URLs from properties, and names the property
 * that is wrong.
 */
final class EgressPropertiesMapper {

	private static final String PREFIX = "sendpost.egress.";

	private EgressPropertiesMapper() {
	}

	static EgressGuard guard(EgressProperties properties) {
		List<IpNetwork> networks = new ArrayList<>();
		for (int i = 0; i < properties.allowedNetworks().size(); i++) {
			try {
				networks.add(IpNetwork.parse(properties.allowedNetworks().get(i)));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidSendpostPropertyException(PREFIX + "allowed-networks[" + i + "]",
						String.valueOf(ex.getMessage()), "Write an address, a slash and the length of its prefix.");
			}
		}
		return new EgressGuard(properties.allowedHosts(), networks, HostResolver.SYSTEM);
	}

	static Duration timeout(String name, Duration value) {
		if (value.toMillis() < 1 || value.compareTo(Duration.ofMinutes(10)) > 0) {
			throw new InvalidSendpostPropertyException(PREFIX + name, value + " is no time to wait for a server",
					"Set it to a duration such as 15s, and to 10m at most.");
		}
		return value;
	}

}
