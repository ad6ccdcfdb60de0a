package dev.sendpost.admin.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a page answers.
 */
public sealed interface AdminAnswer {

	/**
	 * Headers of what a message says: it is shown, in a frame of the panel, as far as it
	 * takes nothing from elsewhere and does nothing.
	 */
	Map<String, String> SANDBOX = Map.of("Content-Security-Policy",
			"sandbox; default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
			"X-Frame-Options", "SAMEORIGIN");

	/**
	 * A page.
	 *
	 * @param template the name of the template
	 * @param model what it shows
	 * @param mistake why what was asked for was not done, or {@code null}; the template
	 * finds it as {@code mistake}
	 */
	record View(String template, Map<String, ?> model, @Nullable String mistake) implements AdminAnswer {

	}

	/**
	 * Another page.
	 *
	 * @param path its path, below that of the panel
	 * @param notice what to say there, or {@code null}
	 */
	record Redirect(String path, @Nullable String notice) implements AdminAnswer {

	}

	/**
	 * Something that is no page of the panel.
	 *
	 * @param contentType what it is
	 * @param octets the content
	 * @param headers headers beside those that everything has, or instead of them
	 */
	record Content(String contentType, byte[] octets, Map<String, String> headers) implements AdminAnswer {

	}

	/**
	 * A file to be saved, which is written while it is sent, and so can be of any size.
	 *
	 * @param filename what to call it
	 * @param contentType what it is
	 * @param body writes it
	 */
	record Download(String filename, String contentType, Body body) implements AdminAnswer {

	}

	/**
	 * Writes what is sent.
	 */
	@FunctionalInterface
	interface Body {

		/**
		 * Write it.
		 * @param out where to; it is not to be closed
		 * @throws IOException if the client went away
		 */
		void writeTo(OutputStream out) throws IOException;

	}

	/**
	 * Show a page.
	 * @param template the name of the template
	 * @param model what it shows
	 * @return the answer
	 */
	static AdminAnswer view(String template, Map<String, ?> model) {
		return new View(template, model, null);
	}

	/**
	 * Show a form again that cannot be taken as it was filled in.
	 * @param template the name of the template
	 * @param model what it shows
	 * @param mistake what is wrong, for the reader
	 * @return the answer
	 */
	static AdminAnswer mistaken(String template, Map<String, ?> model, String mistake) {
		return new View(template, model, mistake);
	}

	/**
	 * Go to another page.
	 * @param path its path, below that of the panel
	 * @param notice what to say there
	 * @return the answer
	 */
	static AdminAnswer redirect(String path, String notice) {
		return new Redirect(path, notice);
	}

}
