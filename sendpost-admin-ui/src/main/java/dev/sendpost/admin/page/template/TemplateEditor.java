package dev.sendpost.admin.page.template;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.Receipt;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.RenderedTemplate;
import dev.sendpost.template.StoredTemplate;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateException;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.template.TemplateVersion;
import dev.sendpost.template.VersionDates;
import org.jspecify.annotations.Nullable;

/**
 * Writes the draft of a template, one language at a time, and shows what it looks like.
 * What is typed is sent along with each question, and kept nowhere until it is saved.
 */
final class TemplateEditor {

	static final String PATH = "/templates/{id}";

	/** How many versions are listed at once. */
	private static final int VERSIONS = 20;

	private final MailTemplates templates;

	private final MailGateway gateway;

	TemplateEditor(MailTemplates templates, MailGateway gateway) {
		this.templates = templates;
		this.gateway = gateway;
	}

	void addTo(AdminRoutes routes) {
		routes.get(PATH, this::show)
			.change(PATH, "save the draft of a template", this::save)
			.ask(PATH + "/preview", this::preview)
			.ask(PATH + "/preview/html", this::previewHtml)
			.change(PATH + "/test", "send a test of a template", this::test)
			.confirmed(PATH + "/language", "remove a language from a template", this::askRemoveLanguage,
					this::removeLanguage);
	}

	private StoredTemplate template(AdminRequest request) {
		return TemplatesPage.template(this.templates, request);
	}

	private TemplateVersion latest(StoredTemplate template) {
		return this.templates.version(template, template.latest())
			.orElseThrow(() -> AdminProblem.notFound("version of the template"));
	}

	private AdminAnswer show(AdminRequest request) {
		StoredTemplate template = template(request);
		TemplateDraft draft = TemplateDraft.of(latest(template).source(), Languages.of(request));
		return form(request, template, draft, TemplatePreview.samples(this.templates, draft), Map.of(), null);
	}

	private AdminAnswer form(AdminRequest request, StoredTemplate template, TemplateDraft draft, String samples,
			Map<String, Object> more, @Nullable String mistake) {
		TemplateVersion latest = latest(template);
		Locale language = Languages.of(request);
		String tag = (language != null) ? language.toLanguageTag() : "";
		Set<String> languages = new LinkedHashSet<>(latest.source().variants().keySet().stream().sorted().toList());
		Map<String, Object> model = new LinkedHashMap<>(more);
		model.put("template", template);
		model.put("language", tag);
		model.put("known", tag.isEmpty() || languages.contains(tag));
		if (!tag.isEmpty()) {
			languages.add(tag);
		}
		model.put("languages", languages);
		model.put("draft", draft);
		model.put("samples", samples);
		model.put("mjml", this.templates.supportsMjml() || draft.format().equals(TemplateDraft.MJML));
		List<VersionDates> versions = this.templates.versions(template, before(request), VERSIONS + 1);
		model.put("versions", versions.subList(0, Math.min(VERSIONS, versions.size())));
		if (versions.size() > VERSIONS) {
			model.put("olderThan", versions.get(VERSIONS - 1).number());
		}
		model.put("typed", request.field("changed").isPresent());
		model.put("changed", request.field("changed").orElse(String.valueOf(template.changedAt().toEpochMilli())));
		model.put("address", request.field("address").orElse(""));
		model.put("preview", TemplatePreview.of(this.templates, draft, samples));
		return (mistake != null) ? AdminAnswer.mistaken("template", model, mistake)
				: AdminAnswer.view("template", model);
	}

	private static @Nullable Integer before(AdminRequest request) {
		try {
			return request.field("before").map(Integer::valueOf).orElse(null);
		}
		catch (NumberFormatException ex) {
			throw AdminProblem.notFound("version");
		}
	}

	private AdminAnswer again(AdminRequest request, StoredTemplate template, Map<String, Object> more,
			@Nullable String mistake) {
		return form(request, template, TemplateDraft.of(request), request.field("samples").orElse(""), more, mistake);
	}

