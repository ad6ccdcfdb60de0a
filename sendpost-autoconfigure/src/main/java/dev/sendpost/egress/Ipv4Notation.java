package dev.sendpost.egress;

import java.util.regex.Pattern;

/**
 * Tells IPv4 addresses in dotted decimal notation from what merely may be read as one.
 */
final class Ipv4Notation {

	private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d{0,2}");

	/** A last label that makes resolvers take a host for an IPv4 address. */
	private static final Pattern NUMBER = Pattern.compile("\\d+|0[xX][0-9A-Fa-f]*");

	private Ipv4Notation() {
	}

	/**
	 * Whether it is an address that everybody reads alike: four decimal numbers without
	 * leading zeros.
	 */
	static boolean isAddress(String host) {
		String[] parts = host.split("\\.", -1);
		if (parts.length != 4) {
			return false;
		}
		for (String part : parts) {
			if (!OCTET.matcher(part).matches() || Integer.parseInt(part) > 255) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a resolver may take it for an address in octal, in hexadecimal, or with
	 * fewer parts than four.
	 */
	static boolean isAmbiguous(String host) {
		String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		return NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches() && !isAddress(host);
	}

}
