package dev.sendpost.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Addresses that are nobody's on the public Internet, by the IANA registries of
 * special-purpose addresses (RFC 6890), or that lead back to what is near: metadata
 * services of clouds, and IPv6 addresses with an IPv4 address inside.
 */
final class SpecialAddresses {

	private static final Map<IpNetwork, String> IPV4 = networks("0.0.0.0/8", "an unspecified address", "10.0.0.0/8",
			"a private address", "100.64.0.0/10", "an address shared by a carrier", "127.0.0.0/8", "a loopback address",
			"168.63.129.16", "an address of a cloud's platform", "169.254.0.0/16", "a link-local address",
			"172.16.0.0/12", "a private address", "192.0.0.0/24", "a reserved address", "192.0.2.0/24",
			"an address for documentation", "192.88.99.0/24", "a 6to4 relay", "192.168.0.0/16", "a private address",
			"198.18.0.0/15", "an address for benchmarks", "198.51.100.0/24", "an address for documentation",
			"203.0.113.0/24", "an address for documentation", "224.0.0.0/4", "a multicast address", "240.0.0.0/4",
			"a reserved address");

	private static final Map<IpNetwork, String> IPV6 = networks("::", "an unspecified address", "::1",
			"a loopback address", "::/96", "an IPv4-compatible address", "::ffff:0:0:0/96",
			"an IPv4-translated address", "64:ff9b::/96", "a NAT64 address", "64:ff9b:1::/48", "a NAT64 address",
			"2001::/32", "a Teredo address", "2001::/23", "a reserved address", "2001:db8::/32",
			"an address for documentation", "2002::/16", "a 6to4 address", "3fff::/20", "an address for documentation",
			"fc00::/7", "a private address", "fe80::/10", "a link-local address", "fec0::/10", "a private address",
			"ff00::/8", "a multicast address");

	/** All that is assigned to the public Internet so far. */
	private static final IpNetwork GLOBAL_UNICAST = IpNetwork.parse("2000::/3");

	private SpecialAddresses() {
	}

	private static Map<IpNetwork, String> networks(String... notationsAndNames) {
		Map<IpNetwork, String> networks = new LinkedHashMap<>();
		for (int i = 0; i < notationsAndNames.length; i += 2) {
			networks.put(IpNetwork.parse(notationsAndNames[i]), notationsAndNames[i + 1]);
		}
		return networks;
	}

	/**
	 * What is special about an address.
	 * @return for example {@code a private address}, or {@code null} if it is a public
	 * one
	 */
	static @Nullable String kind(InetAddress address) {
		boolean ipv6 = address instanceof Inet6Address;
		for (Map.Entry<IpNetwork, String> network : (ipv6 ? IPV6 : IPV4).entrySet()) {
			if (network.getKey().contains(address)) {
				return network.getValue();
			}
		}
		return (ipv6 && !GLOBAL_UNICAST.contains(address)) ? "a reserved address" : null;
	}

}
