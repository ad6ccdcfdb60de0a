package dev.sendpost.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which URLs that users give may be requested. Refused are addresses that are not
 * public, in whatever notation, also where a name leads to one: a user must not reach
 * through the application what it cannot reach itself. Hosts and networks can be
 * excepted.
 */
public final class EgressGuard {

	/** How many characters a URL has at most. */
	public static final int MAX_URL_LENGTH = 2000;

	/** Below this, there are only the ports of HTTP. */
	private static final int FIRST_USER_PORT = 1024;

	private static final Set<Integer> HTTP_PORTS = Set.of(80, 443);

	private final Set<String> allowedHosts;

	private final List<IpNetwork> allowedNetworks;

	private final HostResolver resolver;

	/**
	 * Create a guard.
	 * @param allowedHosts names of hosts that may have any address and port
	 * @param allowedNetworks networks that may be reached though they are not public
	 * @param resolver finds the addresses of hosts
	 */
	public EgressGuard(Collection<String> allowedHosts, Collection<IpNetwork> allowedNetworks, HostResolver resolver) {
		this.allowedHosts = allowedHosts.stream()
			.map((host) -> withoutDot(host.toLowerCase(Locale.ROOT)))
			.collect(Collectors.toUnmodifiableSet());
		this.allowedNetworks = List.copyOf(allowedNetworks);
		this.resolver = resolver;
	}

	/**
	 * Require that a URL may be requested as far as can be told now: its form, and where
	 * its host is at the moment. A host that cannot be found passes, since it may be
	 * found later; each request checks again.
	 * @param url the URL
	 * @return the URL
	 * @throws EgressRefusedException if it may not
	 */
	public URI require(String url) {
		URI uri = requireForm(url);
		try {
			resolve(uri);
		}
		catch (UnknownHostException ex) {
			// Whether there is such a host is for the request to find out.
		}
		return uri;
	}

	/**
	 * Check a URL for a request.
	 * @throws EgressRefusedException if it may not be requested
	 * @throws UnknownHostException if its host cannot be found
	 */
	EgressTarget target(URI url) throws UnknownHostException {
		return new EgressTarget(url, resolve(requireForm(url.toString())));
	}

	private URI requireForm(String url) {
		if (url.length() > MAX_URL_LENGTH) {
			throw new EgressRefusedException("The URL has more than " + MAX_URL_LENGTH + " characters");
		}
		URI uri = parse(url);
		if (!"https".equalsIgnoreCase(uri.getScheme()) && !"http".equalsIgnoreCase(uri.getScheme())) {
			throw new EgressRefusedException("The URL must begin with https:// or http://");
		}
		String host = uri.getHost();
		if (host == null || host.isEmpty()) {
			throw new EgressRefusedException("The URL has no host, or one with characters that no host name has;"
					+ " write an international name in its ASCII form, which begins with xn--");
		}
		if (uri.getRawUserInfo() != null) {
			throw new EgressRefusedException("The URL must not hold a user name or password");
		}
		if (uri.getRawFragment() != null) {
			throw new EgressRefusedException("The URL must not have a fragment, which is never sent");
		}
		if (Ipv4Notation.isAmbiguous(host) || host.indexOf('%') >= 0) {
			throw new EgressRefusedException("The host '" + host + "' is no name, and no address in its usual form");
		}
		requirePort(uri);
		return uri;
	}

	/*
	 * The text is not repeated: it may hold a password, or line breaks.
	 */
	private static URI parse(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw new EgressRefusedException("This is not a URL: " + ex.getReason() + " at index " + ex.getIndex());
		}
	}

	private void requirePort(URI uri) {
		int port = uri.getPort();
		if (port != -1 && (port < 1 || port > 65_535
				|| (port < FIRST_USER_PORT && !HTTP_PORTS.contains(port)) && !isAllowed(uri.getHost()))) {
			throw new EgressRefusedException("The port " + port + " is not one of HTTP: use 80, 443, or one from "
					+ FIRST_USER_PORT + " to 65535");
		}
	}

	private List<InetAddress> resolve(URI uri) throws UnknownHostException {
		String host = uri.getHost();
		String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
		List<InetAddress> addresses = List.copyOf(this.resolver.resolve(name));
		if (addresses.isEmpty()) {
			throw new UnknownHostException(name);
		}
		if (!isAllowed(host)) {
			addresses.forEach((address) -> requirePublic(host, address));
		}
		return addresses;
	}

	private boolean isAllowed(String host) {
		return this.allowedHosts.contains(withoutDot(host.toLowerCase(Locale.ROOT)));
	}

	private static String withoutDot(String host) {
		return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
	}

	/*
	 * One address that is not public is enough: which of them answers is not for the name
	 * to choose. The address itself is not told: a user who gives a name should not learn
	 * what it leads to inside.
	 */
	private void requirePublic(String host, InetAddress address) {
		String kind = SpecialAddresses.kind(address);
		if (kind != null && this.allowedNetworks.stream().noneMatch((network) -> network.contains(address))) {
			throw new EgressRefusedException("The host '" + host + "' has " + kind
					+ ", not a public one; whoever runs this application can allow it by sendpost.egress");
		}
	}

}