	private AdminAnswer save(AdminRequest request) {
		StoredTemplate template = template(request);
		request.concerns(template.name());
		Locale language = Languages.of(request);
		StoredTemplate saved = template;
		try {
			TemplateDraft draft = TemplateDraft.of(request);
			TemplateSource latest = latest(template).source();
			TemplateSource source = draft.in(latest, language);
			boolean current = TemplatesPage.isCurrent(request, template);
			if (!current && !TemplateDraft.of(latest, language).equals(draft)) {
				return again(request, template, Map.of(),
						"Somebody else changed this template meanwhile. What you typed is still here and not saved: copy it, "
								+ "and open the template once more.");
			}
			if (current) {
				saved = this.templates.saveDraft(template.subAccount(), template.name(), source);
			}
		}
		catch (TemplateException ex) {
			return again(request, template, Map.of(), String.valueOf(ex.getMessage()));
		}
		if (request.isTicked("publish")) {
			return AdminAnswer.redirect(
					TemplatesPage.path(saved) + "/publish?changed=" + saved.changedAt().toEpochMilli(),
					"The draft is saved.");
		}
		return AdminAnswer.redirect(TemplatesPage.path(template) + Languages.query(language),
				"The draft is saved. Nothing uses it until it is published.");
	}

	private TemplatePreview typed(AdminRequest request) {
		return TemplatePreview.of(this.templates, TemplateDraft.of(request), request.field("samples").orElse(""));
	}

	private AdminAnswer preview(AdminRequest request) {
		return AdminAnswer.view("template-preview",
				Map.of("preview", typed(request), "template", template(request), "typed", true));
	}

	private AdminAnswer previewHtml(AdminRequest request) {
		TemplatePreview preview = typed(request);
		RenderedTemplate rendered = preview.rendered();
		return (rendered != null) ? document(rendered) : text(String.valueOf(preview.problem()));
	}

	/**
	 * What a mail client would show.
	 */
	static AdminAnswer document(RenderedTemplate rendered) {
		String html = rendered.html();
		if (html == null) {
			return text((rendered.text() != null) ? rendered.text() : "");
		}
		return new AdminAnswer.Content("text/html;charset=UTF-8", html.getBytes(StandardCharsets.UTF_8),
				AdminAnswer.SANDBOX);
	}

	private static AdminAnswer text(String text) {
		return new AdminAnswer.Content("text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8),
				AdminAnswer.SANDBOX);
	}

	private AdminAnswer test(AdminRequest request) {
		StoredTemplate template = template(request);
		String address = request.field("address").orElse("");
		request.concerns(template.name() + " to " + address);
		TemplatePreview preview = typed(request);
		RenderedTemplate rendered = preview.rendered();
		if (rendered == null) {
			return again(request, template, Map.of(), String.valueOf(preview.problem()));
		}
		try {
			EmailBuilder email = Email.builder()
				.to(address)
				.subject(rendered.subject())
				.preheader(rendered.preheader())
				.html(rendered.html())
				.text(rendered.text())
				.tags("template-test");
			String subAccount = template.subAccount();
			MailGateway gateway = (subAccount != null) ? this.gateway.forSubAccount(subAccount) : this.gateway;
			Receipt receipt = gateway.send(email.build());
			return again(request, template, Map.of("sent", receipt.id()), null);
		}
		catch (MailGatewayException ex) {
			return again(request, template, Map.of(), "The test was not sent: " + ex.getMessage());
		}
	}

	private Confirmation askRemoveLanguage(AdminRequest request) {
		StoredTemplate template = template(request);
		String tag = tag(request);
		return new Confirmation("Remove " + tag + " from '" + template.name() + "'?",
				"What the draft says in " + tag
						+ " is deleted. Once it is published, whoever asks for that language gets "
						+ "what the template says otherwise.",
				"Remove the language", TemplatesPage.path(template) + "?language=" + tag);
	}

	private AdminAnswer removeLanguage(AdminRequest request) {
		StoredTemplate template = template(request);
		TemplateSource source = latest(template).source();
		Map<String, TemplateContent> variants = new LinkedHashMap<>(source.variants());
		variants.remove(tag(request));
		request.concerns(template.name() + " " + tag(request));
		this.templates.saveDraft(template.subAccount(), template.name(),
				new TemplateSource(source.content(), variants, source.variables()));
		return AdminAnswer.redirect(TemplatesPage.path(template), "The language is removed from the draft.");
	}

	private static String tag(AdminRequest request) {
		Locale language = Languages.of(request);
		if (language == null) {
			throw AdminProblem.refused("The language that the template says everything in cannot be removed.");
		}
		return language.toLanguageTag();
	}

}
