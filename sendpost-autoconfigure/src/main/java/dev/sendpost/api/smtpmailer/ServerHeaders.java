package dev.sendpost.api.smtpmailer;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.sendpost.api.ApiProblem;
import dev.sendpost.egress.ServerAddress;
import dev.sendpost.egress.ServerList;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Which server the caller names, by either of the names that the documentation has for
 * each header.
 *
 * @param server the server, which is listed
 * @param secure whether it speaks TLS from the first byte
 */
record ServerHeaders(ServerAddress server, boolean secure) {

	private static final int IMPLICIT_TLS = 465;

	/**
	 * Read the headers. One of the examples of the documentation has none of them, so
	 * that a server goes without saying where there is no choice.
	 * @throws dev.sendpost.egress.EgressRefusedException if the server is not listed
	 */
	static ServerHeaders of(HttpHeaders headers, ServerList servers) {
		String host = value(headers, "server", "X-SMTP-Server");
		String port = value(headers, "port", "X-SMTP-Port");
		ServerAddress server = (host == null && port == null)
				? servers.only().orElseThrow(() -> ApiProblem.invalid("server", "is missing"))
				: servers.require(required("server", host), port(required("port", port)));
		return new ServerHeaders(server, secure(value(headers, "secure", "X-SMTP-Secure"), server.port()));
	}

	private static int port(String value) {
		try {
			int port = Integer.parseInt(value);
			if (port >= 1 && port <= 65_535) {
				return port;
			}
		}
		catch (NumberFormatException ex) {
			// What is no number is said below.
		}
		throw ApiProblem.invalid("port", "must be a number from 1 to 65535");
	}

	private static boolean secure(@Nullable String value, int port) {
		if (value == null) {
			return port == IMPLICIT_TLS;
		}
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw ApiProblem.invalid("secure", "must be true or false");
		};
	}

	private static String required(String name, @Nullable String value) {
		if (value == null) {
			throw ApiProblem.invalid(name, "is missing");
		}
		return value;
	}

	private static @Nullable String value(HttpHeaders headers, String name, String otherName) {
		List<String> values = Stream.of(name, otherName)
			.flatMap((header) -> headers.getOrEmpty(header).stream())
			.distinct()
			.toList();
		if (values.size() > 1) {
			throw ApiProblem.invalid(name, "is there with " + values.size() + " values");
		}
		return values.isEmpty() ? null : values.get(0);
	}

}
