package dev.sendpost.admin.page.template;

import java.util.Locale;

import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import org.jspecify.annotations.Nullable;

/**
 * The language that a request is about.
 */
final class Languages {

	private Languages() {
	}

	/**
	 * The language in the field {@code language}, or {@code null} for the template's own.
	 */
	static @Nullable Locale of(AdminRequest request) {
		String tag = request.field("language").orElse("");
		if (tag.isEmpty()) {
			return null;
		}
		Locale language = Locale.forLanguageTag(tag);
		if (language.toLanguageTag().equals("und")) {
			throw AdminProblem.refused("A language is written as de or de-CH.");
		}
		return language;
	}

	/**
	 * What is behind the path of a page in a language.
	 */
	static String query(@Nullable Locale language) {
		return (language != null) ? "?language=" + language.toLanguageTag() : "";
	}

}
