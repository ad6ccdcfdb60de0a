package dev.sendpost.admin.page.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.RenderedTemplate;
import dev.sendpost.template.TemplateException;
import dev.sendpost.template.TemplateSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What something that is being written looks like with sample values.
 *
 * @param rendered the template filled in, or {@code null} if that cannot be
 * @param problem what is wrong with it, or {@code null}
 * @param unset variables that have neither a default nor a sample value
 */
public record TemplatePreview(@Nullable RenderedTemplate rendered, @Nullable String problem, List<String> unset) {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private static final TypeReference<Map<String, @Nullable Object>> VALUES = new TypeReference<>() {
	};

	/**
	 * Fill a draft in. A variable without a value is shown by its name, and named as what
	 * is wrong.
	 */
	static TemplatePreview of(MailTemplates templates, TemplateDraft draft, String samples) {
		try {
			return of(templates, draft.alone(), values(samples));
		}
		catch (TemplateException ex) {
			return new TemplatePreview(null, ex.getMessage(), List.of());
		}
	}

	private static TemplatePreview of(MailTemplates templates, TemplateSource source,
			Map<String, @Nullable Object> given) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>(templates.samples(source, null));
		TreeSet<String> unset = new TreeSet<>(values.keySet());
		unset.removeAll(given.keySet());
		source.variables().forEach((variable) -> {
			if (variable.defaultValue() != null) {
				unset.remove(variable.name());
			}
		});
		String problem = null;
		try {
			return new TemplatePreview(templates.preview(source, null, given), null, List.copyOf(unset));
		}
		catch (TemplateException ex) {
			if (ex.getReason() != TemplateException.Reason.MISSING_VARIABLE) {
				throw ex;
			}
			problem = ex.getMessage();
		}
		values.putAll(given);
		return new TemplatePreview(templates.preview(source, null, values), problem, List.copyOf(unset));
	}

	/**
	 * Sample values as they are typed: a JSON object.
	 * @throws TemplateException if it is none
	 */
	private static Map<String, @Nullable Object> values(String samples) {
		if (samples.isBlank()) {
			return Map.of();
		}
		try {
			return JSON.readValue(samples, VALUES);
		}
		catch (JacksonException ex) {
			throw new TemplateException(TemplateException.Reason.INVALID, "the sample values are no JSON object"
					+ ((ex.getLocation() != null) ? " (line " + ex.getLocation().getLineNr() + ")" : ""));
		}
	}

	/**
	 * Sample values of what is stored, as they can be typed.
	 */
	static String samples(MailTemplates templates, TemplateDraft draft) {
		try {
			return JSON.writeValueAsString(templates.samples(draft.alone(), null));
		}
		catch (TemplateException ex) {
			return "{}";
		}
	}

	/**
	 * Whether all is right.
	 * @return whether there is nothing to mend
	 */
	public boolean isRight() {
		return this.problem == null;
	}

}
