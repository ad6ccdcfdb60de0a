package dev.sendpost.egress;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as it is written: not resolved, and equal only to what is written the same.
 *
 * @param host its name or its address, in lower case, without brackets
 * @param port its port
 */
public record ServerAddress(String host, int port) {

	private static final Pattern NOTATION = Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+):(\\d{1,5})");

	private static final Pattern LABELS = Pattern
		.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*");

	private static final int MAX_HOST_LENGTH = 253;

	/**
	 * Read a server.
	 * @param notation for example {@code smtp.example.com:587} or
	 * {@code [2001:db8::1]:25}
	 * @return the server
	 * @throws IllegalArgumentException if it is none, or an address in an unusual form
	 */
	public static ServerAddress parse(String notation) {
		Matcher matcher = NOTATION.matcher(notation);
		if (matcher.matches()) {
			ServerAddress server = of(matcher.group(1), Integer.parseInt(matcher.group(2)));
			if (server.port >= 1 && server.port <= 65_535 && (server.isLiteral() || server.isName())) {
				return server;
			}
		}
		throw new IllegalArgumentException(
				"'" + notation + "' is no server and port such as smtp.example.com:587 or [2001:db8::1]:25");
	}

	/**
	 * A server as a user names it, which may be anything.
	 */
	static ServerAddress of(String host, int port) {
		boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0;
		return new ServerAddress((bracketed ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT),
				port);
	}

	/**
	 * Whether it is written as an address.
	 */
	boolean isLiteral() {
		if (this.host.indexOf(':') < 0) {
			return Ipv4Notation.isAddress(this.host);
		}
		try {
			IpNetwork.parse(this.host);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private boolean isName() {
		return this.host.length() <= MAX_HOST_LENGTH && LABELS.matcher(this.host).matches()
				&& !Ipv4Notation.isAmbiguous(this.host);
	}

	@Override
	public String toString() {
		return ((this.host.indexOf(':') >= 0) ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

}
