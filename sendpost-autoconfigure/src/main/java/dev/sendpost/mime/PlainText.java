package dev.sendpost.mime;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Makes the text alternative of an HTML body.
 */
public final class PlainText {

	private PlainText() {
	}

	/**
	 * Make readable text of HTML. Paragraphs are separated by an empty line, lists keep
	 * their bullets and numbers, a link is followed by its target, an image is replaced
	 * by its {@code alt}; what the HTML hides is left out.
	 * @param html a document or a fragment, well-formed or not
	 * @return the text with {@code \n} as line end and none behind the last line; empty
	 * if there is nothing to read
	 */
	public static String fromHtml(String html) {
		Document document = Jsoup.parse(html);
		PlainTextWriter writer = new PlainTextWriter();
		document.filter(writer);
		return writer.text();
	}

}
