package dev.sendpost.admin.page.webhook;

import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks: who sends them, and who is told.
 */
public final class WebhooksPage implements AdminPage {

	private final WebhookSourceScreens sources;

	private final @Nullable WebhookSubscriberScreens subscribers;

	/**
	 * Create the page.
	 * @param sources those who send them
	 * @param subscribers those who are told, or {@code null} if nobody can be
	 */
	public WebhooksPage(WebhookSourceScreens sources, @Nullable WebhookSubscriberScreens subscribers) {
		this.sources = sources;
		this.subscribers = subscribers;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.DELIVERY, "/webhooks", "Webhooks");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		this.sources.addTo(routes, this.subscribers != null);
		if (this.subscribers != null) {
			this.subscribers.addTo(routes);
		}
	}

}
