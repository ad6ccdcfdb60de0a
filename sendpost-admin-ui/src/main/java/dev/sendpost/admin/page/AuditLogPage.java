package dev.sendpost.admin.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.audit.AuditLog;
import dev.sendpost.audit.AuditPage;

/**
 * Who changed what.
 */
public final class AuditLogPage implements AdminPage {

	private static final int PAGE_SIZE = 100;

	private final AuditLog log;

	/**
	 * Create the page.
	 * @param log the log
	 */
	public AuditLogPage(AuditLog log) {
		this.log = log;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.ACCESS, "/audit", "Audit log");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get("/audit", this::list);
	}

	private AdminAnswer list(AdminRequest request) {
		String actor = request.field("actor").orElse("");
		AuditPage page = this.log.find(actor.isEmpty() ? null : actor, request.after(), PAGE_SIZE);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("actor", actor);
		model.put("entries", page.entries());
		UUID next = page.next();
		if (next != null) {
			model.put("next", next);
		}
		return AdminAnswer.view("audit", model);
	}

}
