package dev.sendpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3).
 */
public final class IpNetwork {

	private static final Pattern NOTATION = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");

	private final byte[] prefix;

	private final int length;

	private IpNetwork(byte[] prefix, int length) {
		this.prefix = prefix;
		this.length = length;
	}

	/**
	 * Read a network.
	 * @param notation for example {@code 10.0.0.0/8}, {@code fd00::/8}, or one address
	 * @return the network
	 * @throws IllegalArgumentException if it is none
	 */
	public static IpNetwork parse(String notation) {
		Matcher matcher = NOTATION.matcher(notation);
		if (matcher.matches() && (matcher.group(1).contains(":") || Ipv4Notation.isAddress(matcher.group(1)))) {
			try {
				byte[] address = InetAddress.getByName(matcher.group(1)).getAddress();
				int bits = address.length * Byte.SIZE;
				int length = (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : bits;
				if (length <= bits) {
					return new IpNetwork(address, length);
				}
			}
			catch (UnknownHostException ex) {
				// Refused below.
			}
		}
		throw new IllegalArgumentException("'" + notation + "' is no network such as 10.0.0.0/8 or fd00::/8");
	}

	/**
	 * Whether an address is in the network.
	 * @param address the address
	 * @return whether it is
	 */
	public boolean contains(InetAddress address) {
		byte[] octets = address.getAddress();
		if (octets.length != this.prefix.length) {
			return false;
		}
		for (int bit = 0; bit < this.length; bit += Byte.SIZE) {
			int significant = Math.min(Byte.SIZE, this.length - bit);
			int mask = 0xff << (Byte.SIZE - significant);
			if (((octets[bit / Byte.SIZE] ^ this.prefix[bit / Byte.SIZE]) & mask & 0xff) != 0) {
				return false;
			}
		}
		return true;
	}

}
