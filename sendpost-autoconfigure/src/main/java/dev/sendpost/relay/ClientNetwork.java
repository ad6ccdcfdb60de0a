package dev.sendpost.relay;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What connections and failures are counted by: an IPv4 address, or the 64 bits of an
 * IPv6 network, in which a client has any number of addresses.
 */
final class ClientNetwork {

	private static final int OCTETS_OF_NETWORK = 8;

	private ClientNetwork() {
	}

	static String of(InetAddress address) {
		if (address instanceof Inet6Address) {
			byte[] network = Arrays.copyOf(address.getAddress(), OCTETS_OF_NETWORK);
			return HexFormat.of().formatHex(network).replaceAll("(.{4})(?=.)", "$1:") + "::/64";
		}
		return address.getHostAddress();
	}

}
