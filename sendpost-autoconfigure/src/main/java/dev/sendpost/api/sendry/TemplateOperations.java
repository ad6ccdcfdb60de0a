package dev.sendpost.api.sendry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.sendpost.EmailTemplate;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.mime.PlainText;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.RenderedTemplate;
import dev.sendpost.template.StoredTemplate;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import dev.sendpost.template.TemplateVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;

/**
 * Stored templates. Each change is published at once, since the service knows no drafts.
 */
final class TemplateOperations {

	private final Supplier<MailTemplates> templates;

	TemplateOperations(Supplier<MailTemplates> templates) {
		this.templates = templates;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/templates", this::create)
			.get("/templates", this::list)
			.get("/templates/{id}", this::find)
			.put("/templates/{id}", this::update)
			.delete("/templates/{id}", this::remove)
			.add(HttpMethod.POST, "/templates/render", ApiKeyScope.READ_ONLY, this::renderAdHoc)
			.add(HttpMethod.POST, "/templates/{id}/render", ApiKeyScope.READ_ONLY, this::render);
	}

	private ApiAnswer create(ApiCall call) {
		TemplateBody body = call.body(TemplateBody.class);
		if (body.name() == null) {
			throw ApiProblem.invalid("name", "is missing");
		}
		body.requireHtml();
		String owner = owner(call.submitter());
		this.templates.get().create(owner, body.name(), body.toSource(null));
		return Answers.created(view(this.templates.get().publish(owner, body.name())));
	}

	private ApiAnswer list(ApiCall call) {
		int size = Page.size(call);
		List<StoredTemplate> found = this.templates.get()
			.list(owner(call.submitter()), call.query("cursor").orElse(null), size + 1);
		boolean more = found.size() > size;
		List<StoredTemplate> page = more ? found.subList(0, size) : found;
		return Page.of(page, this::view, more ? page.get(size - 1).name() : null);
	}

	private ApiAnswer find(ApiCall call) {
		return ApiAnswer.ok(view(require(call)));
	}

	private ApiAnswer update(ApiCall call) {
		StoredTemplate template = requireOwn(call);
		TemplateBody body = call.body(TemplateBody.class);
		body.requireHtml();
		if (body.name() != null && !body.name().equals(template.name())) {
			throw ApiProblem.invalid("name", "cannot change: messages find the template by it");
		}
		this.templates.get()
			.saveDraft(template.subAccount(), template.name(), body.toSource(latest(template).source()));
		return ApiAnswer.ok(view(this.templates.get().publish(template.subAccount(), template.name())));
	}

	private ApiAnswer remove(ApiCall call) {
		StoredTemplate template = requireOwn(call);
		this.templates.get().remove(template.subAccount(), template.name());
		return Answers.deleted();
	}

	private ApiAnswer render(ApiCall call) {
		StoredTemplate template = require(call);
		RenderBody body = call.body(RenderBody.class);
		return rendered(this.templates.get()
			.render(template.subAccount(), new EmailTemplate(template.name(), null), body.values()));
	}

	private ApiAnswer renderAdHoc(ApiCall call) {
		AdHocBody body = call.body(AdHocBody.class);
		if (body.html() == null) {
			throw ApiProblem.invalid("html", "is missing");
		}
		TemplateBody.requireHtml(body.engine());
		return rendered(this.templates.get()
			.preview(TemplateSource.of(TemplateContent.html("", body.html())), null,
					Objects.requireNonNullElse(body.variables(), Map.of())));
	}

	private static ApiAnswer rendered(RenderedTemplate rendered) {
		String html = Objects.requireNonNullElse(rendered.html(), "");
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("html", html);
		answer.put("text", (rendered.text() != null) ? rendered.text() : PlainText.fromHtml(html));
		return ApiAnswer.ok(answer);
	}

	/**
	 * A template that the caller may use: one of its own, or of the account.
	 */
	private StoredTemplate require(ApiCall call) {
		UUID id = call.id("id", "template");
		String owner = owner(call.submitter());
		return this.templates.get()
			.find(id)
			.filter((template) -> template.subAccount() == null || template.subAccount().equals(owner))
			.orElseThrow(() -> ApiProblem.notFound("template", id));
	}

	private StoredTemplate requireOwn(ApiCall call) {
		StoredTemplate template = require(call);
		if (!Objects.equals(template.subAccount(), owner(call.submitter()))) {
			throw ApiProblem.of(Kind.FORBIDDEN, "the template is the account's; a key of the account may change it");
		}
		return template;
	}

	private static @Nullable String owner(Submitter submitter) {
		return submitter.wholeAccount() ? null : submitter.subAccount();
	}

	private TemplateVersion latest(StoredTemplate template) {
		return this.templates.get()
			.version(template, template.latest())
			.orElseThrow(() -> ApiProblem.notFound("template", template.id()));
	}

	private TemplateView view(StoredTemplate template) {
		return TemplateView.of(template, latest(template).source());
	}

	/**
	 * What to fill a template in with.
	 *
	 * @param variables names and values
	 */
	record RenderBody(@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> variables) {

		Map<String, @Nullable Object> values() {
			return (this.variables != null) ? this.variables : Map.of();
		}

	}

	/**
	 * What to fill in without its being stored.
	 *
	 * @param html the HTML
	 * @param engine what reads it
	 * @param variables names and values
	 */
	record AdHocBody(@Nullable String html, @Nullable String engine,
			@JsonSetter(contentNulls = Nulls.SET) @Nullable Map<String, @Nullable Object> variables) {

	}

}
