package dev.sendpost.admin.web;

/**
 * Pages that stand together in the menu, in its order.
 */
public enum MenuGroup {

	/** Messages, and where they are. */
	MAIL("Mail"),

	/** What is said, and to whom. */
	AUDIENCE("Audience"),

	/** How messages get there, and what keeps them from it. */
	DELIVERY("Delivery"),

	/** Who may do what, and who did. */
	ACCESS("Access");

	private final String title;

	MenuGroup(String title) {
		this.title = title;
	}

	/**
	 * What the group is called.
	 * @return its title
	 */
	public String title() {
		return this.title;
	}

}
