package dev.sendpost.admin.page.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Why a message did not reach somebody, in plain words.
 *
 * @param style the class of its colour
 * @param words what happened
 * @param advice what to do, or {@code null}
 * @param addresses whom it did not reach
 */
public record Explanation(String style, String words, @Nullable String advice, List<String> addresses) {

	private static final int SHOWN = 3;

	/**
	 * Whom it is about, as far as there is room.
	 * @return the first addresses
	 */
	public String whom() {
		String first = String.join(", ", this.addresses.stream().limit(SHOWN).toList());
		int more = this.addresses.size() - SHOWN;
		return (more > 0) ? first + " and " + more + " more" : first;
	}

}
