package dev.sendpost.admin.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may see the panel.
 */
public interface AdminAccess {

	/**
	 * Who makes a request.
	 * @param request the request
	 * @return the user, or {@code null} if nobody who may see the panel
	 */
	@Nullable AdminUser user(HttpServletRequest request);

	/**
	 * Answer somebody who may not see the panel.
	 * @param request the request
	 * @param response the answer
	 * @throws IOException if the client went away
	 */
	void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException;

}
