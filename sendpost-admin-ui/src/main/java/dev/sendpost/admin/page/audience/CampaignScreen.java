package dev.sendpost.admin.page.audience;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.Receipt;
import dev.sendpost.admin.page.MessageRow;
import dev.sendpost.admin.page.audience.CampaignSubjects.Subject;
import dev.sendpost.admin.page.audience.Mistakes.FieldMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.audience.ContactList;
import dev.sendpost.audience.Topic;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.CampaignException;
import dev.sendpost.campaign.CampaignPreview;
import dev.sendpost.campaign.CampaignResults;
import dev.sendpost.campaign.CampaignStatus;
import dev.sendpost.campaign.SubjectTest;
import dev.sendpost.statistics.MailCounts;
import dev.sendpost.statistics.StatisticsSeries;
import dev.sendpost.template.TemplateException;

/**
 * Shows one campaign: what it says, how far it is, and what became of it.
 */
final class CampaignScreen implements ContactsPage.Screen {

	private static final String ONE = "/campaigns/{account}/{id}";

	/**
	 * Up to how many messages are counted from the log unasked: for that, all facts about
	 * them are read.
	 */
	private static final long FEW_MESSAGES = 2000;

	private static final int PAGE_SIZE = 50;

	private final CampaignSubjects subjects;

	private final MailGateway gateway;

	CampaignScreen(CampaignSubjects subjects, MailGateway gateway) {
		this.subjects = subjects;
		this.gateway = gateway;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(ONE, Mistakes.shown((request) -> AdminAnswer.view("campaign", model(this.subjects.find(request)))))
			.get(ONE + "/messages", Mistakes.shown(this::messages))
			.get(ONE + "/html", Mistakes.shown(this::html))
			.change(ONE + "/test", "send a test of a campaign", Mistakes.shown(this::test));
	}

	private Map<String, Object> model(Subject subject) {
		Campaign campaign = subject.campaign();
		CampaignStatus status = campaign.status();
		Map<String, Object> model = this.subjects.tenants().model(subject.audience().subAccount());
		model.put("campaign", campaign);
		model.put("details", campaign.details());
		model.put("path", subject.path());
		subject.audience()
			.lists()
			.find(campaign.details().list())
			.map(ContactList::name)
			.ifPresent((name) -> model.put("listName", name));
		Optional.ofNullable(campaign.details().topic())
			.flatMap(subject.audience().topics()::find)
			.map(Topic::name)
			.ifPresent((name) -> model.put("topicName", name));
		boolean began = campaign.startedAt() != null;
		model.put("began", began);
		model.put("changeable", !began && status != CampaignStatus.SENDING && status != CampaignStatus.CANCELLED);
		model.put("watched", status == CampaignStatus.SENDING || status == CampaignStatus.SCHEDULED
				|| status == CampaignStatus.COMPLETED);
		model.put("interval", (status == CampaignStatus.SENDING) ? "2s" : "10s");
		if (began) {
			putResults(subject, model);
		}
		if (!subject.request().isPart()) {
			putPreview(subject, model);
		}
		return model;
	}

	private static void putResults(Subject subject, Map<String, Object> model) {
		Campaign campaign = subject.campaign();
		model.put("losses", subject.all().losses(subject.id()));
		Optional<StatisticsSeries> days = subject.all().days(subject.id());
		days.map(StatisticsSeries::periods).ifPresent((periods) -> model.put("days", periods));
		boolean asked = subject.request().isTicked("count") && !subject.request().isPart();
		if (days.isPresent() || asked || campaign.progress().queued() <= FEW_MESSAGES) {
			CampaignResults results = subject.all().results(subject.id());
			model.put("results", results.total());
			model.put("fromLog", results.source() == CampaignResults.Source.LOG);
			model.put("variants", variants(campaign, new TreeMap<>(results.variants())));
		}
	}

