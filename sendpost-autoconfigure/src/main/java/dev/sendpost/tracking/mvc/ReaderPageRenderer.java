package dev.sendpost.tracking.mvc;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Writes the pages for readers. Declare a bean to have them look like yours. They are
 * served under a Content-Security-Policy that allows no scripts, and style sheets and
 * images of this application only.
 */
@FunctionalInterface
public interface ReaderPageRenderer {

	/**
	 * Write a page.
	 * @param page what it is to say; the values are not escaped
	 * @param locale the language that the reader prefers
	 * @return the HTML document, or {@code null} for the page that comes with sendpost
	 */
	@Nullable String render(ReaderPage page, Locale locale);

}
