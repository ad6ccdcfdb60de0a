package dev.sendpost.admin.page.message;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.admin.page.MessageRow;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.suppression.SuppressionExplanation;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.MailTemplates;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages, and shows what became of one.
 */
public final class MessagesPage implements AdminPage {

	private static final int PAGE_SIZE = 50;

	private static final int MAX_EVENTS = 500;

	private static final int MAX_SUPPRESSED = 5;

	private static final String TOO_LATE = "It is too late: the message is being sent, or has been settled.";

	private final MailGateway gateway;

	private final DeliveryLog log;

	private final @Nullable Suppressions suppressions;

	private final @Nullable MailTemplates templates;

	private final MessageReader reader = new MessageReader();

	/**
	 * Create the page.
	 * @param gateway finds messages
	 * @param log what is known about them
	 * @param suppressions tells why an address gets no mail, or {@code null} if nobody
	 * does
	 * @param templates fills in variables, or {@code null} if nobody does
	 */
	public MessagesPage(MailGateway gateway, DeliveryLog log, @Nullable Suppressions suppressions,
			@Nullable MailTemplates templates) {
		this.gateway = gateway;
		this.log = log;
		this.suppressions = suppressions;
		this.templates = templates;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.MAIL, "/messages", "Messages");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get("/messages", this::list)
			.get("/messages/{id}", this::show)
			.confirmed("/messages/{id}/cancel", "call a message back", this::askCancel, this::cancel)
			.confirmed("/messages/{id}/resend", "send a message again", this::askResend, this::resend);
		this.reader.addTo(routes, "/messages/{id}", (request) -> content(email(request))
			.orElseThrow(() -> AdminProblem.refused("What this message said is no longer kept.")));
	}

	private AdminAnswer list(AdminRequest request) {
		MessageSearch asked = new MessageSearch(request);
		Optional<EmailRecord> one = asked.byId(this.gateway);
		if (one.isPresent()) {
			return new AdminAnswer.Redirect(path(one.get()), null);
		}
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("filters", asked.fields());
		model.put("statuses", EmailStatus.values());
		model.put("window", EmailSearch.SUBJECT_WINDOW);
		model.put("continued", request.field("after").isPresent());
		try {
			EmailPage page = this.gateway.search(asked.search(PAGE_SIZE));
			model.put("messages", page.emails().stream().map(MessageRow::of).toList());
			UUID next = page.next();
			if (next != null) {
				model.put("next", next);
				if (page.emails().size() < PAGE_SIZE) {
					model.put("lookedBackTo", MessageSearch.acceptedAt(next));
				}
			}
			return AdminAnswer.view("messages", model);
		}
		catch (InvalidEmailException | AdminProblem ex) {
			model.put("messages", List.of());
			return AdminAnswer.mistaken("messages", model, String.valueOf(ex.getMessage()));
		}
	}

	private EmailRecord email(AdminRequest request) {
		return this.gateway.find(request.id("id", "message")).orElseThrow(() -> AdminProblem.notFound("message"));
	}

	private Optional<OpenMessage> content(EmailRecord email) {
		return this.gateway.findContent(email.id()).map((content) -> StoredMessage.of(email, content, this.templates));
	}

	private AdminAnswer show(AdminRequest request) {
		EmailRecord email = email(request);
		List<DeliveryEvent> events = this.log.find(email.id(), MAX_EVENTS + 1);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("email", email);
		model.put("events", events.stream().limit(MAX_EVENTS).toList());
		model.put("moreEvents", events.size() > MAX_EVENTS);
		model.put("waiting", email.dueAt() != null);
		model.put("failed", email.dueAt() == null && !failed(email).isEmpty());
		model.put("explanations", Explanations.of(email));
		model.put("suppressed", suppressed(email));
		content(email)
			.ifPresent((content) -> model.put("reader", this.reader.view(content, request, path(email), Map.of())));
		return AdminAnswer.view("message", model);
	}

	/**
	 * What the suppression list says now about those whom it kept the message from.
	 */
	private List<SuppressionExplanation> suppressed(EmailRecord email) {
		Suppressions suppressions = this.suppressions;
		List<EmailAddress> addresses = email.outcomes()
			.stream()
			.filter(Explanations::isSuppressed)
			.map(RecipientOutcome::recipient)
			.limit(MAX_SUPPRESSED)
			.toList();
		if (suppressions == null || addresses.isEmpty()) {
			return List.of();
		}
		Map<EmailAddress, SuppressionExplanation> found = suppressions.explain(addresses, email.subAccount(),
				email.stream());
		return addresses.stream().map(found::get).toList();
	}

	/**
	 * Whom it failed to reach.
	 */
	private static List<EmailAddress> failed(EmailRecord email) {
		return email.outcomes()
			.stream()
			.filter((outcome) -> outcome.status() == EmailStatus.BOUNCED || outcome.status() == EmailStatus.FAILED)
			.map(RecipientOutcome::recipient)
			.toList();
	}

	private Confirmation askCancel(AdminRequest request) {
		EmailRecord email = email(request);
		if (email.dueAt() == null) {
			throw AdminProblem.refused(TOO_LATE);
		}
		return new Confirmation("Call back '" + email.subject() + "'?",
				"It is not sent to anybody who has not got it yet. This cannot be undone.", "Call back", path(email));
	}

	private AdminAnswer cancel(AdminRequest request) {
		EmailRecord email = email(request);
		if (!this.gateway.cancel(email.id())) {
			throw AdminProblem.refused(TOO_LATE);
		}
		return AdminAnswer.redirect(path(email), "The message was called back.");
	}

	private Confirmation askResend(AdminRequest request) {
		EmailRecord email = email(request);
		List<EmailAddress> failed = failed(email);
		if (email.dueAt() != null) {
			throw AdminProblem.refused("The message is still on its way: those who have not got it are tried again.");
		}
		if (failed.isEmpty()) {
			throw AdminProblem.refused("There is nobody whom it failed to reach.");
		}
		if (this.gateway.findContent(email.id()).isEmpty()) {
			throw AdminProblem.refused("What this message said is no longer kept, so it cannot be sent again.");
		}
		return new Confirmation("Send '" + email.subject() + "' again?",
				"A new message with the same content goes to those whom this one failed to reach: "
						+ ((failed.size() == 1) ? "1 recipient." : failed.size() + " recipients.")
						+ suppressed(failed, email) + " Those who got it get nothing.",
				"Send again", path(email));
	}

	/**
	 * How many of those whom it failed to reach must not get it by now: a server that
	 * refuses an address for good puts it on the suppression list.
	 */
	private String suppressed(List<EmailAddress> failed, EmailRecord email) {
		long count = (this.suppressions == null) ? 0
				: this.suppressions.explain(failed, email.subAccount(), email.stream())
					.values()
					.stream()
					.filter(SuppressionExplanation::isSuppressed)
					.count();
		if (count == 0) {
			return "";
		}
		return (count == failed.size())
				? " Nobody gets it as long as the suppression list has them: lift the suppression first."
				: " " + count + " of them get nothing as long as the suppression list has them.";
	}

	/**
	 * Send it again, once for the same recipients, also if the form is sent twice or two
	 * people send it.
	 */
	private AdminAnswer resend(AdminRequest request) {
		EmailRecord email = email(request);
		String recipients = failed(email).stream().map(EmailAddress::mailbox).sorted().collect(Collectors.joining(" "));
		String key = "again-" + email.id() + "-" + UUID.nameUUIDFromBytes(recipients.getBytes(StandardCharsets.UTF_8));
		Receipt receipt = this.gateway.resend(email.id(), key);
		return AdminAnswer.redirect("/messages/" + receipt.id(), "It was sent again as this message.");
	}

	private static String path(EmailRecord email) {
		return "/messages/" + email.id();
	}

}
