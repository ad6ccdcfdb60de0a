package dev.sendpost.api.emailapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.BatchReceipts;
import dev.sendpost.api.emailapi.BatchAnswer.Result;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.event.EngagementCounts;
import org.jspecify.annotations.Nullable;

/**
 * Sends mail and tells what became of it.
 */
final class EmailOperations {

	private static final int MAX_BATCH_SIZE = 100;

	private static final int DEFAULT_LIMIT = 20;

	private final MailGateway gateway;

	private final Supplier<DeliveryLog> log;

	EmailOperations(MailGateway gateway, Supplier<DeliveryLog> log) {
		this.gateway = gateway;
		this.log = log;
	}

	void addTo(ApiRoutes routes) {
		routes.send("/emails", this::send)
			.send("/emails/batch", this::sendBatch)
			.get("/emails", this::list)
			.get("/emails/{id}", this::find);
	}

	private MailGateway gateway(ApiCall call) {
		return this.gateway.forSubmitter(call.submitter());
	}

	private ApiAnswer send(ApiCall call) {
		NewEmail email = call.body(NewEmail.class);
		Receipt receipt = gateway(call).send(email.toEmail(call.idempotencyKey()));
		Map<String, Object> sent = new LinkedHashMap<>();
		sent.put("id", receipt.id());
		sent.put("status", EmailEntry.name(receipt.status()));
		sent.put("messageId", receipt.messageId());
		return ApiAnswer.ok(sent);
	}

	/**
	 * Each message is for itself. With an idempotency key, each has one of its own.
	 */
	private ApiAnswer sendBatch(ApiCall call) {
		List<NewEmail> given = given(call);
		String key = call.idempotencyKey();
		List<Email> emails = new ArrayList<>();
		List<@Nullable Result> refused = new ArrayList<>();
		for (NewEmail email : given) {
			try {
				emails.add(email.toEmail((key != null) ? key + "/" + refused.size() : null));
				refused.add(null);
			}
			catch (InvalidEmailException ex) {
				refused.add(new Result(email.recipients(), null, EmailEntry.name(EmailStatus.FAILED),
						EmailApiDoor.field(ex.getField()) + ": " + ex.getReason()));
			}
		}
		List<Receipt> receipts = emails.isEmpty() ? List.of()
				: BatchReceipts.requireSomeTaken(gateway(call).send(emails));
		List<Result> results = new ArrayList<>();
		int next = 0;
		for (int i = 0; i < given.size(); i++) {
			Result refusal = refused.get(i);
			results.add((refusal != null) ? refusal : result(given.get(i), receipts.get(next++)));
		}
		return ApiAnswer.ok(BatchAnswer.of(results));
	}

	private static List<NewEmail> given(ApiCall call) {
		List<NewEmail> emails = call.body(NewBatch.class).emails();
		if (emails == null || emails.isEmpty()) {
			throw ApiProblem.invalid("emails", "must have at least one message");
		}
		if (emails.size() > MAX_BATCH_SIZE) {
			throw ApiProblem.invalid("emails",
					"has " + emails.size() + " messages; " + MAX_BATCH_SIZE + " are allowed in one request");
		}
		return emails;
	}

	private static Result result(NewEmail email, Receipt receipt) {
		EmailStatus status = receipt.status();
		return switch (status) {
			case FAILED -> new Result(email.recipients(), null, EmailEntry.name(status), reason(receipt));
			case BOUNCED, DROPPED ->
				new Result(email.recipients(), receipt.id(), EmailEntry.name(status), reason(receipt));
			default -> new Result(email.recipients(), receipt.id(), EmailEntry.name(status), null);
		};
	}

	private static String reason(Receipt receipt) {
		for (RecipientOutcome outcome : receipt.outcomes()) {
			if (outcome.reason() != null) {
				return outcome.reason();
			}
			if (outcome.serverText() != null) {
				return outcome.serverText();
			}
		}
		return "it was refused";
	}

	private ApiAnswer list(ApiCall call) {
		NumberedPage page = NumberedPage.of(call, DEFAULT_LIMIT, "e-mail");
		EmailSearch search = EmailSearch.all().after(page.after()).size(page.limit());
		EmailStatus status = status(call);
		if (status != null) {
			search = search.status(status);
		}
		MailGateway gateway = gateway(call);
		int count = gateway.count(search, NumberedPage.REACH + 1);
		List<EmailRecord> found = gateway.search(search.skip(page.skip())).emails();
		Map<UUID, EngagementCounts> counts = this.log.get()
			.countEngagement(found.stream().map(EmailRecord::id).toList());
		int total = Math.min(count, NumberedPage.REACH);
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("emails",
				found.stream()
					.map((email) -> EmailEntry.of(email, counts.getOrDefault(email.id(), EngagementCounts.NONE)))
					.toList());
		answer.put("total", total);
		if (count > total) {
			answer.put("totalIsMinimum", true);
		}
		answer.put("page", page.number());
		answer.put("pages", (total + page.limit() - 1) / page.limit());
		return ApiAnswer.ok(answer);
	}

	private static @Nullable EmailStatus status(ApiCall call) {
		String asked = call.query("status").orElse(null);
		if (asked == null) {
			return null;
		}
		return Arrays.stream(EmailStatus.values())
			.filter((status) -> EmailEntry.name(status).equals(asked.toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElseThrow(() -> ApiProblem.invalid("status", "must be one of "
					+ Arrays.stream(EmailStatus.values()).map(EmailEntry::name).collect(Collectors.joining(", "))));
	}

	private ApiAnswer find(ApiCall call) {
		UUID id = call.id("id", "e-mail");
		EmailRecord email = gateway(call).find(id).orElseThrow(() -> ApiProblem.notFound("e-mail", id));
		EngagementCounts counts = this.log.get().countEngagement(List.of(id)).getOrDefault(id, EngagementCounts.NONE);
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("email", EmailEntry.of(email, counts));
		answer.put("events", this.log.get().find(id).stream().map(EventEntry::of).toList());
		return ApiAnswer.ok(answer);
	}

}
