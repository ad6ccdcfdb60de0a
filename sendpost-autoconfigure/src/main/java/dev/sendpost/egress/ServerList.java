package dev.sendpost.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The servers that users may name, each by its exact name or address and its port. No
 * other is connected to, and none that is listed by a name which leads to an address that
 * is not public, unless it is listed as a private one.
 */
public final class ServerList {

	private final Map<ServerAddress, Boolean> servers = new LinkedHashMap<>();

	private final HostResolver resolver;

	/**
	 * Create a list.
	 * @param servers servers with public addresses; one that is listed by its address may
	 * have any
	 * @param privateServers servers that may have any address
	 * @param resolver finds the addresses of hosts
	 */
	public ServerList(Collection<ServerAddress> servers, Collection<ServerAddress> privateServers,
			HostResolver resolver) {
		servers.forEach((server) -> this.servers.put(server, server.isLiteral()));
		privateServers.forEach((server) -> this.servers.put(server, true));
		this.resolver = resolver;
	}

	/**
	 * The server that need not be named.
	 * @return the only one that is listed, or nothing if there are several
	 */
	public Optional<ServerAddress> only() {
		return (this.servers.size() == 1) ? Optional.of(this.servers.keySet().iterator().next()) : Optional.empty();
	}

	/**
	 * Require that a server is listed.
	 * @param host its name or address, as a user gives it
	 * @param port its port
	 * @return the server as it is listed
	 * @throws EgressRefusedException if it is not
	 */
	public ServerAddress require(String host, int port) {
		ServerAddress server = ServerAddress.of(host, port);
		if (!this.servers.containsKey(server)) {
			throw refused();
		}
		return server;
	}

	/**
	 * Find the addresses of a server. They are for one connection, and are not to be
	 * looked up again for it.
	 * @param server a server that is listed
	 * @return its addresses, at least one
	 * @throws EgressRefusedException if one of them is not public and has to be
	 * @throws UnknownHostException if there are none
	 */
	public List<InetAddress> resolve(ServerAddress server) throws UnknownHostException {
		Boolean any = this.servers.get(server);
		if (any == null) {
			throw refused();
		}
		List<InetAddress> addresses = List.copyOf(this.resolver.resolve(server.host()));
		if (addresses.isEmpty()) {
			throw new UnknownHostException(server.host());
		}
		if (!any && addresses.stream().anyMatch((address) -> SpecialAddresses.kind(address) != null)) {
			throw refused();
		}
		return addresses;
	}

	/*
	 * Neither what is listed nor where a name leads is anything a user should learn.
	 */
	private static EgressRefusedException refused() {
		return new EgressRefusedException("This server and port are not allowed here");
	}

}
