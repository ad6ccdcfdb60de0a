package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sendpost.template.StoredTemplate;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.template.TemplateVariable;
import org.jspecify.annotations.Nullable;

/**
 * A template, as the service shows it.
 *
 * @param id its id
 * @param name its name
 * @param subject the subject
 * @param html the message in HTML, or {@code null} if there is none
 * @param engine what reads it
 * @param variables its variables by their names
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
record TemplateView(String id, String name, String subject, @Nullable String html, String engine,
		Map<String, Variable> variables, Instant createdAt, Instant updatedAt) {

	static TemplateView of(StoredTemplate template, TemplateSource source) {
		Map<String, Variable> variables = new LinkedHashMap<>();
		source.variables().forEach((variable) -> variables.put(variable.name(), Variable.of(variable)));
		return new TemplateView(template.id().toString(), template.name(), source.content().subject(),
				source.content().html(), TemplateBody.ENGINE, variables, template.createdAt(), template.changedAt());
	}

	/**
	 * A variable of a template.
	 *
	 * @param type what it is
	 * @param required whether each message must have a value for it
	 * @param defaultValue what stands for it otherwise
	 */
	record Variable(String type, boolean required,
			@JsonProperty("default") @JsonInclude(Include.NON_NULL) @Nullable String defaultValue) {

		static Variable of(TemplateVariable variable) {
			return new Variable(Objects.requireNonNullElse(variable.description(), "string"),
					variable.defaultValue() == null, variable.defaultValue());
		}

	}

}
