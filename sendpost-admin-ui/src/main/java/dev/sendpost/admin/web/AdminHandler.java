package dev.sendpost.admin.web;

/**
 * Does what one path is for.
 */
@FunctionalInterface
public interface AdminHandler {

	/**
	 * Do it.
	 * @param request the request, of somebody who may make it
	 * @return what to answer
	 * @throws AdminProblem if it cannot be done
	 */
	AdminAnswer handle(AdminRequest request);

}
