package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionPage;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionSearch;
import dev.sendpost.suppression.SuppressionTarget;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

/**
 * Who gets no mail: of the sub-account for its keys, of all for those of the account.
 */
final class SuppressionOperations {

	private final Supplier<Suppressions> suppressions;

	SuppressionOperations(Supplier<Suppressions> suppressions) {
		this.suppressions = suppressions;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/suppression", this::list)
			.post("/suppression", this::add)
			.delete("/suppression/{email}", this::remove);
	}

	private ApiAnswer list(ApiCall call) {
		SuppressionSearch search = SuppressionSearch.all().after(after(call)).size(Page.size(call));
		SuppressionPage page = this.suppressions.get().search(narrowed(search, call.submitter()));
		return Page.of(page.suppressions().stream().filter((entry) -> entry.target() != null).toList(),
				SuppressionView::of, page.next());
	}

	static SuppressionSearch narrowed(SuppressionSearch search, Submitter submitter) {
		return submitter.wholeAccount() ? search : search.scope(scope(submitter));
	}

	/**
	 * The number that the page before ended with.
	 */
	static @Nullable Long after(ApiCall call) {
		try {
			return call.query("cursor").map(Long::valueOf).orElse(null);
		}
		catch (NumberFormatException ex) {
			throw Page.invalidCursor();
		}
	}

	static SuppressionScope scope(Submitter submitter) {
		return submitter.wholeAccount() ? SuppressionScope.account()
				: SuppressionScope.subAccount(submitter.subAccount());
	}

	private ApiAnswer add(ApiCall call) {
		Entry entry = call.body(Entry.class);
		return Answers.created(SuppressionView
			.of(this.suppressions.get().add(suppression(entry.email(), reason(entry.reason()), call.submitter()))));
	}

	static NewSuppression suppression(@Nullable String email, SuppressionReason reason, Submitter submitter) {
		if (email == null) {
			throw ApiProblem.invalid("email", "is missing");
		}
		NewSuppression suppression = NewSuppression.of(EmailAddress.parse(email), reason);
		return submitter.wholeAccount() ? suppression : suppression.subAccount(submitter.subAccount());
	}

	private static SuppressionReason reason(@Nullable String text) {
		if (text == null) {
			return SuppressionReason.MANUAL;
		}
		return Arrays.stream(SuppressionReason.values())
			.filter((reason) -> name(reason).equals(text))
			.findFirst()
			.orElseThrow(() -> ApiProblem.invalid("reason",
					"must be one of " + Arrays.stream(SuppressionReason.values())
						.map(SuppressionOperations::name)
						.collect(Collectors.joining(", "))));
	}

	private static String name(SuppressionReason reason) {
		return switch (reason) {
			case MANUAL -> "manual";
			case UNSUBSCRIBE -> "unsubscribe";
			case HARD_BOUNCE -> "hard_bounce";
			case SPAM_COMPLAINT -> "complaint";
		};
	}

	private ApiAnswer remove(ApiCall call) {
		String email = call.path("email");
		Submitter submitter = call.submitter();
		SuppressionTarget target = target(email);
		Suppressions suppressions = this.suppressions.get();
		int lifted = suppressions.find(target.toString())
			.stream()
			.map(Suppression::scope)
			.filter((scope) -> submitter.wholeAccount() || scope.equals(scope(submitter)))
			.distinct()
			.mapToInt((scope) -> suppressions.lift(target, scope, null))
			.sum();
		if (lifted == 0) {
			throw ApiProblem.notFound("suppression of", email);
		}
		return Answers.deleted();
	}

	private static SuppressionTarget target(String text) {
		try {
			return SuppressionTarget.parse(text);
		}
		catch (InvalidEmailException ex) {
			throw ApiProblem.notFound("suppression of", text);
		}
	}

	/**
	 * A suppression to add.
	 *
	 * @param email the address
	 * @param reason why; somebody's decision if nothing is said
	 */
	record Entry(@Nullable String email, @Nullable String reason) {

	}

	/**
	 * A suppression, as the service shows it.
	 *
	 * @param email the address, or a domain
	 * @param reason why
	 * @param createdAt since when
	 */
	record SuppressionView(String email, String reason, @Nullable Instant createdAt) {

		static SuppressionView of(Suppression entry) {
			return new SuppressionView(Objects.toString(entry.target(), ""), name(entry.reason()), entry.since());
		}

	}

}
