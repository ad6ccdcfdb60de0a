package dev.sendpost.api.sendry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.template.TemplateVariable;
import org.jspecify.annotations.Nullable;

/**
 * A template as clients hand it over. What is not said stays as it is.
 *
 * @param name its name
 * @param subject the subject
 * @param html the message in HTML
 * @param text the message in plain text; it is derived from the HTML if there is none
 * @param engine what reads it, which is {@code html}
 * @param variables its variables by their names
 */
record TemplateBody(@Nullable String name, @Nullable String subject, @Nullable String html, @Nullable String text,
		@Nullable String engine, @Nullable Map<String, Variable> variables) {

	static final String ENGINE = "html";

	void requireHtml() {
		requireHtml(this.engine);
	}

	static void requireHtml(@Nullable String engine) {
		if (engine != null && !engine.equals(ENGINE)) {
			throw ApiProblem.invalid("engine", "must be " + ENGINE + ": no other is known here");
		}
	}

	/**
	 * What the template says.
	 * @param before what it said before, or {@code null} if it is new
	 */
	TemplateSource toSource(@Nullable TemplateSource before) {
		List<TemplateVariable> declared = (this.variables != null) ? declared(this.variables)
				: (before != null) ? before.variables() : List.of();
		if (before == null) {
			return new TemplateSource(
					new TemplateContent((this.subject != null) ? this.subject : "", null, this.html, null, this.text),
					Map.of(), declared);
		}
		TemplateContent old = before.content();
		return new TemplateSource(new TemplateContent((this.subject != null) ? this.subject : old.subject(),
				old.preheader(), (this.html != null) ? this.html : old.html(), (this.html != null) ? null : old.mjml(),
				(this.text != null) ? this.text : old.text()), before.variants(), declared);
	}

	private static List<TemplateVariable> declared(Map<String, Variable> variables) {
		List<TemplateVariable> declared = new ArrayList<>();
		variables.forEach((name, variable) -> declared
			.add(new TemplateVariable(name, variable.defaultValue(name), variable.type())));
		return declared;
	}

	/**
	 * A variable of a template.
	 *
	 * @param type what it is, which is kept as its description
	 * @param required whether each message must have a value for it
	 * @param defaultValue what stands for it otherwise
	 */
	record Variable(@Nullable String type, @Nullable Boolean required,
			@JsonProperty("default") @Nullable Object defaultValue) {

		@Nullable String defaultValue(String name) {
			if (this.defaultValue instanceof Map || this.defaultValue instanceof List) {
				throw ApiProblem.invalid("variables." + name + ".default",
						"must be a string, a number, or true or false");
			}
			return (this.defaultValue != null) ? this.defaultValue.toString()
					: Boolean.FALSE.equals(this.required) ? "" : null;
		}

	}

}
