package dev.sendpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of a host.
 */
@FunctionalInterface
public interface HostResolver {

	/** The resolver of the operating system. */
	HostResolver SYSTEM = (host) -> List.of(InetAddress.getAllByName(host));

	/**
	 * Find addresses.
	 * @param host a host name, or an address in its usual notation, without brackets
	 * @return its addresses, at least one
	 * @throws UnknownHostException if there are none
	 */
	List<InetAddress> resolve(String host) throws UnknownHostException;

}
