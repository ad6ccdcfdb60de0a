package dev.sendpost.api;

import dev.sendpost.subaccount.ApiKeyScope;

import org.springframework.http.HttpMethod;

/**
 * One operation of an API.
 *
 * @param method the method of HTTP
 * @param path the path, with variables as in {@code /emails/{id}}
 * @param scope what the key must be good for
 * @param keys where the key is
 * @param wholeAccount whether the key must be one of the account
 * @param handler does it
 */
public record ApiRoute(HttpMethod method, String path, ApiKeyScope scope, KeySource keys, boolean wholeAccount,
		ApiHandler handler) {

}
