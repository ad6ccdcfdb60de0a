package dev.sendpost.api;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Where a service's clients put their key.
 */
@FunctionalInterface
public interface KeySource {

	/**
	 * Find the key.
	 * @param headers the headers of the request
	 * @return what is presented as a key, or {@code null} if nothing is, or two things
	 */
	@Nullable String find(HttpHeaders headers);

	/**
	 * A bearer token (RFC 6750).
	 * @return the source
	 */
	static KeySource bearer() {
		return (headers) -> {
			String credentials = header(HttpHeaders.AUTHORIZATION).find(headers);
			if (credentials == null || !credentials.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
				return null;
			}
			return credentials.substring("bearer ".length()).strip();
		};
	}

	/**
	 * A header of its own.
	 * @param name the name of the header
	 * @return the source
	 */
	static KeySource header(String name) {
		return (headers) -> {
			List<String> values = headers.getOrEmpty(name);
			return (values.size() == 1) ? values.get(0) : null;
		};
	}

}
