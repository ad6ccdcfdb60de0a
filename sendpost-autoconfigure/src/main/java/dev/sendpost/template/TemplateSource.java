package dev.sendpost.template;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * All of a version of a template.
 *
 * @param content what it says where no variant fits
 * @param variants what it says in other languages, by language tags (BCP 47) such as
 * {@code de} or {@code de-CH}
 * @param variables the variables it declares; it may use others, which have no default
 */
public record TemplateSource(TemplateContent content, Map<String, TemplateContent> variants,
		List<TemplateVariable> variables) {

	private static final int MAX_VARIANTS = 100;

	private static final int MAX_VARIABLES = 200;

	/**
	 * Create a source.
	 * @throws TemplateException if there are too many variants or variables, or a tag is
	 * none
	 */
	public TemplateSource {
		if (variants.size() > MAX_VARIANTS || variables.size() > MAX_VARIABLES) {
			throw new TemplateException(Reason.INVALID, "a template has at most " + MAX_VARIANTS
					+ " variants and declares at most " + MAX_VARIABLES + " variables");
		}
		Map<String, TemplateContent> tagged = new LinkedHashMap<>();
		variants.forEach((tag, variant) -> tagged.put(normalized(tag), variant));
		variants = Map.copyOf(tagged);
		variables = List.copyOf(variables);
	}

	/**
	 * A source in one language without declared variables.
	 * @param content what it says
	 * @return the source
	 */
	public static TemplateSource of(TemplateContent content) {
		return new TemplateSource(content, Map.of(), List.of());
	}

	/**
	 * The same source with another language.
	 * @param locale the language
	 * @param variant what it says in it
	 * @return the source
	 */
	public TemplateSource variant(Locale locale, TemplateContent variant) {
		Map<String, TemplateContent> more = new HashMap<>(this.variants);
		more.put(locale.toLanguageTag(), variant);
		return new TemplateSource(this.content, more, this.variables);
	}

	/**
	 * The same source with other declared variables.
	 * @param variables the variables
	 * @return the source
	 */
	public TemplateSource variables(TemplateVariable... variables) {
		return new TemplateSource(this.content, this.variants, List.of(variables));
	}

	/**
	 * What it says in a language: the variant for it, for the language without its
	 * region, or what it says otherwise.
	 */
	TemplateContent contentFor(@Nullable Locale locale) {
		if (locale == null) {
			return this.content;
		}
		TemplateContent exact = this.variants.get(locale.toLanguageTag());
		return (exact != null) ? exact : this.variants.getOrDefault(locale.getLanguage(), this.content);
	}

	/**
	 * The values of the variables that have a default.
	 */
	Map<String, String> defaults() {
		Map<String, String> defaults = new HashMap<>();
		for (TemplateVariable variable : this.variables) {
			if (variable.defaultValue() != null) {
				defaults.put(variable.name(), variable.defaultValue());
			}
		}
		return defaults;
	}

	private static String normalized(String tag) {
		String language = Locale.forLanguageTag(tag).toLanguageTag();
		if (language.equals("und")) {
			throw new TemplateException(Reason.INVALID,
					"'" + tag.substring(0, Math.min(50, tag.length())) + "' is not a language tag such as de or de-CH");
		}
		return language;
	}

}
