package dev.sendpost.admin.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * Lists the paths of the panel.
 */
public final class AdminRoutes {

	private final List<Route> routes = new ArrayList<>();

	/**
	 * A path that shows something.
	 * @param path the path below that of the panel, with variables as in
	 * {@code /messages/{id}}
	 * @param handler does it
	 * @return this
	 */
	public AdminRoutes get(String path, AdminHandler handler) {
		this.routes.add(new Route(HttpMethod.GET, path, null, handler));
		return this;
	}

	/**
	 * A form that changes nothing, such as a preview of what is being written. It comes
	 * from a page of the panel, of anybody who may see it, and is in no log.
	 * @param path the path below that of the panel
	 * @param handler does it
	 * @return this
	 */
	public AdminRoutes ask(String path, AdminHandler handler) {
		this.routes.add(new Route(HttpMethod.POST, path, null, handler));
		return this;
	}

	/**
	 * A form that changes something. It comes from a page of the panel, of a user who may
	 * change things, and is in the audit log.
	 * @param path the path below that of the panel
	 * @param action what is done, for the audit log
	 * @param handler does it
	 * @return this
	 */
	public AdminRoutes change(String path, String action, AdminHandler handler) {
		this.routes.add(new Route(HttpMethod.POST, path, action, handler));
		return this;
	}

	/**
	 * A change that is asked for first: the same path shows the question, and passes on
	 * the fields that it was asked with.
	 * @param path the path below that of the panel
	 * @param action what is done, for the audit log
	 * @param question what to ask
	 * @param handler does it
	 * @return this
	 */
	public AdminRoutes confirmed(String path, String action, Confirmation.Question question, AdminHandler handler) {
		get(path, (request) -> AdminAnswer.view("confirm", Map.of("confirmation", question.ask(request), "action",
				request.path(), "fields", request.allFields())));
		return change(path, action, handler);
	}

	List<Route> list() {
		return List.copyOf(this.routes);
	}

	/**
	 * A path.
	 *
	 * @param action what it changes, or {@code null} if it changes nothing
	 */
	record Route(HttpMethod method, String path, @Nullable String action, AdminHandler handler) {

	}

}
