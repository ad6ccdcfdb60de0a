package dev.sendpost.tracking.mvc;

import java.util.Locale;

import dev.sendpost.audience.Preferences;

import org.springframework.context.MessageSource;
import org.springframework.web.util.HtmlUtils;

/**
 * The pages that come with sendpost: plain HTML without scripts.
 */
final class DefaultReaderPage {

	static final String UNSUBSCRIBE = "unsubscribe";

	static final String RESUBSCRIBE = "resubscribe";

	static final String SAVE = "save";

	private final PageTexts texts;

	DefaultReaderPage(MessageSource messages) {
		this.texts = new PageTexts(messages);
	}

	/**
	 * The language that the pages are in for readers of a language.
	 */
	String language(Locale locale) {
		return this.texts.html("language", locale);
	}

	String render(ReaderPage page, Locale locale) {
		String key = page.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
		String title = this.texts.html(key + ".title", locale);
		StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"").append(language(locale))
			.append("\" dir=\"")
			.append(this.texts.html("direction", locale))
			.append("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, ")
			.append("initial-scale=1\">\n<meta name=\"robots\" content=\"noindex, nofollow\">\n<title>")
			.append(title)
			.append("</title>\n<link rel=\"stylesheet\" href=\"")
			.append(HtmlUtils.htmlEscape(page.stylesheet()))
			.append("\">\n</head>\n<body>\n<main>\n<h1>")
			.append(title)
			.append("</h1>\n");
		content(html, page, key, locale);
		return html.append("</main>\n</body>\n</html>\n").toString();
	}

	private void content(StringBuilder html, ReaderPage page, String key, Locale locale) {
		switch (page.kind()) {
			case UNSUBSCRIBE -> {
				paragraph(html, this.texts.html("unsubscribe.text", locale, address(page)));
				if (page.sender() != null) {
					paragraph(html, this.texts.html("unsubscribe.sender", locale, page.sender()));
				}
				form(html, "", UNSUBSCRIBE, "unsubscribe.button", locale);
				topics(html, page, locale);
			}
			case UNSUBSCRIBED -> {
				paragraph(html, this.texts.html("unsubscribed.text", locale, address(page)));
				paragraph(html, this.texts.html("unsubscribed.undo", locale));
				form(html, "", RESUBSCRIBE, "unsubscribed.button", locale);
			}
			case RESUBSCRIBED -> {
				paragraph(html, this.texts.html(page.receives() ? "resubscribed.text" : "suppressed.text", locale,
						address(page)));
				topics(html, page, locale);
			}
			case PREFERENCES, SAVED -> preferences(html, page, locale);
			case CONFIRM -> {
				paragraph(html, this.texts.html("confirm.text", locale));
				form(html, "", "confirm", "confirm.button", locale);
			}
			default -> paragraph(html, this.texts.html(key + ".text", locale));
		}
	}

	private void preferences(StringBuilder html, ReaderPage page, Locale locale) {
		if (page.receives()) {
			paragraph(html, this.texts.html("preferences.text", locale, address(page)));
			topics(html, page, locale);
			paragraph(html, this.texts.html("preferences.unsubscribe", locale));
			form(html, "", UNSUBSCRIBE, "unsubscribe.button", locale);
		}
		else {
			paragraph(html, this.texts.html("unsubscribed.text", locale, address(page)));
			form(html, "", RESUBSCRIBE, "unsubscribed.button", locale);
		}
	}

	private static String address(ReaderPage page) {
		return (page.address() != null) ? page.address().address() : "";
	}

	private static void paragraph(StringBuilder html, String text) {
		html.append("<p>").append(text).append("</p>\n");
	}

	private void form(StringBuilder html, String target, String action, String button, Locale locale) {
		begin(html, target, action);
		html.append("<button").append(action.equals(UNSUBSCRIBE) || action.equals("confirm") ? "" : " class=\"quiet\"");
		html.append(">").append(this.texts.html(button, locale)).append("</button>\n</form>\n");
	}

	private static void begin(StringBuilder html, String target, String action) {
		html.append("<form method=\"post\"");
		if (!target.isEmpty()) {
			html.append(" action=\"").append(HtmlUtils.htmlEscape(target)).append("\"");
		}
		html.append(">\n<input type=\"hidden\" name=\"action\" value=\"").append(action).append("\">\n");
	}

	private void topics(StringBuilder html, ReaderPage page, Locale locale) {
		if (page.topics().isEmpty()) {
			return;
		}
		begin(html, page.preferences(), SAVE);
		html.append("<fieldset>\n<legend>").append(this.texts.html("preferences.topics", locale)).append("</legend>\n");
		for (Preferences.Choice choice : page.topics()) {
			html.append("<label class=\"topic\"><input type=\"checkbox\" name=\"topic\" value=\"")
				.append(HtmlUtils.htmlEscape(choice.topic().key()))
				.append(choice.received() ? "\" checked>" : "\">")
				.append("<span>")
				.append(HtmlUtils.htmlEscape(choice.topic().name()));
			if (!choice.topic().description().isEmpty()) {
				html.append("<small>").append(HtmlUtils.htmlEscape(choice.topic().description())).append("</small>");
			}
			html.append("</span></label>\n");
		}
		html.append("</fieldset>\n<button class=\"quiet\">")
			.append(this.texts.html("preferences.button", locale))
			.append("</button>\n</form>\n");
	}

}
