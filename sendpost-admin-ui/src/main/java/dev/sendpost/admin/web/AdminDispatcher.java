package dev.sendpost.admin.web;

import dev.sendpost.MailGatewayException;
import dev.sendpost.admin.web.AdminAnswer.View;
import dev.sendpost.admin.web.AdminRoutes.Route;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * Finds what to answer: lets forms of the panel through, keeps readers from changes,
 * notes what was changed, and has words for what fails.
 */
final class AdminDispatcher {

	private static final Log logger = LogFactory.getLog(AdminDispatcher.class);

	private final FormTokens tokens;

	private final AdminAudit audit;

	AdminDispatcher(FormTokens tokens, AdminAudit audit) {
		this.tokens = tokens;
		this.audit = audit;
	}

	/**
	 * Find what to answer.
	 * @param request the request
	 * @param route what its path is for, or {@code null} for nothing
	 */
	Answered answer(AdminRequest request, @Nullable Route route) {
		try {
			if (route == null) {
				throw AdminProblem.of(404, "There is no page here.");
			}
			return Answered.of(handle(request, route));
		}
		catch (AdminProblem ex) {
			return Answered.problem(ex.status(), ex.getMessage());
		}
		catch (MailGatewayException ex) {
			return Answered.problem(422, ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.error("The panel failed at " + request.pattern(), ex);
			return Answered.problem(500, Answered.FAILED);
		}
	}

	private AdminAnswer handle(AdminRequest request, Route route) {
		if (route.method() == HttpMethod.POST && !this.tokens.isFromHere(request)) {
			throw AdminProblem.of(403,
					"The form was not sent from a page of this panel, or is too old. Go back, load the page again and repeat it.");
		}
		String action = route.action();
		if (action == null) {
			return route.handler().handle(request);
		}
		AdminAnswer answer = change(request, route, action);
		this.audit.changed(request.user(), action, request.subject(),
				(answer instanceof View view) ? view.mistake() : null);
		return answer;
	}

	private AdminAnswer change(AdminRequest request, Route route, String action) {
		try {
			if (request.user().readOnly()) {
				throw AdminProblem.of(403, "You may look at everything here, and change nothing.");
			}
			return route.handler().handle(request);
		}
		catch (AdminProblem | MailGatewayException ex) {
			noteRefusal(request, action, ex, ex.getMessage());
			throw ex;
		}
		catch (RuntimeException ex) {
			noteRefusal(request, action, ex, "It failed, for a reason that is in the application's log.");
			throw ex;
		}
	}

	private void noteRefusal(AdminRequest request, String action, RuntimeException problem, @Nullable String refusal) {
		try {
			this.audit.changed(request.user(), action, request.subject(), refusal);
		}
		catch (RuntimeException ex) {
			problem.addSuppressed(ex);
			logger.error("The audit log failed at " + request.pattern(), ex);
		}
	}

}
