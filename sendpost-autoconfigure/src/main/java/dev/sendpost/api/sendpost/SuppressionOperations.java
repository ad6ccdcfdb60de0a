package dev.sendpost.api.sendpost;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
 * The suppressions of a sub-account. Those of the account hold for it too, and are
 * neither shown nor lifted here.
 */
final class SuppressionOperations {

	/** How many addresses a request has at most. The service names no limit. */
	static final int MAX_ADDRESSES = 1000;

	private static final int DEFAULT_LIMIT = 20;

	private static final int MAX_DAYS = 60;

	private final Supplier<Suppressions> suppressions;

	SuppressionOperations(Supplier<Suppressions> suppressions) {
		this.suppressions = suppressions;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/suppression", this::list);
		routes.post("/suppression", this::create);
		routes.delete("/suppression", this::remove);
	}

	private ApiAnswer list(ApiCall call) {
		Submitter submitter = SubAccountKey.submitter(call);
		Days days = Days.of(call, MAX_DAYS);
		Listing listing = Listing.of(call, DEFAULT_LIMIT);
		SuppressionSearch search = SuppressionSearch.all()
			.scope(SuppressionScope.subAccount(submitter.subAccount()))
			.period(days.first().atStartOfDay(ZoneOffset.UTC).toInstant(),
					days.last().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
			.size(Math.min(SuppressionSearch.MAX_SIZE, listing.offset() + listing.limit()));
		if (!listing.search().isEmpty()) {
			search = search.containing(listing.search());
		}
		String type = call.query("type").orElse(null);
		if (type != null) {
			search = search.reason(reason(type));
		}
		return ApiAnswer
			.ok(all(search).skip(listing.offset()).limit(listing.limit()).map(SuppressionAnswer::of).toList());
	}

	private Stream<Suppression> all(SuppressionSearch search) {
		Suppressions suppressions = this.suppressions.get();
		return Stream
			.<@Nullable SuppressionPage>iterate(suppressions.search(search), (page) -> page != null,
					(page) -> (page.next() != null) ? suppressions.search(search.after(page.next())) : null)
			.flatMap((page) -> page.suppressions().stream());
	}

	private static SuppressionReason reason(String type) {
		return switch (type) {
			case "hardBounce" -> SuppressionReason.HARD_BOUNCE;
			case "manual" -> SuppressionReason.MANUAL;
			case "spamComplaint" -> SuppressionReason.SPAM_COMPLAINT;
			case "unsubscribe" -> SuppressionReason.UNSUBSCRIBE;
			default ->
				throw ApiProblem.invalid("type", "must be one of hardBounce, manual, spamComplaint and unsubscribe");
		};
	}

	private ApiAnswer create(ApiCall call) {
		Submitter submitter = SubAccountKey.submitter(call);
		NewSuppressions request = call.body(NewSuppressions.class);
		List<NewSuppression> added = new ArrayList<>();
		add(added, "hardBounce", request.hardBounce(), submitter);
		add(added, "manual", request.manual(), submitter);
		add(added, "unsubscribe", request.unsubscribe(), submitter);
		add(added, "spamComplaint", request.spamComplaint(), submitter);
		if (added.isEmpty()) {
			throw ApiProblem.invalid("body",
					"has no addresses: list some as hardBounce, manual, unsubscribe or" + " spamComplaint");
		}
		requireFew("body", added.size());
		return ApiAnswer.ok(this.suppressions.get().add(added).stream().map(SuppressionAnswer::of).toList());
	}

	private static void add(List<NewSuppression> added, String type, @Nullable List<Target> targets,
			Submitter submitter) {
		if (targets != null) {
			requireFew(type, targets.size());
			for (int i = 0; i < targets.size(); i++) {
				added.add(NewSuppression.of(address(type + "[" + i + "]", targets.get(i)), reason(type))
					.subAccount(submitter.subAccount()));
			}
		}
	}

	private static void requireFew(String field, int count) {
		if (count > MAX_ADDRESSES) {
			throw ApiProblem.invalid(field,
					"has " + count + " addresses; " + MAX_ADDRESSES + " are possible in one request");
		}
	}

	private static EmailAddress address(String field, Target target) {
		if (target.email() == null) {
			throw ApiProblem.invalid(field + ".email", "is missing");
		}
		try {
			return EmailAddress.parse(target.email());
		}
		catch (InvalidEmailException ex) {
			throw FieldNames.problem(ex, field + ".email");
		}
	}

	private ApiAnswer remove(ApiCall call) {
		SuppressionScope scope = SuppressionScope.subAccount(SubAccountKey.submitter(call).subAccount());
		List<Target> targets = call.body(OldSuppressions.class).suppressions();
		if (targets == null || targets.isEmpty()) {
			throw ApiProblem.invalid("suppressions", "is missing: list the addresses to be mailed again");
		}
		requireFew("suppressions", targets.size());
		List<EmailAddress> addresses = new ArrayList<>();
		for (Target target : targets) {
			addresses.add(address("suppressions[" + addresses.size() + "]", target));
		}
		Suppressions suppressions = this.suppressions.get();
		List<Removed> removed = new ArrayList<>();
		for (EmailAddress address : addresses) {
			List<Suppression> entries = suppressions.find(address.mailbox())
				.stream()
				.filter((entry) -> entry.scope().equals(scope))
				.toList();
			if (!entries.isEmpty()) {
				suppressions.lift(SuppressionTarget.of(address), scope, null);
				entries.forEach((entry) -> removed.add(Removed.of(entry.id(), "Suppression", address.mailbox())));
			}
		}
		if (removed.isEmpty()) {
			throw ApiProblem.notFound("suppression", addresses.get(0).mailbox());
		}
		return ApiAnswer.ok(removed);
	}

	/**
	 * Suppressions to make.
	 *
	 * @param hardBounce addresses that servers refuse
	 * @param manual addresses that somebody decided on
	 * @param unsubscribe addresses of those who want no more
	 * @param spamComplaint addresses of those who reported spam
	 */
	record NewSuppressions(@Nullable List<Target> hardBounce, @Nullable List<Target> manual,
			@Nullable List<Target> unsubscribe, @Nullable List<Target> spamComplaint) {

	}

	/**
	 * Suppressions to lift.
	 *
	 * @param suppressions the addresses
	 */
	record OldSuppressions(@Nullable List<Target> suppressions) {

	}

	/**
	 * Who is meant.
	 *
	 * @param email the address
	 */
	record Target(@Nullable String email) {

	}

	/**
	 * A suppression, {@code Suppression}.
	 *
	 * @param id its id
	 * @param reason the number of its reason
	 * @param smtpError what the server said, if one did
	 * @param email who is meant, or {@code null} where only a hash is kept
	 * @param created when it was made, in nanoseconds
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record SuppressionAnswer(long id, int reason, @JsonProperty("smtp_error") @Nullable String smtpError,
			@Nullable String email, @Nullable Long created) {

		static SuppressionAnswer of(Suppression suppression) {
			return new SuppressionAnswer(suppression.id(), suppression.reason().number(), suppression.smtpError(),
					(suppression.target() != null) ? suppression.target().toString() : null,
					(suppression.since() != null) ? Nanos.of(suppression.since()) : null);
		}

	}

}
