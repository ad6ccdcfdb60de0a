package dev.sendpost.admin.web;

import java.io.IOException;
import java.security.Principal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Lets in whom the security of the application knows by a role.
 */
public final class HostAccess implements AdminAccess {

	private final String role;

	private final String readOnlyRole;

	/**
	 * Create it.
	 * @param role the role of those who may change things
	 * @param readOnlyRole the role of those who may only look
	 */
	public HostAccess(String role, String readOnlyRole) {
		this.role = role;
		this.readOnlyRole = readOnlyRole;
	}

	@Override
	public @Nullable AdminUser user(HttpServletRequest request) {
		Principal principal = request.getUserPrincipal();
		if (principal == null) {
			return null;
		}
		if (request.isUserInRole(this.role)) {
			return new AdminUser(principal.getName(), false);
		}
		return request.isUserInRole(this.readOnlyRole) ? new AdminUser(principal.getName(), true) : null;
	}

	@Override
	public void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Principal principal = request.getUserPrincipal();
		String roles = this.role + " or " + this.readOnlyRole;
		PlainAnswer.write(response, HttpServletResponse.SC_FORBIDDEN,
				(principal != null)
						? "You are logged in as " + principal.getName() + ", and have no role " + roles + "."
						: "Log in as somebody with the role " + roles + ".");
	}

}
