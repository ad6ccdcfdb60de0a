package dev.sendpost.admin.web;

/**
 * A page of the panel, with what can be done on it. A page whose feature the application
 * has not is no bean.
 */
public interface AdminPage {

	/**
	 * Where it is in the menu.
	 * @return the item
	 */
	MenuItem menu();

	/**
	 * Add what the page consists of.
	 * @param routes the list of all paths
	 */
	void addTo(AdminRoutes routes);

}
