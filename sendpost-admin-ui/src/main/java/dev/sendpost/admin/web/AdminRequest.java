package dev.sendpost.admin.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * One request, of somebody who may make it.
 */
public final class AdminRequest {

	/** The type of a file that is sent by itself. */
	private static final String FILE = "application/octet-stream";

	private final ServerRequest request;

	private final FormFields fields;

	private final AdminUser user;

	private final String path;

	private final String root;

	private String subject;

	AdminRequest(ServerRequest request, AdminUser user, String basePath) {
		this.request = request;
		this.fields = new FormFields(request.servletRequest());
		this.user = user;
		RequestPath whole = request.requestPath();
		PathContainer within = whole.pathWithinApplication();
		// A segment of the base path may be encoded, or have parameters: each is one
		// element, and so is each slash.
		this.path = within.subPath(PathContainer.parsePath(basePath).elements().size()).value();
		this.root = whole.value().substring(0, whole.value().length() - within.value().length()) + basePath;
		this.subject = this.path;
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
	 * The path of the panel as browsers have to write it: below a context path, that of a
	 * servlet, and what a reverse proxy put before.
	 */
	String root() {
		return this.root;
	}

	/**
	 * What the path is for, for the application's log: it may say whom it is about.
	 */
	String pattern() {
		return this.request.method() + " "
				+ this.request.attribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE).orElse(this.root);
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
	 * What the page of a list follows.
	 * @return the id in the field {@code after}, or {@code null} for the first page
	 */
	public @Nullable UUID after() {
		try {
			return field("after").map(UUID::fromString).orElse(null);
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.refused("There is no such page. Begin with the first.");
		}
	}

	/**
	 * A field of the form, or a parameter of the query.
	 * @param name its name
	 * @return its value without blanks around it; nothing if it is empty
	 */
	public Optional<String> field(String name) {
		return fields(name).stream().findFirst().map(String::strip).filter((value) -> !value.isEmpty());
	}

	/**
	 * All values of a field that may be there several times.
	 * @param name its name
	 * @return the values
	 */
	public List<String> fields(String name) {
		return this.fields.all().getOrDefault(name, List.of());
	}

	/**
	 * All fields, in their order.
	 */
	Map<String, List<String>> allFields() {
		Map<String, List<String>> fields = new LinkedHashMap<>(this.fields.all());
		fields.remove(FormTokens.FIELD);
		return fields;
	}

	/**
	 * A check box.
	 * @param name its name
	 * @return whether it is ticked
	 */
	public boolean isTicked(String name) {
		return field(name).isPresent();
	}

	/**
	 * A file that was chosen in a form. Scripts send it by itself, so that neither its
	 * size nor the memory of the application limits it; without them it is a part of the
	 * form.
	 * @param name the name of the field
	 * @return what is in it, to be read once; nothing if none was chosen
	 * @throws AdminProblem if it cannot be read
	 */
	public Optional<InputStream> file(String name) {
		HttpServletRequest servletRequest = this.request.servletRequest();
		String contentType = Objects.requireNonNullElse(servletRequest.getContentType(), "");
		try {
			if (contentType.startsWith("multipart/")) {
				Part part = servletRequest.getPart(name);
				return (part != null && part.getSize() > 0) ? Optional.of(part.getInputStream()) : Optional.empty();
			}
			return contentType.equals(FILE) ? Optional.of(servletRequest.getInputStream()) : Optional.empty();
		}
		catch (IOException | ServletException ex) {
			throw AdminProblem.refused("The file did not arrive whole. Send it again.");
		}
	}

	/**
	 * Say what a change is made to, for the audit log. By default it is the path.
	 * @param subject what it is, such as an address
	 */
	public void concerns(String subject) {
		this.subject = subject;
	}

	String subject() {
		return this.subject;
	}

	/**
	 * The language of the reader.
	 * @return the locale
	 */
	public Locale locale() {
		return this.request.servletRequest().getLocale();
	}

	ServerRequest request() {
		return this.request;
	}

}
