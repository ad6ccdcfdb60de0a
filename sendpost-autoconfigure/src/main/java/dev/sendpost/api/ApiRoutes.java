package dev.sendpost.api;

import java.util.ArrayList;
import java.util.List;

import dev.sendpost.subaccount.ApiKeyScope;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * Lists the operations of an API whose keys are in the same place. Reading takes any key;
 * what changes something, one with full access, unless the operation says otherwise.
 *
 * <p>
 * What takes full access is not for test keys: they neither change what live mail depends
 * on, such as suppressions, nor see its secrets.
 */
public final class ApiRoutes {

	private final String base;

	private final @Nullable KeySource keys;

	private final boolean wholeAccount;

	private final boolean testsApart;

	private final List<ApiRoute> routes;

	private ApiRoutes(String base, @Nullable KeySource keys, boolean wholeAccount, boolean testsApart,
			List<ApiRoute> routes) {
		this.base = base;
		this.keys = keys;
		this.wholeAccount = wholeAccount;
		this.testsApart = testsApart;
		this.routes = routes;
	}

	/**
	 * Operations that any key may be good for.
	 * @param base what all paths begin with
	 * @param keys where the key is
	 * @return the list, empty so far
	 */
	public static ApiRoutes anyKey(String base, KeySource keys) {
		return new ApiRoutes(base, keys, false, false, new ArrayList<>());
	}

	/**
	 * Operations that only a key of the account is good for.
	 * @param base what all paths begin with
	 * @param keys where the key is
	 * @return the list, empty so far
	 */
	public static ApiRoutes accountKey(String base, KeySource keys) {
		return new ApiRoutes(base, keys, true, false, new ArrayList<>());
	}

	/**
	 * Operations that take no key: whoever reaches them acts for the default sub-account.
	 * @param base what all paths begin with
	 * @return the list, empty so far
	 */
	public static ApiRoutes noKey(String base) {
		return new ApiRoutes(base, null, false, false, new ArrayList<>());
	}

	/**
	 * The same list, to add operations that test keys may call too: of what these
	 * operations are about, test keys see and change only what test keys made.
	 * @return the list
	 */
	public ApiRoutes testsApart() {
		return new ApiRoutes(this.base, this.keys, this.wholeAccount, true, this.routes);
	}

	/**
	 * An operation that reads.
	 * @param path the path after the base
	 * @param handler does it
	 * @return this
	 */
	public ApiRoutes get(String path, ApiHandler handler) {
		return add(HttpMethod.GET, path, ApiKeyScope.READ_ONLY, handler);
	}

	/**
	 * An operation that sends mail.
	 * @param path the path after the base
	 * @param handler does it
	 * @return this
	 */
	public ApiRoutes send(String path, ApiHandler handler) {
		return add(HttpMethod.POST, path, ApiKeyScope.SENDING_ACCESS, handler);
	}

	/**
	 * An operation that creates or does something.
	 * @param path the path after the base
	 * @param handler does it
	 * @return this
	 */
	public ApiRoutes post(String path, ApiHandler handler) {
		return add(HttpMethod.POST, path, ApiKeyScope.FULL_ACCESS, handler);
	}

	/**
	 * An operation that replaces something.
	 * @param path the path after the base
	 * @param handler does it
	 * @return this
	 */
	public ApiRoutes put(String path, ApiHandler handler) {
		return add(HttpMethod.PUT, path, ApiKeyScope.FULL_ACCESS, handler);
	}

	/**
	 * An operation that changes something in part.
	 * @param path the path after the base
	 * @param handler does it
	 * @return this
	 */
	public ApiRoutes patch(String path, ApiHandler handler) {
		return add(HttpMethod.PATCH, path, ApiKeyScope.FULL_ACCESS, handler);
	}

	/**
	 * An operation that removes something.
	 * @param path the path after the base
	 * @param handler does it
	 * @return this
	 */
	public ApiRoutes delete(String path, ApiHandler handler) {
		return add(HttpMethod.DELETE, path, ApiKeyScope.FULL_ACCESS, handler);
	}

	/**
	 * An operation.
	 * @param method the method of HTTP
	 * @param path the path after the base
	 * @param scope what the key must be good for
	 * @param handler does it
	 * @return this
	 */
	public ApiRoutes add(HttpMethod method, String path, ApiKeyScope scope, ApiHandler handler) {
		boolean testKeys = this.testsApart || scope != ApiKeyScope.FULL_ACCESS;
		this.routes.add(new ApiRoute(method, this.base + path, scope, this.keys, this.wholeAccount, testKeys, handler));
		return this;
	}

	List<ApiRoute> list() {
		return List.copyOf(this.routes);
	}

}
