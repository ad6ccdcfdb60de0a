package dev.sendpost.admin.page.message;

import java.util.List;
import java.util.Locale;

/**
 * What a look at a message came to, in one respect.
 *
 * @param level how bad it is
 * @param title what it is about
 * @param words what that means, and what to do
 * @param details where it is so
 */
public record MailCheck(Level level, String title, String words, List<String> details) {

	private static final int MAX_DETAILS = 20;

	/**
	 * Create the outcome of a check.
	 */
	public MailCheck {
		details = details.stream().limit(MAX_DETAILS).toList();
	}

	static MailCheck good(String title, String words) {
		return new MailCheck(Level.GOOD, title, words, List.of());
	}

	static MailCheck wait(String title, String words, List<String> details) {
		return new MailCheck(Level.WAIT, title, words, details);
	}

	static MailCheck bad(String title, String words, List<String> details) {
		return new MailCheck(Level.BAD, title, words, details);
	}

	/**
	 * How bad something is.
	 */
	public enum Level {

		/** It keeps readers from what they should see. */
		BAD("mend"),

		/** Some readers see something else. */
		WAIT("look at"),

		/** It is as it should be. */
		GOOD("fine");

		private final String word;

		Level(String word) {
			this.word = word;
		}

		/**
		 * The level in a word for a person.
		 * @return the word
		 */
		public String word() {
			return this.word;
		}

		/**
		 * The class of its colour.
		 * @return the name of the class
		 */
		public String style() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
