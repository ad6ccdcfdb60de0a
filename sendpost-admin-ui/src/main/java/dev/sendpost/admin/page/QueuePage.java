package dev.sendpost.admin.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.EmailPage;
import dev.sendpost.EmailStatus;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.outbox.RetriedMail;
import dev.sendpost.transport.Transports;

import org.springframework.web.util.UriUtils;

/**
 * What waits, for what, and what is to be done about it.
 */
public final class QueuePage implements AdminPage {

	private static final String PATH = "/queue";

	/** Where it stops to count. */
	private static final int MAX_COUNTED = 10_000;

	/** How many deferred messages are read to say where they go and why they wait. */
	private static final int MAX_READ = 2000;

	/** How many deferred messages are looked at for those to one domain. */
	private static final int MAX_RETRIED = 20_000;

	private static final int MAX_GROUPS = 20;

	private static final int PAGE_SIZE = 50;

	/** What messages wait in. */
	static final List<EmailStatus> STATUSES = List.of(EmailStatus.QUEUED, EmailStatus.SENDING, EmailStatus.DEFERRED,
			EmailStatus.SCHEDULED);

	private final MailQueue queue;

	private final Transports transports;

	private final QueuePauses pauses;

	/**
	 * Create the page.
	 * @param queue the queue
	 * @param transports the transports, each of which can be paused
	 * @param pauses holds up mail
	 */
	public QueuePage(MailQueue queue, Transports transports, QueuePauses pauses) {
		this.queue = queue;
		this.transports = transports;
		this.pauses = pauses;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.MAIL, PATH, "Queue");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		this.pauses.addTo(routes);
		routes.get(PATH, this::show)
			.get("/queue/messages", this::list)
			.change("/queue/retry", "try a message again at once", this::retry)
			.confirmed("/queue/retry-domain", "try all deferred messages to a domain again at once",
					this::askRetryDomain, this::retryDomain);
	}

	private AdminAnswer show(AdminRequest request) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("queue", this.queue.state(MAX_COUNTED));
		model.put("statuses", STATUSES);
		model.put("most", MAX_COUNTED);
		model.put("groups", MAX_GROUPS);
		if (!request.isPart()) {
			model.put("deferred", this.queue.deferred(MAX_READ));
		}
		model.put("transports", this.transports.names());
		model.put("accounts", this.pauses.subAccounts());
		return AdminAnswer.view("queue", model);
	}

	private AdminAnswer list(AdminRequest request) {
		EmailStatus status = status(request);
		Optional<String> domain = request.field("domain").filter((name) -> status == EmailStatus.DEFERRED);
		EmailPage page = domain.isPresent()
				? this.queue.deferred(domain.get().toLowerCase(Locale.ROOT), request.after(), PAGE_SIZE)
				: this.queue.waiting(status, request.after(), PAGE_SIZE);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("status", status);
		model.put("statuses", STATUSES);
		model.put("domain", domain.orElse(""));
		model.put("messages", page.emails().stream().map(QueueRow::of).toList());
		UUID next = page.next();
		if (next != null) {
			model.put("next", next);
		}
		return AdminAnswer.view("queue-messages", model);
	}

	private static EmailStatus status(AdminRequest request) {
		String name = request.field("status").orElse("queued");
		return STATUSES.stream()
			.filter((status) -> status.name().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> AdminProblem.refused("No message waits in that status."));
	}

	private AdminAnswer retry(AdminRequest request) {
		UUID id = request.field("id").flatMap(QueuePage::id).orElseThrow(() -> AdminProblem.notFound("message"));
		String list = path(status(request), request.field("domain").orElse(""));
		request.concerns("message " + id);
		if (!this.queue.retryNow(id)) {
			throw AdminProblem.refused("It is too late: the message is being sent, or has been settled.");
		}
		return AdminAnswer.redirect(list, "The message is tried again now.");
	}

	private static String path(EmailStatus status, String domain) {
		return "/queue/messages?status=" + status.name().toLowerCase(Locale.ROOT)
				+ (domain.isEmpty() ? "" : "&domain=" + UriUtils.encode(domain, StandardCharsets.UTF_8));
	}

	static Optional<UUID> id(String text) {
		try {
			return Optional.of(UUID.fromString(text));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static String domain(AdminRequest request) {
		return request.field("domain")
			.map((name) -> name.toLowerCase(Locale.ROOT))
			.orElseThrow(() -> AdminProblem.refused("Say which domain."));
	}

	private Confirmation askRetryDomain(AdminRequest request) {
		return new Confirmation("Try all deferred mail to " + domain(request) + " again?",
				String.format(request.locale(),
						"Each deferred message that has a deferred recipient at %s is due at once, of the %,d that were"
								+ " accepted last. A server that is still refusing it may refuse it for longer.",
						domain(request), MAX_RETRIED),
				"Try again now", PATH);
	}

	private AdminAnswer retryDomain(AdminRequest request) {
		request.concerns("domain " + domain(request));
		RetriedMail retried = this.queue.retryNow(domain(request), MAX_RETRIED);
		return AdminAnswer
			.redirect(PATH,
					String
						.format(request.locale(), "%,d %s tried again now.%s", retried.messages(),
								(retried.messages() == 1) ? "message is" : "messages are",
								retried.more()
										? String.format(request.locale(),
												" Older ones than the last %,d were not looked at.", MAX_RETRIED)
										: ""));
	}

}
