package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.BatchReceipts;
import dev.sendpost.api.TemplateNames;
import dev.sendpost.audience.Audiences;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryLog;

/**
 * Sends mail, calls it back, and tells what became of it.
 */
final class EmailOperations {

	private final MailGateway gateway;

	private final Supplier<DeliveryLog> log;

	private final TemplateNames templates;

	private final ListMembers members;

	EmailOperations(MailGateway gateway, Supplier<DeliveryLog> log, TemplateNames templates,
			Supplier<Audiences> audiences) {
		this.gateway = gateway;
		this.log = log;
		this.templates = templates;
		this.members = new ListMembers(audiences);
	}

	void addTo(ApiRoutes routes) {
		routes.send("/emails", this::send)
			.send("/emails/batch", this::sendBatch)
			.send("/emails/marketing", this::sendMarketing)
			.send("/emails/{id}/cancel", this::cancel)
			.get("/emails", this::list)
			.get("/emails/{id}", this::find);
	}

	private ApiAnswer send(ApiCall call) {
		Email email = call.body(NewEmail.class)
			.toBuilder((id) -> this.templates.require(call.submitter(), id))
			.idempotencyKey(call.idempotencyKey())
			.build();
		return send(call, email);
	}

	private ApiAnswer sendMarketing(ApiCall call) {
		NewMarketingEmail marketing = call.body(NewMarketingEmail.class);
		Email email = marketing.toBuilder((id) -> this.templates.require(call.submitter(), id))
			.idempotencyKey(call.idempotencyKey())
			.build();
		if (marketing.listId() != null) {
			this.members.requireNoneLeft(call.submitter(), marketing.listId(), email.recipients());
		}
		return send(call, email);
	}

	private ApiAnswer send(ApiCall call, Email email) {
		MailGateway own = own(call);
		Receipt receipt = own.send(email);
		Optional<EmailRecord> accepted = (email.from() != null && !email.subject().isEmpty()) ? Optional.empty()
				: accepted(own, receipt.id());
		EmailAddress from = (email.from() != null) ? email.from() : accepted.map(EmailRecord::from).orElse(null);
		Map<String, Object> sent = new LinkedHashMap<>();
		sent.put("id", receipt.id());
		sent.put("from", String.valueOf(from));
		sent.put("to", email.to().stream().map(EmailAddress::toString).toList());
		sent.put("subject", accepted.map(EmailRecord::subject).orElse(email.subject()));
		sent.put("status", Statuses.of(receipt.status()));
		sent.put("created_at", timeOf(receipt.id()));
		return ApiAnswer.ok(sent);
	}

	private static Optional<EmailRecord> accepted(MailGateway gateway, UUID id) {
		try {
			return gateway.find(id);
		}
		catch (StoreRequiredException ex) {
			return Optional.empty();
		}
	}

	/**
	 * When a message was accepted: a UUID of version 7 begins with the time (RFC 9562).
	 */
	private static Instant timeOf(UUID id) {
		return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
	}

	private ApiAnswer sendBatch(ApiCall call) {
		List<Email> emails = call.body(NewBatch.class)
			.toEmails((id) -> this.templates.require(call.submitter(), id), call.idempotencyKey());
		List<Map<String, Object>> data = BatchReceipts.requireSomeTaken(own(call).send(emails))
			.stream()
			.map(EmailOperations::batchItem)
			.toList();
		return ApiAnswer.ok(Map.of("data", data));
	}

	private static Map<String, Object> batchItem(Receipt receipt) {
		Map<String, Object> item = new LinkedHashMap<>();
		String status = Statuses.of(receipt.status());
		item.put("id", receipt.id());
		item.put("status", status);
		if (status.equals("failed")) {
			receipt.outcomes()
				.stream()
				.map(RecipientOutcome::reason)
				.filter((reason) -> reason != null)
				.findFirst()
				.ifPresent((reason) -> item.put("error", reason));
		}
		return item;
	}

	private ApiAnswer cancel(ApiCall call) {
		MailGateway own = own(call);
		UUID id = call.id("id", "email");
		if (!own.cancel(id)) {
			EmailStatus status = require(own, id).status();
			if (status != EmailStatus.CANCELLED) {
				throw ApiProblem.of(Kind.CONFLICT, "the email cannot be cancelled any more: it is "
						+ (Statuses.of(status).equals("queued") ? "being sent" : Statuses.of(status)));
			}
		}
		Map<String, Object> cancelled = new LinkedHashMap<>();
		cancelled.put("id", id);
		cancelled.put("status", "cancelled");
		return ApiAnswer.ok(cancelled);
	}

	private ApiAnswer find(ApiCall call) {
		MailGateway own = own(call);
		EmailRecord email = require(own, call.id("id", "email"));
		List<DeliveryEvent> events = this.log.get().find(email.id());
		return ApiAnswer.ok(own.findContent(email.id())
			.map((content) -> EmailView.of(email, events, content))
			.orElseGet(() -> EmailView.of(email, events)));
	}

	private ApiAnswer list(ApiCall call) {
		int size = Page.size(call);
		EmailSearch search = EmailSearch.all().after(Page.after(call)).size(size);
		EmailPage page = call.query("status")
			.map((status) -> inStatuses(own(call), search, Statuses.parse(status)))
			.orElseGet(() -> own(call).search(search));
		Map<UUID, List<DeliveryEvent>> events = this.log.get()
			.findAll(page.emails().stream().map(EmailRecord::id).toList());
		return Page.of(page.emails(), (email) -> EmailView.of(email, events.getOrDefault(email.id(), List.of())),
				page.next());
	}

	/**
	 * A page of the messages in any of several statuses: the newest of all of them.
	 */
	private static EmailPage inStatuses(MailGateway gateway, EmailSearch search, List<EmailStatus> statuses) {
		List<EmailRecord> found = new ArrayList<>();
		boolean more = false;
		for (EmailStatus status : statuses) {
			EmailPage page = gateway.search(search.status(status));
			found.addAll(page.emails());
			more |= page.next() != null;
		}
		List<EmailRecord> newest = found.stream()
			.sorted(Comparator.comparing(EmailRecord::id).reversed())
			.limit(search.size())
			.toList();
		more |= newest.size() < found.size();
		return new EmailPage(newest, more ? newest.get(newest.size() - 1).id() : null);
	}

	private static EmailRecord require(MailGateway gateway, UUID id) {
		return gateway.find(id).orElseThrow(() -> ApiProblem.notFound("email", id));
	}

	private MailGateway own(ApiCall call) {
		return this.gateway.forSubmitter(call.submitter());
	}

}
