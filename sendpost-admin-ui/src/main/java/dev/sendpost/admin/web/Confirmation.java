package dev.sendpost.admin.web;

/**
 * What is asked before something is done that cannot be undone.
 *
 * @param title what it is about
 * @param consequence what will happen, in a sentence or two
 * @param button what the button says
 * @param back the path to go back to, below that of the panel
 */
public record Confirmation(String title, String consequence, String button, String back) {

	/**
	 * Finds out what to ask.
	 */
	@FunctionalInterface
	public interface Question {

		/**
		 * Ask.
		 * @param request the request
		 * @return what to ask
		 */
		Confirmation ask(AdminRequest request);

	}

}
