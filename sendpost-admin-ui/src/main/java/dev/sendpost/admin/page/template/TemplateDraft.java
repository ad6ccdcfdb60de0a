package dev.sendpost.admin.page.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateException;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.template.TemplateVariable;
import org.jspecify.annotations.Nullable;

/**
 * What was typed in the editor, right or not: a template in one language.
 *
 * @param format in what the body is written: {@code html}, {@code mjml}, or {@code text}
 * if there is plain text only
 * @param subject the subject
 * @param preheader what mail clients show behind it
 * @param body the body in HTML or MJML
 * @param text the body in plain text
 * @param variables its variables, in all languages
 */
public record TemplateDraft(String format, String subject, String preheader, String body, String text,
		List<VariableRow> variables) {

	static final String MJML = "mjml";

	static final String HTML = "html";

	static final String TEXT = "text";

	/** How many rows for further variables there are. */
	private static final int FREE_ROWS = 2;

	/** The same as in the template room; more rows would be for nothing. */
	private static final int MAX_ROWS = 200;

	/**
	 * What is stored, in one language.
	 */
	static TemplateDraft of(TemplateSource source, @Nullable Locale language) {
		TemplateContent content = source.content();
		if (language != null) {
			content = source.variants().getOrDefault(language.toLanguageTag(), content);
		}
		String format = (content.mjml() != null) ? MJML : (content.html() != null) ? HTML : TEXT;
		String body = Objects.requireNonNullElse((content.mjml() != null) ? content.mjml() : content.html(), "");
		List<VariableRow> variables = new ArrayList<>(source.variables().stream().map(VariableRow::of).toList());
		return new TemplateDraft(format, content.subject(), Objects.requireNonNullElse(content.preheader(), ""), body,
				Objects.requireNonNullElse(content.text(), ""), variables);
	}

	/**
	 * What a form says. Browsers end lines by CR LF.
	 */
	static TemplateDraft of(AdminRequest request) {
		List<VariableRow> variables = new ArrayList<>();
		List<String> names = request.fields("variable");
		for (int i = 0; i < names.size() && variables.size() <= MAX_ROWS; i++) {
			if (!names.get(i).isBlank()) {
				variables.add(new VariableRow(names.get(i).strip(), at(request, "kind", i).equals("optional"),
						at(request, "default", i), at(request, "description", i).strip()));
			}
		}
		return new TemplateDraft(request.field("format").orElse(TEXT), request.field("subject").orElse(""),
				request.field("preheader").orElse(""), lines(request, "body"), lines(request, TEXT), variables);
	}

	private static String at(AdminRequest request, String field, int index) {
		List<String> values = request.fields(field);
		return (index < values.size()) ? values.get(index) : "";
	}

	private static String lines(AdminRequest request, String field) {
		return request.field(field).orElse("").replace("\r\n", "\n");
	}

	/**
	 * The variables, and rows for more.
	 * @return the rows
	 */
	public List<VariableRow> rows() {
		List<VariableRow> rows = new ArrayList<>(this.variables);
		for (int i = 0; i < FREE_ROWS; i++) {
			rows.add(VariableRow.EMPTY);
		}
		return rows;
	}

	private TemplateContent content() {
		boolean written = !this.format.equals(TEXT) && !this.body.isEmpty();
		return new TemplateContent(this.subject, this.preheader.isEmpty() ? null : this.preheader,
				(written && this.format.equals(HTML)) ? this.body : null,
				(written && this.format.equals(MJML)) ? this.body : null, this.text.isEmpty() ? null : this.text);
	}

	private List<TemplateVariable> declared() {
		return this.variables.stream().map(VariableRow::variable).toList();
	}

	/**
	 * All of it by itself.
	 * @throws TemplateException if it can be no template
	 */
	TemplateSource alone() {
		return new TemplateSource(content(), Map.of(), declared());
	}

	/**
	 * A stored version with this in the place of what it says in a language.
	 * @throws TemplateException if it can be no template
	 */
	TemplateSource in(TemplateSource stored, @Nullable Locale language) {
		if (language == null) {
			return new TemplateSource(content(), stored.variants(), declared());
		}
		Map<String, TemplateContent> variants = new LinkedHashMap<>(stored.variants());
		variants.put(language.toLanguageTag(), content());
		return new TemplateSource(stored.content(), variants, declared());
	}

}