	private static List<Variant> variants(Campaign campaign, Map<String, MailCounts> counts) {
		List<Variant> variants = new ArrayList<>();
		SubjectTest test = campaign.details().subjectTest();
		counts.forEach((letter, count) -> {
			int index = letter.charAt(0) - 'A';
			String subject = (index == 0) ? campaign.details().content().subject()
					: (test != null && index > 0 && index <= test.alternatives().size())
							? test.alternatives().get(index - 1) : "";
			variants.add(new Variant(letter, subject, letter.equals(campaign.winner()), count));
		});
		return variants;
	}

	private static void putPreview(Subject subject, Map<String, Object> model) {
		String reader = subject.request().field("reader").orElse("");
		model.put("reader", reader);
		try {
			model.put("preview", preview(subject, reader));
		}
		catch (TemplateException | InvalidEmailException ex) {
			model.put("unreadable", Mistakes.text(ex));
		}
	}

	private static CampaignPreview preview(Subject subject, String reader) {
		return subject.all().preview(subject.id(), reader.isEmpty() ? null : EmailAddress.parse(reader));
	}

	private AdminAnswer messages(AdminRequest request) {
		Subject subject = this.subjects.find(request);
		EmailPage page = this.gateway.search(EmailSearch.all()
			.subAccount(subject.audience().subAccount())
			.campaign(subject.id().toString())
			.after(request.after())
			.size(PAGE_SIZE));
		Map<String, Object> model = this.subjects.tenants().model(subject.audience().subAccount());
		model.put("campaign", subject.campaign());
		model.put("path", subject.path());
		model.put("messages", page.emails().stream().map(MessageRow::of).toList());
		UUID next = page.next();
		if (next != null) {
			model.put("next", next);
		}
		return AdminAnswer.view("campaign-messages", model);
	}

	private AdminAnswer html(AdminRequest request) {
		String html = preview(this.subjects.find(request), request.field("reader").orElse("")).html();
		if (html == null) {
			throw AdminProblem.notFound("campaign with HTML");
		}
		return document(html);
	}

	static AdminAnswer document(String html) {
		return new AdminAnswer.Content("text/html;charset=UTF-8", html.getBytes(StandardCharsets.UTF_8),
				AdminAnswer.SANDBOX);
	}

	private AdminAnswer test(AdminRequest request) {
		Subject subject = this.subjects.find(request);
		String typed = request.field("addresses").orElse("").replace("\r\n", "\n");
		try {
			List<EmailAddress> addresses = CampaignForm.addresses("addresses", typed);
			List<Receipt> receipts = subject.all().sendTest(subject.id(), addresses, Map.of());
			Optional<String> refused = receipts.stream()
				.filter((receipt) -> receipt.status() == EmailStatus.FAILED || receipt.status() == EmailStatus.DROPPED)
				.flatMap((receipt) -> receipt.outcomes().stream())
				.map((outcome) -> outcome.recipient().address() + ": " + outcome.reason())
				.findFirst();
			return refused.isPresent() ? mistaken(subject, typed, "Not all were sent. " + refused.get() + ".")
					: subject.done(Words.count(receipts.size(), "test message") + " on the way to "
							+ Words.number(addresses.size()) + ((addresses.size() == 1) ? " address." : " addresses."));
		}
		catch (CampaignException | FieldMistake | MailGatewayException ex) {
			return mistaken(subject, typed, Mistakes.text(ex));
		}
	}

	private AdminAnswer mistaken(Subject subject, String typed, String mistake) {
		Map<String, Object> model = model(subject);
		model.put("addresses", typed);
		return AdminAnswer.mistaken("campaign", model, mistake);
	}

	/**
	 * What became of one subject.
	 *
	 * @param letter its letter
	 * @param subject the subject
	 * @param winner whether it won the trial
	 * @param counts the counts
	 */
	public record Variant(String letter, String subject, boolean winner, MailCounts counts) {
	}

}
