package dev.sendpost.admin.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.event.DeliveryLog;

/**
 * Finds messages, and shows what became of one.
 */
public final class MessagesPage implements AdminPage {

	private static final int PAGE_SIZE = 50;

	/**
	 * What a message says is shown as far as it takes nothing from elsewhere and does
	 * nothing.
	 */
	private static final Map<String, String> SANDBOX = Map.of("Content-Security-Policy",
			"sandbox; default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'",
			"X-Frame-Options", "SAMEORIGIN");

	private static final List<String> FILTERS = List.of("address", "status", "tag", "account", "from", "until");

	private final MailGateway gateway;

	private final DeliveryLog log;

	/**
	 * Create the page.
	 * @param gateway finds messages
	 * @param log what is known about them
	 */
	public MessagesPage(MailGateway gateway, DeliveryLog log) {
		this.gateway = gateway;
		this.log = log;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.MAIL, "/messages", "Messages");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get("/messages", this::list)
			.get("/messages/{id}", this::show)
			.get("/messages/{id}/html", this::html)
			.confirmed("/messages/{id}/cancel", "call a message back", this::askCancel, this::cancel)
			.confirmed("/messages/{id}/resend", "send a message again", this::askResend, this::resend);
	}

	private AdminAnswer list(AdminRequest request) {
		Map<String, String> filters = new LinkedHashMap<>();
		FILTERS.forEach((name) -> filters.put(name, request.field(name).orElse("")));
		Optional<UUID> id = request.field("address").flatMap(MessagesPage::id);
		if (id.isPresent() && this.gateway.find(id.get()).isPresent()) {
			return new AdminAnswer.Redirect("/messages/" + id.get(), null);
		}
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("filters", filters);
		model.put("statuses", EmailStatus.values());
		try {
			EmailPage page = this.gateway.search(search(request));
			model.put("messages", page.emails().stream().map(MessageRow::of).toList());
			UUID next = page.next();
			if (next != null) {
				model.put("next", next);
			}
		}
		catch (InvalidEmailException ex) {
			model.put("messages", List.of());
			model.put("mistake", String.valueOf(ex.getMessage()));
		}
		catch (AdminProblem ex) {
			model.put("messages", List.of());
			model.put("mistake", String.valueOf(ex.getMessage()));
		}
		return AdminAnswer.view("messages", model);
	}

	private static EmailSearch search(AdminRequest request) {
		EmailSearch search = EmailSearch.all()
			.size(PAGE_SIZE)
			.period(request.field("from").map((day) -> day(day, 0)).orElse(null),
					request.field("until").map((day) -> day(day, 1)).orElse(null))
			.after(request.field("after").flatMap(MessagesPage::id).orElse(null));
		Optional<String> status = request.field("status");
		if (status.isPresent()) {
			search = search.status(status(status.get()));
		}
		Optional<String> address = request.field("address");
		if (address.isPresent()) {
			search = search.recipient(EmailAddress.parse(address.get()));
		}
		Optional<String> tag = request.field("tag");
		if (tag.isPresent()) {
			search = search.tag(tag.get());
		}
		Optional<String> account = request.field("account");
		return account.isPresent() ? search.subAccount(account.get()) : search;
	}

	private static EmailStatus status(String name) {
		try {
			return EmailStatus.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw AdminProblem.refused("There is no such status.");
		}
	}

	private static Instant day(String text, int daysLater) {
		try {
			return LocalDate.parse(text).plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant();
		}
		catch (DateTimeParseException ex) {
			throw AdminProblem.refused("A day is written as 2026-01-31.");
		}
	}

	private static Optional<UUID> id(String text) {
		try {
			return Optional.of(UUID.fromString(text));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private EmailRecord email(AdminRequest request) {
		return this.gateway.find(request.id("id", "message")).orElseThrow(() -> AdminProblem.notFound("message"));
	}

	private AdminAnswer show(AdminRequest request) {
		EmailRecord email = email(request);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("email", email);
		model.put("events", this.log.find(email.id()));
		model.put("waiting", email.dueAt() != null);
		model.put("failed", email.dueAt() == null && failed(email));
		this.gateway.findContent(email.id()).ifPresent((content) -> model.put("said", content));
		return AdminAnswer.view("message", model);
	}

	private AdminAnswer html(AdminRequest request) {
		String html = this.gateway.findContent(request.id("id", "message"))
			.map(Email::html)
			.orElseThrow(() -> AdminProblem.notFound("message with HTML"));
		return new AdminAnswer.Content("text/html;charset=UTF-8", html.getBytes(StandardCharsets.UTF_8), SANDBOX);
	}

	private static boolean failed(EmailRecord email) {
		return email.outcomes()
			.stream()
			.anyMatch((outcome) -> outcome.status() == EmailStatus.BOUNCED || outcome.status() == EmailStatus.FAILED);
	}

	private Confirmation askCancel(AdminRequest request) {
		EmailRecord email = email(request);
		return new Confirmation("Call back '" + email.subject() + "'?",
				"It is not sent to anybody who has not got it yet. This cannot be undone.", "Call back", path(email));
	}

	private AdminAnswer cancel(AdminRequest request) {
		EmailRecord email = email(request);
		if (!this.gateway.cancel(email.id())) {
			throw AdminProblem.refused("It is too late: the message is being sent, or has been settled.");
		}
		return AdminAnswer.redirect(path(email), "The message was called back.");
	}

	private Confirmation askResend(AdminRequest request) {
		EmailRecord email = email(request);
		return new Confirmation("Send '" + email.subject() + "' again?",
				"A new message with the same content goes to those whom this one failed to reach.", "Send again",
				path(email));
	}

	private AdminAnswer resend(AdminRequest request) {
		Receipt receipt = this.gateway.resend(email(request).id());
		return AdminAnswer.redirect("/messages/" + receipt.id(), "This is the new message.");
	}

	private static String path(EmailRecord email) {
		return "/messages/" + email.id();
	}

}
