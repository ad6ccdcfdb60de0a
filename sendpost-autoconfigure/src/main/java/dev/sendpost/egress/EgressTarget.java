package dev.sendpost.egress;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * A URL that may be requested, and the addresses that were checked: the request goes to
 * one of them, whatever the name resolves to by then.
 *
 * @param url the URL
 * @param addresses the addresses of its host, at least one
 */
record EgressTarget(URI url, List<InetAddress> addresses) {

	boolean secure() {
		return "https".equalsIgnoreCase(this.url.getScheme());
	}

	/**
	 * The host, without the brackets of an IPv6 address.
	 */
	String host() {
		String host = this.url.getHost();
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	int port() {
		return (this.url.getPort() != -1) ? this.url.getPort() : secure() ? 443 : 80;
	}

}
