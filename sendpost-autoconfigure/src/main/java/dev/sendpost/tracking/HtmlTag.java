package dev.sendpost.tracking;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A tag as it is written.
 *
 * @param name its name in lower case
 * @param closing whether it is an end tag
 * @param start where it starts
 * @param attributes by their names in lower case, where their values are; of one that is
 * there twice the first counts
 */
record HtmlTag(String name, boolean closing, int start, Map<String, Range> attributes) {

	/**
	 * The value of an attribute as it is written, or {@code null} if there is none.
	 */
	@Nullable String value(String attribute, String html) {
		Range range = this.attributes.get(attribute);
		return (range != null) ? html.substring(range.start(), range.end()) : null;
	}

	/**
	 * A part of the HTML.
	 */
	record Range(int start, int end) {

	}

}
