package dev.sendpost.api.sendpost;

import java.util.regex.Pattern;

import dev.sendpost.api.ApiCall;

import org.springframework.http.HttpHeaders;

/**
 * Knows the service's SDK for Java up to version 1. It is made from a description older
 * than the one that is served here, and throws away an answer that has a field it does
 * not know, or a number that it takes for 32 bits.
 */
final class JavaSdk {

	private static final Pattern USER_AGENT = Pattern.compile("OpenAPI-Generator/1\\.[0-9.]+/java");

	private JavaSdk() {
	}

	static boolean isCalling(ApiCall call) {
		String userAgent = call.headers().getFirst(HttpHeaders.USER_AGENT);
		return userAgent != null && USER_AGENT.matcher(userAgent).matches();
	}

}
