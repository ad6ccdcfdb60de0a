package dev.sendpost.admin.web;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.web.servlet.function.ServerRequest;

/**
 * One request, of somebody who may make it.
 */
public final class AdminRequest {

	private final ServerRequest request;

	private final AdminUser user;

	private final String path;

	AdminRequest(ServerRequest request, AdminUser user, String basePath) {
		this.request = request;
		this.user = user;
		this.path = request.requestPath().pathWithinApplication().value().substring(basePath.length());
	}

	/**
	 * Who makes it.
	 * @return the user
	 */
	public AdminUser user() {
		return this.user;
	}

	/**
	 * The path below that of the panel.
	 * @return the path as it was encoded
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Whether only a part of a page is asked for, by htmx.
	 * @return whether it is
	 */
	public boolean isPart() {
		return "true".equals(this.request.headers().firstHeader("HX-Request"));
	}

	/**
	 * A variable of the path.
	 * @param name its name
	 * @return its value
	 */
	public String variable(String name) {
		return this.request.pathVariable(name);
	}

	/**
	 * A variable of the path that is an id.
	 * @param name its name
	 * @param what what it is the id of
	 * @return the id
	 * @throws AdminProblem if it is none
	 */
	public UUID id(String name, String what) {
		try {
			return UUID.fromString(variable(name));
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.notFound(what);
		}
	}

	/**
	 * A field of the form, or a parameter of the query.
	 * @param name its name
	 * @return its value without blanks around it; nothing if it is empty
	 */
	public Optional<String> field(String name) {
		return this.request.param(name).map(String::strip).filter((value) -> !value.isEmpty());
	}

	/**
	 * All values of a field that may be there several times.
	 * @param name its name
	 * @return the values
	 */
	public List<String> fields(String name) {
		return this.request.params().getOrDefault(name, List.of());
	}

	ServerRequest request() {
		return this.request;
	}

}
