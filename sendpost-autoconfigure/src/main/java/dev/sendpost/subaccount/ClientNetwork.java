package dev.sendpost.subaccount;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What connections, requests and failures are counted by: an IPv4 address, or the 64 bits
 * of an IPv6 network, in which a client has any number of addresses.
 */
public final class ClientNetwork {

	private static final int OCTETS_OF_NETWORK = 8;

	/** No name has colons, so that none is looked up. */
	private static final Pattern IPV6 = Pattern.compile("([0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f.]{0,15}(%.*)?");

	private ClientNetwork() {
	}

	/**
	 * The network of a client.
	 * @param address its address
	 * @return the IPv4 address, or the IPv6 network
	 */
	public static String of(InetAddress address) {
		if (address instanceof Inet6Address) {
			byte[] network = Arrays.copyOf(address.getAddress(), OCTETS_OF_NETWORK);
			return HexFormat.of().formatHex(network).replaceAll("(.{4})(?=.)", "$1:") + "::/64";
		}
		return address.getHostAddress();
	}

	/**
	 * The network of a client.
	 * @param source its address, or whatever else tells it from others
	 * @return the network if it is an IPv6 address, otherwise the same text
	 */
	public static String of(String source) {
		if (source.indexOf(':') < 0 || !IPV6.matcher(source).matches()) {
			return source;
		}
		try {
			int zone = source.indexOf('%');
			return of(InetAddress.getByName((zone < 0) ? source : source.substring(0, zone)));
		}
		catch (UnknownHostException ex) {
			return source;
		}
	}

}
