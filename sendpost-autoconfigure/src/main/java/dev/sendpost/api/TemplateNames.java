package dev.sendpost.api;

import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.sendpost.Submitter;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.StoredTemplate;

/**
 * Finds templates by the ids that messages name: clients have them from this API. What is
 * no id is taken for the name of a template, such as one of the application's own.
 */
public final class TemplateNames {

	private static final Pattern ID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

	private final Supplier<MailTemplates> templates;

	private final String field;

	/**
	 * Create it.
	 * @param templates the templates
	 * @param field what the service calls the id in a message
	 */
	public TemplateNames(Supplier<MailTemplates> templates, String field) {
		this.templates = templates;
		this.field = field;
	}

	/**
	 * The name that a message of the submitter finds the template by.
	 * @param submitter whose message it is
	 * @param templateId what the message names
	 * @return the name
	 * @throws ApiProblem if it would not find this one
	 */
	public String require(Submitter submitter, String templateId) {
		if (!ID.matcher(templateId).matches()) {
			return templateId;
		}
		UUID id = UUID.fromString(templateId);
		return this.templates.get()
			.find(id)
			.filter((template) -> isFound(submitter, template))
			.map(StoredTemplate::name)
			.orElseThrow(() -> ApiProblem.invalid(this.field, "there is no such template"));
	}

	/**
	 * What clients call the template that a message of the submitter finds by a name: its
	 * id, or the name where there is none in the store.
	 * @param submitter whose message it is
	 * @param name the name
	 * @return the id or the name
	 */
	public String idOf(Submitter submitter, String name) {
		return this.templates.get()
			.find(submitter.subAccount(), name)
			.or(() -> this.templates.get().find(null, name))
			.map((template) -> template.id().toString())
			.orElse(name);
	}

	/**
	 * A template of the account is not found where the sub-account has one of that name.
	 */
	private boolean isFound(Submitter submitter, StoredTemplate template) {
		String owner = template.subAccount();
		return (owner != null) ? owner.equals(submitter.subAccount())
				: this.templates.get().find(submitter.subAccount(), template.name()).isEmpty();
	}

}
