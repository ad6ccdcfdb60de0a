package dev.sendpost.api.sendry;

import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.Submitter;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.StoredTemplate;

/**
 * Finds templates by the ids that messages name: clients have them from this API. What is
 * no id is taken for the name of a template, such as one of the application's own.
 */
final class TemplateNames {

	private final Supplier<MailTemplates> templates;

	TemplateNames(Supplier<MailTemplates> templates) {
		this.templates = templates;
	}

	/**
	 * The name that a message of the submitter finds the template by.
	 * @throws ApiProblem if it would not find this one
	 */
	String require(Submitter submitter, String templateId) {
		UUID id;
		try {
			id = UUID.fromString(templateId);
		}
		catch (IllegalArgumentException ex) {
			return templateId;
		}
		return this.templates.get()
			.find(id)
			.filter((template) -> isFound(submitter, template))
			.map(StoredTemplate::name)
			.orElseThrow(() -> ApiProblem.invalid("template_id", "there is no such template"));
	}

	/**
	 * What clients call the template that a message of the submitter finds by a name: its
	 * id, or the name where there is none in the store.
	 */
	String idOf(Submitter submitter, String name) {
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
