package dev.sendpost.admin.page.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.StoredTemplate;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateException;
import dev.sendpost.template.TemplateSource;
import org.jspecify.annotations.Nullable;

/**
 * The templates that messages are made from.
 */
public final class TemplatesPage implements AdminPage {

	private static final String LIST = "/templates";

	private static final int PAGE_SIZE = 50;

	private static final int MAX_ACCOUNTS = 200;

	private final MailTemplates templates;

	private final @Nullable SubAccounts subAccounts;

	private final TemplateEditor editor;

	private final TemplateVersions versions;

	/**
	 * Create the page.
	 * @param templates the stored templates
	 * @param gateway sends what is to be looked at in a mailbox
	 * @param subAccounts the sub-accounts, or {@code null} if there are none
	 */
	public TemplatesPage(MailTemplates templates, MailGateway gateway, @Nullable SubAccounts subAccounts) {
		this.templates = templates;
		this.subAccounts = subAccounts;
		this.editor = new TemplateEditor(templates, gateway);
		this.versions = new TemplateVersions(templates);
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.AUDIENCE, LIST, "Templates");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(LIST, this::list)
			.get(LIST + "/new", (request) -> form(request, null))
			.change(LIST + "/new", "make a template", this::create)
			.confirmed(LIST + "/{id}/remove", "remove a template", this::askRemove, this::remove);
		this.editor.addTo(routes);
		this.versions.addTo(routes);
	}

	private AdminAnswer list(AdminRequest request) {
		String account = request.field("account").orElse("");
		List<StoredTemplate> found = this.templates.list(account.isEmpty() ? null : account,
				request.field("after").orElse(null), PAGE_SIZE + 1);
		List<StoredTemplate> page = found.subList(0, Math.min(PAGE_SIZE, found.size()));
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("account", account);
		model.put("accounts", accounts());
		model.put("templates", page);
		model.put("first", request.field("after").isEmpty());
		if (found.size() > PAGE_SIZE) {
			model.put("next", page.get(PAGE_SIZE - 1).name());
		}
		return AdminAnswer.view("templates", model);
	}

	private List<String> accounts() {
		return (this.subAccounts != null)
				? this.subAccounts.list(null, null, MAX_ACCOUNTS).stream().map(SubAccount::name).toList() : List.of();
	}

	private AdminAnswer form(AdminRequest request, @Nullable String mistake) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("name", request.field("name").orElse(""));
		model.put("account", request.field("account").orElse(""));
		model.put("accounts", accounts());
		model.put("start", request.field("start").orElse(TemplateDraft.HTML));
		model.put("mjml", this.templates.supportsMjml());
		return (mistake != null) ? AdminAnswer.mistaken("template-new", model, mistake)
				: AdminAnswer.view("template-new", model);
	}

	private AdminAnswer create(AdminRequest request) {
		String name = request.field("name").orElse("");
		String account = request.field("account").orElse(null);
		request.concerns(name);
		if (account != null && this.subAccounts != null && this.subAccounts.find(account).isEmpty()) {
			return form(request, "There is no sub-account '" + account + "'.");
		}
		try {
			StoredTemplate made = this.templates.create(account, name, start(request));
			return AdminAnswer.redirect(path(made), "The template is made. Nothing uses it until it is published.");
		}
		catch (TemplateException | InvalidEmailException ex) {
			return form(request, String.valueOf(ex.getMessage()));
		}
	}

	private static TemplateSource start(AdminRequest request) {
		return TemplateSource.of(switch (request.field("start").orElse(TemplateDraft.HTML)) {
			case TemplateDraft.MJML -> TemplateContent.mjml("Hello {{name}}", TemplateStarts.MJML);
			case TemplateDraft.TEXT -> TemplateContent.text("Hello {{name}}", TemplateStarts.TEXT);
			default -> TemplateContent.html("Hello {{name}}", TemplateStarts.HTML);
		});
	}

	private Confirmation askRemove(AdminRequest request) {
		StoredTemplate template = template(this.templates, request);
		int versions = template.latest();
		return new Confirmation("Remove the template '" + template.name() + "'?",
				((versions == 1) ? "Its one version is" : "All its " + versions + " versions are")
						+ " deleted, and what names it from then on is refused"
						+ ((template.subAccount() != null) ? ", unless the account has a template of that name" : "")
						+ ". Messages that were accepted are not concerned. This cannot be undone.",
				"Remove", path(template));
	}

	private AdminAnswer remove(AdminRequest request) {
		StoredTemplate template = template(this.templates, request);
		request.concerns(template.name());
		this.templates.remove(template.subAccount(), template.name());
		return AdminAnswer.redirect(LIST, "The template is removed.");
	}

	static StoredTemplate template(MailTemplates templates, AdminRequest request) {
		return templates.find(request.id("id", "template")).orElseThrow(() -> AdminProblem.notFound("template"));
	}

	/**
	 * Whether nobody changed a template since the page was loaded that a request comes
	 * from.
	 */
	static boolean isCurrent(AdminRequest request, StoredTemplate template) {
		return request.field("changed").orElse("").equals(String.valueOf(template.changedAt().toEpochMilli()));
	}

	static String path(StoredTemplate template) {
		return LIST + "/" + template.id();
	}

}
