package dev.sendpost.admin.page.audience;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.sendpost.admin.page.Edition;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.page.audience.CampaignSubjects.Subject;
import dev.sendpost.admin.page.audience.Mistakes.FieldMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.audience.Audience;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.CampaignException;
import dev.sendpost.campaign.CampaignPreview;
import dev.sendpost.campaign.SubjectTest.Criterion;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.StoredTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Writes campaigns: new ones, those that have not begun, and copies of others.
 */
final class CampaignEditor implements ContactsPage.Screen {

	private static final String NEW = "/campaigns/{account}/new";

	private static final String ONE = "/campaigns/{account}/{id}";

	/** Whom the preview is for. */
	private static final String READER = "reader";

	private static final String COPY_OF = "Copy of ";

	private static final int MAX_TEMPLATES = 1000;

	private final CampaignSubjects subjects;

	private final MailTemplates templates;

	CampaignEditor(CampaignSubjects subjects, MailTemplates templates) {
		this.subjects = subjects;
		this.templates = templates;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes
			.get(NEW,
					Mistakes.shown((request) -> AdminAnswer.view("campaign-form",
							model(request, CampaignForm.empty(request.field("list").orElse("")), null))))
			.change(NEW, "make a campaign", this::create)
			.ask(NEW + "/preview", this::preview)
			.ask(NEW + "/preview/html", this::previewHtml)
			.get(ONE + "/edit", Mistakes.shown(this::edit))
			.change(ONE + "/edit", "change a campaign", Mistakes.shown(this::update))
			.change(ONE + "/copy", "copy a campaign", Mistakes.shown(this::copy));
	}

	private String account(AdminRequest request) {
		return this.subjects.tenants().of(request);
	}

	private Map<String, Object> model(AdminRequest request, CampaignForm form, @Nullable Subject subject) {
		String account = account(request);
		Audience audience = this.subjects.audiences().forSubAccount(account);
		Map<String, Object> model = this.subjects.tenants().model(account);
		Map<String, String> values = form.values();
		Set<String> names = templates(account);
		names.add(values.getOrDefault("template", ""));
		names.remove("");
		Map<String, String> periods = new LinkedHashMap<>(CampaignForm.PERIODS);
		String period = values.getOrDefault("ratePeriod", "");
		periods.putIfAbsent(period, period + " seconds");
		model.put("form", values);
		model.put("lists", audience.lists().all());
		model.put("topics", audience.topics().all());
		model.put("templates", names);
		model.put("periods", periods);
		model.put("criteria", Criterion.values());
		String reader = request.field(READER).orElse("");
		boolean typed = !request.fields("name").isEmpty();
		model.put("reader", reader);
		model.put("typed", typed);
		model.put("preview", (typed || subject != null)
				? DraftPreview.of(this.subjects.campaigns().forSubAccount(account), form, reader) : DraftPreview.NONE);
		model.put("known", subject != null);
		if (subject != null) {
			model.put("edition", Edition.shown(subject.request(), state(subject.campaign().details())));
		}
		model.put("title", (subject != null) ? "Change campaign" : "New campaign");
		model.put("action", (subject != null) ? subject.path() + "/edit" : NEW.replace("{account}", account));
		model.put("back", (subject != null) ? subject.path() : this.subjects.tenants().home(account));
		return model;
	}

	private DraftPreview typed(AdminRequest request) {
		return DraftPreview.of(this.subjects.campaigns().forSubAccount(account(request)), CampaignForm.of(request),
				request.field(READER).orElse(""));
	}

	private AdminAnswer preview(AdminRequest request) {
		return AdminAnswer.view("campaign-preview", Map.of("preview", typed(request)));
	}

	private AdminAnswer previewHtml(AdminRequest request) {
		DraftPreview preview = typed(request);
		CampaignPreview said = preview.said();
		String html = (said != null) ? said.html() : null;
		String text = (said != null) ? said.text() : preview.problem();
		return (html != null) ? CampaignScreen.document(html) : new AdminAnswer.Content("text/plain;charset=UTF-8",
				Objects.requireNonNullElse(text, "").getBytes(StandardCharsets.UTF_8), AdminAnswer.SANDBOX);
	}

	/**
	 * What the form would show.
	 */
	private static Map<String, String> state(CampaignDetails details) {
		return CampaignForm.of(details).values();
	}

	/**
	 * The names of published templates: those of the sub-account, and those of all.
	 */
	private Set<String> templates(String account) {
		Set<String> names = new TreeSet<>();
		for (String owner : new String[] { account, null }) {
			this.templates.list(owner, null, MAX_TEMPLATES)
				.stream()
				.filter((template) -> template.published() != null)
				.map(StoredTemplate::name)
				.forEach(names::add);
		}
		return names;
	}

	private static AdminAnswer mistaken(RuntimeException ex, Map<String, Object> model) {
		String text = Mistakes.text(ex);
		String field = (ex instanceof FieldMistake mistake) ? mistake.field()
				: (ex instanceof CampaignException invalid) ? invalid.getField() : null;
		if (field != null) {
			model.put("wrong", field);
		}
		return AdminAnswer.mistaken("campaign-form", model, text);
	}

	private AdminAnswer create(AdminRequest request) {
		String account = account(request);
		CampaignForm form = CampaignForm.of(request);
		request.concerns("campaign " + form.values().get("name") + " of " + account);
		try {
			Campaign campaign = this.subjects.campaigns().forSubAccount(account).create(form.details());
			return AdminAnswer.redirect(this.subjects.tenants().home(account) + "/" + campaign.id(),
					"The campaign was made. Nothing is sent until you launch it.");
		}
		catch (CampaignException | FieldMistake ex) {
			return mistaken(ex, model(request, form, null));
		}
	}

	private AdminAnswer edit(AdminRequest request) {
		Subject subject = this.subjects.find(request);
		return AdminAnswer.view("campaign-form",
				model(request, CampaignForm.of(subject.campaign().details()), subject));
	}

	private AdminAnswer update(AdminRequest request) {
		Subject subject = this.subjects.find(request);
		CampaignForm form = CampaignForm.of(request);
		try {
			CampaignDetails details = form.details();
			subject.all().update(subject.id(), (before) -> {
				Edition.require(request, state(before), state(details));
				return details;
			});
			return subject.done("The campaign was changed.");
		}
		catch (CampaignException | FieldMistake | FormMistake ex) {
			return mistaken(ex, model(request, form, subject));
		}
	}

	private AdminAnswer copy(AdminRequest request) {
		Subject subject = this.subjects.find(request);
		CampaignDetails details = subject.campaign().details();
		Campaign copy = subject.all()
			.create(new CampaignDetails(fitted(COPY_OF + details.name()), details.list(), details.topic(),
					details.from(), details.replyTo(), details.content(), details.subjectTest(), details.rate(),
					details.unsubscribeUrl(), details.trackOpens(), details.trackClicks()));
		return AdminAnswer.redirect(this.subjects.tenants().home(account(request)) + "/" + copy.id() + "/edit",
				"This is a new draft with the same content.");
	}

	private static String fitted(String name) {
		int end = Math.min(name.length(), CampaignDetails.MAX_NAME_LENGTH);
		return name.substring(0, (end < name.length() && Character.isLowSurrogate(name.charAt(end))) ? end - 1 : end);
	}

}
