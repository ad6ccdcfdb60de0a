package dev.sendpost.domain.spf;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

/**
 * A mechanism of a record (RFC 7208 section 5).
 *
 * @param text as it stands in the record
 * @param qualifier the result if it matches
 * @param kind which mechanism it is
 * @param domain the domain it names, with its macros, or {@code null} for the current one
 * @param network the network of {@code ip4} and {@code ip6}
 * @param prefix4 how many bits of an IPv4 address count
 * @param prefix6 how many bits of an IPv6 address count
 */
record SpfMechanism(String text, SpfResult qualifier, Kind kind, @Nullable String domain, @Nullable InetAddress network,
		int prefix4, int prefix6) {

	/**
	 * The mechanisms.
	 */
	enum Kind {

		ALL, INCLUDE, A, MX, PTR, IP4, IP6, EXISTS

	}

	/**
	 * Whether an address is in the same network as the client.
	 */
	boolean covers(InetAddress address, InetAddress client) {
		byte[] one = address.getAddress();
		byte[] other = client.getAddress();
		if (one.length != other.length) {
			return false;
		}
		int bits = (one.length == 4) ? this.prefix4 : this.prefix6;
		for (int i = 0; i < one.length && bits > 0; i++, bits -= Byte.SIZE) {
			int mask = (bits >= Byte.SIZE) ? 0xff : 0xff << (Byte.SIZE - bits);
			if (((one[i] ^ other[i]) & mask & 0xff) != 0) {
				return false;
			}
		}
		return true;
	}

}
