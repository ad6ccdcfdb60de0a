package dev.sendpost.tracking.mvc;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;

import org.springframework.context.MessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;

/**
 * The texts of pages: those of the application's messages, or else in English.
 */
final class PageTexts {

	private static final String PREFIX = "sendpost.pages.";

	private final MessageSource messages;

	private final Properties english = new Properties();

	PageTexts(MessageSource messages) {
		this.messages = messages;
		try (Reader reader = new InputStreamReader(
				new ClassPathResource("pages.properties", getClass()).getInputStream(), StandardCharsets.UTF_8)) {
			this.english.load(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A text for HTML, with its values escaped as all of it is.
	 */
	String html(String key, Locale locale, Object... values) {
		String name = PREFIX + key;
		Object[] arguments = (values.length > 0) ? values : null;
		String text = this.messages.getMessage(name, arguments, this.english.getProperty(name), locale);
		return HtmlUtils.htmlEscape(String.valueOf(text));
	}

}
