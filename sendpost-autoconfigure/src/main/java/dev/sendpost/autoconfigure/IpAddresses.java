package dev.sendpost.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.xbill.DNS.Address;

/**
 * Reads properties that hold addresses. Names are refused: looking them up would need
 * what is being configured.
 */
final class IpAddresses {

	private static final Pattern WITH_PORT = Pattern.compile("(?:\\[(.+)]|([^:]+)):(\\d{1,5})");

	private static final int DNS_PORT = 53;

	private IpAddresses() {
	}

	static InetAddress parse(String property, String text) {
		String stripped = text.strip();
		byte[] octets = Address.toByteArray(stripped, Address.IPv4);
		octets = (octets != null) ? octets : Address.toByteArray(stripped, Address.IPv6);
		try {
			if (octets != null) {
				return InetAddress.getByAddress(octets);
			}
		}
		catch (UnknownHostException ex) {
			// Told below.
		}
		throw new InvalidSendpostPropertyException(property, "'" + stripped + "' is not an IP address",
				"Set it to an address such as 192.0.2.1 or 2001:db8::1.");
	}

	static InetSocketAddress parseServer(String property, String text) {
		Matcher matcher = WITH_PORT.matcher(text.strip());
		if (!matcher.matches()) {
			return new InetSocketAddress(parse(property, text.strip().replaceAll("^\\[(.*)]$", "$1")), DNS_PORT);
		}
		int port = Integer.parseInt(matcher.group(3));
		if (port < 1 || port > 65535) {
			throw new InvalidSendpostPropertyException(property, port + " is not a port: 1 to 65535 are",
					"Correct the port, or leave it out for " + DNS_PORT + ".");
		}
		return new InetSocketAddress(parse(property, (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2)),
				port);
	}

}
