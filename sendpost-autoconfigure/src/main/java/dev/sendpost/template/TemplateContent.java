package dev.sendpost.template;

import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a template says in one language. {@code {{name}}} stands for a variable in each
 * part; in HTML it is escaped.
 *
 * @param subject the subject
 * @param preheader what mail clients show behind the subject, or {@code null}
 * @param html the HTML body, or {@code null}; where there is MJML, it is made from that
 * @param mjml the HTML body in MJML, or {@code null}
 * @param text the text body, or {@code null} if it is derived from the HTML
 */
public record TemplateContent(String subject, @Nullable String preheader, @Nullable String html, @Nullable String mjml,
		@Nullable String text) {

	/** How many characters each part has at most. */
	public static final int MAX_LENGTH = 1_000_000;

	/**
	 * Create a content.
	 * @throws TemplateException if a part is too long, or there is no body
	 */
	public TemplateContent {
		requireShort("subject", subject);
		requireShort("preheader", preheader);
		requireShort("html", html);
		requireShort("mjml", mjml);
		requireShort("text", text);
		if (html == null && mjml == null && text == null) {
			throw new TemplateException(Reason.INVALID, "no body: html, mjml or text is needed");
		}
	}

	/**
	 * A content in HTML.
	 * @param subject the subject
	 * @param html the HTML body
	 * @return the content
	 */
	public static TemplateContent html(String subject, String html) {
		return new TemplateContent(subject, null, html, null, null);
	}

	/**
	 * A content in MJML.
	 * @param subject the subject
	 * @param mjml the body
	 * @return the content
	 */
	public static TemplateContent mjml(String subject, String mjml) {
		return new TemplateContent(subject, null, null, mjml, null);
	}

	/**
	 * A content in plain text.
	 * @param subject the subject
	 * @param text the text body
	 * @return the content
	 */
	public static TemplateContent text(String subject, String text) {
		return new TemplateContent(subject, null, null, null, text);
	}

	private static void requireShort(String part, @Nullable String value) {
		if (value != null && value.length() > MAX_LENGTH) {
			throw new TemplateException(Reason.INVALID,
					part + " has " + value.length() + " characters, more than " + MAX_LENGTH);
		}
	}

}
