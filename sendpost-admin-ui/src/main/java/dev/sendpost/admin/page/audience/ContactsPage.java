package dev.sendpost.admin.page.audience;

import java.util.List;

import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.audience.Audiences;
import dev.sendpost.audience.ContactCsv;
import dev.sendpost.subaccount.SubAccounts;
import org.jspecify.annotations.Nullable;

/**
 * Keeps contacts, their lists and their topics.
 */
public final class ContactsPage implements AdminPage {

	private static final String PATH = "/contacts";

	private final List<Screen> screens;

	/**
	 * Create the page.
	 * @param audiences the contacts
	 * @param csv imports and exports them, or {@code null} if nothing does
	 * @param subAccounts whose contacts there are, or {@code null} if that is not known
	 */
	public ContactsPage(Audiences audiences, @Nullable ContactCsv csv, @Nullable SubAccounts subAccounts) {
		Tenants tenants = new Tenants(subAccounts, PATH);
		this.screens = List.of(new ContactListing(audiences, csv, tenants), new ContactScreen(audiences, tenants),
				new ContactEditor(audiences, tenants), new ListScreens(audiences, csv != null, tenants),
				new TopicScreens(audiences, csv != null, tenants), new ImportScreen(audiences, csv, tenants));
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.AUDIENCE, PATH, "Contacts");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		this.screens.forEach((screen) -> screen.addTo(routes));
	}

	/**
	 * A part of the page.
	 */
	@FunctionalInterface
	interface Screen {

		void addTo(AdminRoutes routes);

	}

}
