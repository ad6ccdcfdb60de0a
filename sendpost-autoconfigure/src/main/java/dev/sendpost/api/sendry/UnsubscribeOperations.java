package dev.sendpost.api.sendry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.audience.Audiences;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionExplanation;
import dev.sendpost.suppression.SuppressionPage;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionSearch;
import dev.sendpost.suppression.SuppressionTarget;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

/**
 * Who wants no more broadcast mail at all, which is a suppression, or none for one
 * audience.
 */
final class UnsubscribeOperations {

	private static final int MAX_BATCH = 1000;

	private final Supplier<Suppressions> suppressions;

	private final ListUnsubscribes lists;

	UnsubscribeOperations(Supplier<Suppressions> suppressions, Supplier<Audiences> audiences) {
		this.suppressions = suppressions;
		this.lists = new ListUnsubscribes(audiences);
	}

	void addTo(ApiRoutes routes) {
		routes.get("/unsubscribes", this::list)
			.post("/unsubscribes", this::create)
			.post("/unsubscribes/batch", this::createBatch)
			.get("/unsubscribes/{id}", this::find)
			.delete("/unsubscribes/{id}", this::remove);
	}

	private ApiAnswer list(ApiCall call) {
		Submitter submitter = call.submitter();
		EmailAddress email = call.query("email").map(EmailAddress::parse).orElse(null);
		String list = call.query("list_id").orElse(null);
		if (list != null) {
			return this.lists.list(call, list, email);
		}
		if (email != null) {
			return Page.of(about(email, submitter), UnsubscribeView::of, null);
		}
		SuppressionPage page = this.suppressions.get()
			.search(SuppressionOperations.narrowed(SuppressionSearch.all()
				.reason(SuppressionReason.UNSUBSCRIBE)
				.after(SuppressionOperations.after(call))
				.size(Page.size(call)), submitter));
		return Page.of(page.suppressions().stream().filter((entry) -> entry.target() != null).toList(),
				UnsubscribeView::of, page.next());
	}

	private List<Suppression> about(EmailAddress email, Submitter submitter) {
		return this.suppressions.get()
			.find(email.address())
			.stream()
			.filter((entry) -> entry.target() != null && isVisible(entry, submitter))
			.toList();
	}

	private static boolean isVisible(Suppression entry, Submitter submitter) {
		return entry.reason() == SuppressionReason.UNSUBSCRIBE
				&& (submitter.wholeAccount() || entry.scope().equals(SuppressionOperations.scope(submitter)));
	}

	private ApiAnswer create(ApiCall call) {
		NewUnsubscribe body = call.body(NewUnsubscribe.class);
		NewSuppression suppression = SuppressionOperations.suppression(body.email(), SuppressionReason.UNSUBSCRIBE,
				call.submitter());
		return Answers.created((body.listId() != null)
				? this.lists.add(call.submitter(), body.listId(),
						EmailAddress.parse(Objects.requireNonNull(body.email())))
				: UnsubscribeView.of(this.suppressions.get().add(suppression)));
	}

	private ApiAnswer createBatch(ApiCall call) {
		NewUnsubscribes body = call.body(NewUnsubscribes.class);
		List<String> texts = Objects.requireNonNullElse(body.emails(), List.of());
		if (texts.isEmpty() || texts.size() > MAX_BATCH) {
			throw ApiProblem.invalid("emails", "must be 1 to " + MAX_BATCH + " addresses");
		}
		List<EmailAddress> emails = new ArrayList<>();
		for (String text : texts) {
			try {
				emails.add(EmailAddress.parse(text));
			}
			catch (InvalidEmailException ex) {
				throw ApiProblem.invalid("emails", String.valueOf(ex.getMessage()));
			}
		}
		int inserted = (body.listId() != null) ? this.lists.add(call.submitter(), body.listId(), emails)
				: suppress(emails, call.submitter());
		return ApiAnswer.ok(Map.of("inserted", inserted));
	}

	private int suppress(List<EmailAddress> emails, Submitter submitter) {
		SuppressionScope scope = SuppressionOperations.scope(submitter);
		List<EmailAddress> fresh = this.suppressions.get()
			.explain(emails, submitter.subAccount(), EmailStream.BROADCAST)
			.values()
			.stream()
			.filter((explanation) -> explanation.entries()
				.stream()
				.noneMatch((entry) -> entry.reason() == SuppressionReason.UNSUBSCRIBE && entry.scope().equals(scope)))
			.map(SuppressionExplanation::address)
			.toList();
		this.suppressions.get()
			.add(fresh.stream()
				.map((email) -> SuppressionOperations.suppression(email.address(), SuppressionReason.UNSUBSCRIBE,
						submitter))
				.toList());
		return (int) fresh.stream().map(SuppressionTarget::of).distinct().count();
	}

	private ApiAnswer find(ApiCall call) {
		String id = call.path("id");
		return ApiAnswer.ok((id.indexOf(ListUnsubscribes.SEPARATOR) >= 0) ? this.lists.require(call.submitter(), id)
				: UnsubscribeView.of(require(call)));
	}

	private ApiAnswer remove(ApiCall call) {
		String id = call.path("id");
		if (id.indexOf(ListUnsubscribes.SEPARATOR) >= 0) {
			this.lists.remove(call.submitter(), id);
			return Answers.deleted();
		}
		Suppression entry = require(call);
		SuppressionTarget target = entry.target();
		if (target == null) {
			throw ApiProblem.of(Kind.CONFLICT,
					"of this address only a hash is kept; lift it by its address: DELETE /v1/suppression/{email}");
		}
		this.suppressions.get().lift(target, entry.scope(), SuppressionReason.UNSUBSCRIBE);
		return Answers.deleted();
	}

	private Suppression require(ApiCall call) {
		String id = call.path("id");
		long number;
		try {
			number = Long.parseLong(id);
		}
		catch (NumberFormatException ex) {
			throw ApiProblem.notFound("unsubscribe", id);
		}
		SuppressionSearch search = SuppressionSearch.all().reason(SuppressionReason.UNSUBSCRIBE).size(1);
		return this.suppressions.get()
			.search(SuppressionOperations.narrowed((number < Long.MAX_VALUE) ? search.after(number + 1) : search,
					call.submitter()))
			.suppressions()
			.stream()
			.filter((entry) -> entry.id() == number)
			.findFirst()
			.orElseThrow(() -> ApiProblem.notFound("unsubscribe", id));
	}

	/**
	 * Somebody who wants no more mail.
	 *
	 * @param email the address
	 * @param listId the id of the audience, or {@code null} for all broadcast mail
	 * @param reason why; it is not kept
	 */
	record NewUnsubscribe(@Nullable String email, @Nullable UUID listId, @Nullable String reason) {

	}

	/**
	 * Several who want no more mail.
	 *
	 * @param emails the addresses
	 * @param listId the id of the audience, or {@code null} for all broadcast mail
	 * @param reason why; it is not kept
	 */
	record NewUnsubscribes(@Nullable List<String> emails, @Nullable UUID listId, @Nullable String reason) {

	}

}
