package dev.sendpost.admin.page.template;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.StoredTemplate;
import dev.sendpost.template.TemplateException;
import dev.sendpost.template.TemplateVersion;

/**
 * The versions of a template: looked at, published, and taken up again.
 */
final class TemplateVersions {

	private static final String VERSION = TemplateEditor.PATH + "/versions/{number}";

	private final MailTemplates templates;

	TemplateVersions(MailTemplates templates) {
		this.templates = templates;
	}

	void addTo(AdminRoutes routes) {
		routes.get(VERSION, this::show)
			.get(VERSION + "/html", this::html)
			.confirmed(VERSION + "/publish", "publish a version of a template", this::askPublish, this::publish)
			.confirmed(VERSION + "/restore", "take an older version of a template up as its draft", this::askRestore,
					this::restore)
			.get(TemplateEditor.PATH + "/publish", (request) -> {
				StoredTemplate template = TemplatesPage.template(this.templates, request);
				requireCurrent(request, template);
				return new AdminAnswer.Redirect(
						path(template, template.latest()) + "/publish?changed=" + template.changedAt().toEpochMilli(),
						null);
			});
	}

	private static String path(StoredTemplate template, int number) {
		return TemplatesPage.path(template) + "/versions/" + number;
	}

	private TemplateVersion version(AdminRequest request, StoredTemplate template) {
		try {
			return this.templates.version(template, Integer.parseInt(request.variable("number")))
				.orElseThrow(() -> AdminProblem.notFound("version"));
		}
		catch (NumberFormatException ex) {
			throw AdminProblem.notFound("version");
		}
	}

	private AdminAnswer show(AdminRequest request) {
		StoredTemplate template = TemplatesPage.template(this.templates, request);
		TemplateVersion version = version(request, template);
		Locale language = Languages.of(request);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("template", template);
		model.put("version", version);
		model.put("language", (language != null) ? language.toLanguageTag() : "");
		model.put("languages", version.source().variants().keySet().stream().sorted().toList());
		model.put("draft", TemplateDraft.of(version.source(), language));
		return AdminAnswer.view("template-version", model);
	}

	private AdminAnswer html(AdminRequest request) {
		StoredTemplate template = TemplatesPage.template(this.templates, request);
		TemplateVersion version = version(request, template);
		Locale language = Languages.of(request);
		try {
			return TemplateEditor.document(this.templates.preview(version.source(), language,
					this.templates.samples(version.source(), language)));
		}
		catch (TemplateException ex) {
			throw AdminProblem.refused(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Somebody who looked at a template publishes what he saw, and nothing else.
	 */
	private static void requireCurrent(AdminRequest request, StoredTemplate template) {
		if (request.field("changed").isPresent() && !TemplatesPage.isCurrent(request, template)) {
			throw AdminProblem
				.refused("Somebody else changed this template meanwhile. Look at it once more before you publish it.");
		}
	}

	private Confirmation askPublish(AdminRequest request) {
		StoredTemplate template = TemplatesPage.template(this.templates, request);
		requireCurrent(request, template);
		int number = version(request, template).number();
		Integer before = template.published();
		return new Confirmation("Publish version " + number + " of '" + template.name() + "'?",
				"Messages that are accepted from now on are made from version " + number
						+ ((before != null) ? " and no longer from version " + before : "")
						+ ". Those that were accepted stay as they are.",
				"Publish", TemplatesPage.path(template));
	}

	private AdminAnswer publish(AdminRequest request) {
		StoredTemplate template = TemplatesPage.template(this.templates, request);
		int number = version(request, template).number();
		request.concerns(template.name() + " version " + number);
		if (!Integer.valueOf(number).equals(template.published())) {
			requireCurrent(request, template);
			this.templates.publish(template.subAccount(), template.name(), number);
		}
		return AdminAnswer.redirect(TemplatesPage.path(template), "Version " + number + " is published.");
	}

	private Confirmation askRestore(AdminRequest request) {
		StoredTemplate template = TemplatesPage.template(this.templates, request);
		int number = version(request, template).number();
		return new Confirmation("Take version " + number + " of '" + template.name() + "' up again?",
				"What version " + number + " says becomes the draft"
						+ (template.hasDraft() ? ", in the place of what version " + template.latest() + " says" : "")
						+ ". Messages go on to be made from what is published.",
				"Take it up", path(template, number));
	}

	private AdminAnswer restore(AdminRequest request) {
		StoredTemplate template = TemplatesPage.template(this.templates, request);
		TemplateVersion version = version(request, template);
		request.concerns(template.name() + " version " + version.number());
		this.templates.saveDraft(template.subAccount(), template.name(), version.source());
		return AdminAnswer.redirect(TemplatesPage.path(template),
				"The draft says now what version " + version.number() + " says.");
	}

}
