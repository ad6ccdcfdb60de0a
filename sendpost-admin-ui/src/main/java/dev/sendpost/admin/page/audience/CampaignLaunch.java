package dev.sendpost.admin.page.audience;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

import dev.sendpost.admin.page.Edition;
import dev.sendpost.admin.page.ReaderZone;
import dev.sendpost.admin.page.audience.CampaignSubjects.Subject;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignCheck;
import dev.sendpost.campaign.CampaignProgress;
import dev.sendpost.campaign.CampaignStatus;

/**
 * Lets campaigns begin, stop, go on, and end.
 */
final class CampaignLaunch implements ContactsPage.Screen {

	private static final String ONE = "/campaigns/{account}/{id}";

	private final CampaignSubjects subjects;

	CampaignLaunch(CampaignSubjects subjects) {
		this.subjects = subjects;
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get(ONE + "/launch", Mistakes.shown(this::check));
		confirmed(routes, "/start", "launch a campaign", this::askStart, this::start);
		confirmed(routes, "/schedule", "schedule a campaign", this::askSchedule, this::schedule);
		confirmed(routes, "/pause", "pause a campaign", this::askPause, this::pause);
		confirmed(routes, "/resume", "resume a campaign", this::askResume, this::resume);
		confirmed(routes, "/cancel", "cancel a campaign", this::askCancel, this::cancel);
		confirmed(routes, "/remove", "remove a campaign", this::askRemove, this::remove);
	}

	private void confirmed(AdminRoutes routes, String path, String action, Function<Subject, Confirmation> question,
			Function<Subject, AdminAnswer> change) {
		routes.confirmed(ONE + path, action, Mistakes.asked((request) -> question.apply(this.subjects.find(request))),
				Mistakes.shown((request) -> change.apply(this.subjects.find(request))));
	}

	private AdminAnswer check(AdminRequest request) {
		Subject subject = this.subjects.find(request);
		CampaignCheck check = subject.all().check(subject.id());
		Map<String, Object> model = this.subjects.tenants().model(subject.audience().subAccount());
		model.put("campaign", subject.campaign());
		model.put("path", subject.path());
		model.put("edition", Edition.of(CampaignForm.of(subject.campaign().details()).values()));
		model.put("members", check.members());
		model.put("more", check.more());
		model.put("objections", check.objections().stream().map(Mistakes::sentence).toList());
		subject.audience()
			.lists()
			.find(subject.campaign().details().list())
			.ifPresent((list) -> model.put("listName", list.name()));
		return AdminAnswer.view("campaign-launch", model);
	}

	/**
	 * To how many it goes. What must be mended first is said instead of a question.
	 */
	private static String members(Subject subject) {
		CampaignCheck check = subject.all().check(subject.id());
		if (!check.objections().isEmpty()) {
			throw AdminProblem.refused(Mistakes.sentence(check.objections().get(0)));
		}
		return (check.more() ? "more than " : "") + Words.count(check.members(), "member");
	}

	private Confirmation askStart(Subject subject) {
		requireCurrent(subject);
		return new Confirmation("Send " + subject.name() + " now?",
				"It goes to " + members(subject)
						+ " of its list, at once. Who gets no broadcast mail is left out. What was"
						+ " handed to a mail server cannot be called back.",
				"Send now", subject.path() + "/launch");
	}

	private AdminAnswer start(Subject subject) {
		CampaignStatus status = subject.campaign().status();
		if (status == CampaignStatus.SENDING || status == CampaignStatus.COMPLETED) {
			return subject.done("The campaign had begun before.");
		}
		requireCurrent(subject);
		subject.all().launch(subject.id());
		return subject.done("The campaign has begun.");
	}

	private Confirmation askSchedule(Subject subject) {
		requireCurrent(subject);
		return new Confirmation("Send " + subject
			.name() + " on " + written(subject, at(subject)) + "?", "It goes to those who are on its list then, "
					+ members(subject)
					+ " now. A time that has passed means soon. Until then it can be changed, paused and cancelled.",
				"Schedule", subject.path() + "/launch");
	}

	/**
	 * Somebody who looked at a campaign sends what he saw, and nothing else.
	 */
	private static void requireCurrent(Subject subject) {
		if (subject.request().field(Edition.FIELD).isPresent()
				&& !Edition.isCurrent(subject.request(), CampaignForm.of(subject.campaign().details()).values())) {
			throw AdminProblem
				.refused("Somebody else changed the campaign meanwhile. Look at it once more before you send it.");
		}
	}

	private static String written(Subject subject, Instant at) {
		return ReaderZone.of(subject.request()).write(at);
	}

	private static Instant at(Subject subject) {
		String at = subject.request().field("at").orElse("");
		try {
			return ReaderZone.of(subject.request()).time(at);
		}
		catch (DateTimeException ex) {
			throw AdminProblem.refused("'" + at + "' is no time. Write it as 2026-01-31T09:00.");
		}
	}

	private AdminAnswer schedule(Subject subject) {
		requireCurrent(subject);
		Instant at = at(subject);
		subject.all().schedule(subject.id(), at);
		return subject.done("The campaign begins on " + written(subject, at) + ".");
	}

	/**
	 * How far it is.
	 */
	private static String far(Subject subject) {
		CampaignProgress progress = subject.campaign().progress();
		return Words.number(progress.done()) + " of " + Words.count(progress.audience(), "member");
	}

	private Confirmation askPause(Subject subject) {
		boolean began = subject.campaign().startedAt() != null;
		return new Confirmation("Pause " + subject.name() + "?", began ? "It is done with " + far(subject)
				+ ". No more messages are handed over until you resume it; those that wait in the queue still go out."
				: "It does not begin until you resume it.", "Pause", subject.path());
	}

	private AdminAnswer pause(Subject subject) {
		subject.all().pause(subject.id());
		return subject.done("The campaign is paused.");
	}

	private Confirmation askResume(Subject subject) {
		boolean began = subject.campaign().startedAt() != null;
		return new Confirmation("Resume " + subject.name() + "?",
				began ? "It goes on where it stopped: it is done with " + far(subject) + "."
						: "It begins at its time, or at once if that has passed, and goes to " + members(subject) + ".",
				"Resume", subject.path());
	}

	private AdminAnswer resume(Subject subject) {
		subject.all().resume(subject.id());
		return subject.done("The campaign goes on.");
	}

	private Confirmation askCancel(Subject subject) {
		Campaign campaign = subject.campaign();
		return new Confirmation("Cancel " + subject.name() + "?", (campaign.startedAt() != null)
				? "It is done with " + far(subject) + ", of whom " + Words.number(campaign.progress().queued())
						+ " have a message. Those messages that still wait in the queue are called back, and the other"
						+ " members get nothing. This cannot be undone."
				: "Nothing was sent, and nothing will be. This cannot be undone; a copy can be sent later.",
				"Cancel campaign", subject.path());
	}

	private AdminAnswer cancel(Subject subject) {
		subject.all().cancel(subject.id());
		return subject.done("The campaign is cancelled.");
	}

	private Confirmation askRemove(Subject subject) {
		return new Confirmation("Remove " + subject.name() + "?",
				"The campaign, its progress and its results on this page are deleted; its messages stay in the log, and"
						+ " their counts in the statistics. This cannot be undone.",
				"Remove campaign", subject.path());
	}

	private AdminAnswer remove(Subject subject) {
		subject.all().remove(subject.id());
		return AdminAnswer.redirect(this.subjects.tenants().home(subject.audience().subAccount()),
				"The campaign " + subject.name() + " was removed.");
	}

}
