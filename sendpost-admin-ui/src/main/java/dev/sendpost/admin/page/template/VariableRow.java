package dev.sendpost.admin.page.template;

import dev.sendpost.template.TemplateVariable;

/**
 * What was typed about a variable.
 *
 * @param name its name, or empty in a row that is not used
 * @param optional whether it has a default
 * @param value the default, which may be empty
 * @param description what it is, for people
 */
public record VariableRow(String name, boolean optional, String value, String description) {

	static final VariableRow EMPTY = new VariableRow("", false, "", "");

	static VariableRow of(TemplateVariable variable) {
		String value = variable.defaultValue();
		String description = variable.description();
		return new VariableRow(variable.name(), value != null, (value != null) ? value : "",
				(description != null) ? description : "");
	}

	TemplateVariable variable() {
		return new TemplateVariable(this.name, this.optional ? this.value : null,
				this.description.isEmpty() ? null : this.description);
	}

}
