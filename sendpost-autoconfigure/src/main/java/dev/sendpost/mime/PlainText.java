package dev.sendpost.mime;

import dev.sendpost.Email;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * Makes the text alternative of an HTML body.
 */
public final class PlainText {

	private PlainText() {
	}

	/**
	 * Put a text beside the HTML of a message that has none.
	 * @param email the message
	 * @return the message with the text that its HTML makes; as it is, if it has a text
	 * or its HTML has nothing to read
	 */
	public static Email beside(Email email) {
		if (email.html() == null || (email.text() != null && !email.text().isEmpty())) {
			return email;
		}
		String text = fromHtml(email.html());
		return text.isEmpty() ? email : email.toBuilder().text(text).build();
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
