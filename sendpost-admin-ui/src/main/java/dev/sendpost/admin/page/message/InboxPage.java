package dev.sendpost.admin.page.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailSearch;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.jspecify.annotations.Nullable;

/**
 * Shows the mail that was caught instead of sent: what this node captured, which is in
 * its memory, and what test keys sent, which is in the log of all nodes.
 */
public final class InboxPage implements AdminPage {

	private static final int PAGE_SIZE = 50;

	private final CapturedMailbox mailbox;

	private final @Nullable MailGateway tests;

	private final @Nullable MailTemplates templates;

	private final MessageReader reader = new MessageReader();

	/**
	 * Create the page.
	 * @param mailbox what this node captured
	 * @param gateway finds what test keys sent, or {@code null} if no mail is kept
	 * @param templates fills in variables, or {@code null} if nobody does
	 */
	public InboxPage(CapturedMailbox mailbox, @Nullable MailGateway gateway, @Nullable MailTemplates templates) {
		this.mailbox = mailbox;
		this.tests = (gateway != null)
				? gateway.forSubmitter(new Submitter(Submitter.DEFAULT_SUB_ACCOUNT, true, null, true)) : null;
		this.templates = templates;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.MAIL, "/inbox", "Inbox");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		routes.get("/inbox", (request) -> show(request, null))
			.confirmed("/inbox/clear", "clear the inbox", this::askClear, this::clear)
			.get("/inbox/{id}", (request) -> show(request, opened(request)));
		this.reader.addTo(routes, "/inbox/{id}", this::opened);
	}

	private AdminAnswer show(AdminRequest request, @Nullable OpenMessage open) {
		boolean test = this.tests != null && request.field("box").filter("test"::equals).isPresent();
		String words = request.field("words").orElse("");
		Map<String, String> kept = new LinkedHashMap<>();
		if (test) {
			kept.put("box", "test");
		}
		if (!words.isEmpty()) {
			kept.put("words", words);
		}
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("test", test);
		model.put("words", words);
		model.put("stored", this.tests != null);
		model.put("capacity", this.mailbox.capacity());
		model.put("again", again(request, kept, open));
		model.put("back", MessageReader.link("/inbox", kept));
		request.field("selected").ifPresent((id) -> model.put("selected", id));
		if (open != null) {
			model.put("selected", open.id().toString());
			model.put("opened", open.email());
			model.put("openedAt", open.date());
			model.put("openedId", open.id());
			model.put("reader", this.reader.view(open, request, "/inbox/" + open.id(), kept));
		}
		model.putAll(test ? fromTests(request, words, kept) : captured(request, words, kept));
		return AdminAnswer.view("inbox", model);
	}

	/**
	 * Where the list is asked for again: without what the open message says.
	 */
	private static String again(AdminRequest request, Map<String, String> kept, @Nullable OpenMessage open) {
		Map<String, String> fields = new LinkedHashMap<>(kept);
		request.field("after").ifPresent((after) -> fields.put("after", after));
		Optional.ofNullable(open)
			.map((message) -> message.id().toString())
			.or(() -> request.field("selected"))
			.ifPresent((id) -> fields.put("selected", id));
		return MessageReader.link("/inbox", fields);
	}

	private Map<String, Object> captured(AdminRequest request, String words, Map<String, String> kept) {
		List<CapturedEmail> newestFirst = new ArrayList<>(this.mailbox.emails());
		Collections.reverse(newestFirst);
		newestFirst.removeIf((email) -> !says(email, words.toLowerCase(Locale.ROOT)));
		UUID after = request.after();
		List<InboxRow> rows = new ArrayList<>();
		boolean reached = after == null;
		Map<String, Object> model = new LinkedHashMap<>();
		for (CapturedEmail email : newestFirst) {
			if (!reached) {
				reached = email.id().equals(after);
				continue;
			}
			if (rows.size() == PAGE_SIZE) {
				model.put("next", rows.get(PAGE_SIZE - 1).id());
				break;
			}
			rows.add(InboxRow.of(email, MessageReader.link("/inbox/" + email.id(), kept)));
		}
		model.put("count", newestFirst.size());
		model.put("rows", rows);
		return model;
	}

	private static boolean says(CapturedEmail email, String words) {
		return words.isEmpty() || email.email().subject().toLowerCase(Locale.ROOT).contains(words)
				|| String.valueOf(email.email().from()).toLowerCase(Locale.ROOT).contains(words)
				|| email.recipients()
					.stream()
					.anyMatch((recipient) -> recipient.toString().toLowerCase(Locale.ROOT).contains(words));
	}

	private Map<String, Object> fromTests(AdminRequest request, String words, Map<String, String> kept) {
		EmailSearch search = EmailSearch.all().size(PAGE_SIZE).after(request.after());
		if (words.contains("@")) {
			search = search.recipient(address(words));
		}
		else if (!words.isEmpty()) {
			search = search.subject(words);
		}
		EmailPage page = tests().search(search);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("rows",
				page.emails()
					.stream()
					.map((email) -> InboxRow.of(email, MessageReader.link("/inbox/" + email.id(), kept)))
					.toList());
		UUID next = page.next();
		if (next != null) {
			model.put("next", next);
		}
		return model;
	}

	private static EmailAddress address(String words) {
		try {
			return EmailAddress.parse(words);
		}
		catch (InvalidEmailException ex) {
			throw AdminProblem
				.refused("'" + words + "' is no whole address. Words without @ are looked for in subjects.");
		}
	}

	private MailGateway tests() {
		if (this.tests == null) {
			throw AdminProblem.notFound("message in the inbox");
		}
		return this.tests;
	}

	/**
	 * A message as it was captured, which is as it would have been sent; otherwise as the
	 * log has it.
	 */
	private OpenMessage opened(AdminRequest request) {
		UUID id = request.id("id", "message in the inbox");
		Optional<CapturedEmail> captured = this.mailbox.find(id);
		if (captured.isPresent()) {
			CapturedEmail email = captured.get();
			return OpenMessage.of(id, email.messageId(), email.date(), email.email(), true, null);
		}
		return tests().find(id)
			.flatMap((email) -> tests().findContent(id)
				.map((content) -> StoredMessage.of(email, content, this.templates)))
			.orElseThrow(() -> AdminProblem.notFound("message in the inbox"));
	}

	private Confirmation askClear(AdminRequest request) {
		int count = this.mailbox.emails().size();
		return new Confirmation("Clear the inbox?",
				"This node forgets " + ((count == 1) ? "the 1 message" : "all " + count + " messages")
						+ " that it captured. What the log has about them stays. This cannot be undone.",
				"Clear", "/inbox");
	}

	private AdminAnswer clear(AdminRequest request) {
		this.mailbox.clear();
		return AdminAnswer.redirect("/inbox", "The inbox is empty.");
	}

}
