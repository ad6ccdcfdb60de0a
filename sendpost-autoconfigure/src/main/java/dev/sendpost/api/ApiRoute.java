package dev.sendpost.api;

import dev.sendpost.subaccount.ApiKeyScope;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * One operation of an API.
 *
 * @param method the method of HTTP
 * @param path the path, with variables as in {@code /emails/{id}}
 * @param scope what the key must be good for
 * @param keys where the key is, or {@code null} if it takes none
 * @param wholeAccount whether the key must be one of the account
 * @param testKeys whether the key may be a test key
 * @param handler does it
 */
public record ApiRoute(HttpMethod method, String path, ApiKeyScope scope, @Nullable KeySource keys,
		boolean wholeAccount, boolean testKeys, ApiHandler handler) {

}
