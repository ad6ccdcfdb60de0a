package dev.sendpost.admin.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.EmailSearch;
import dev.sendpost.MailGateway;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.outbox.QueueState;
import org.jspecify.annotations.Nullable;

/**
 * What is going on: the queue, and the messages that came last.
 */
public final class OverviewPage implements AdminPage {

	private static final int LATEST = 10;

	private final MailGateway gateway;

	private final @Nullable MailQueue queue;

	/**
	 * Create the page.
	 * @param gateway finds messages
	 * @param queue the queue, or {@code null} if there is none
	 */
	public OverviewPage(MailGateway gateway, @Nullable MailQueue queue) {
		this.gateway = gateway;
		this.queue = queue;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.MAIL, "", "Overview");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get("", this::show);
	}

	private AdminAnswer show(AdminRequest request) {
		Map<String, Object> model = new LinkedHashMap<>();
		QueueState state = (this.queue != null) ? this.queue.state() : null;
		if (state != null) {
			model.put("queue", state);
		}
		model.put("messages", (this.queue != null)
				? this.gateway.search(EmailSearch.all().size(LATEST)).emails().stream().map(MessageRow::of).toList()
				: List.of());
		return AdminAnswer.view("overview", model);
	}

}
