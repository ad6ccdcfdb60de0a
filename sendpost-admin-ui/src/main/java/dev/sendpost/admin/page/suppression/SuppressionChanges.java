package dev.sendpost.admin.page.suppression;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionTarget;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

/**
 * Adds and lifts entries.
 */
final class SuppressionChanges {

	private static final String TEMPLATE = "suppression-new";

	private static final List<String> FIELDS = List.of("target", "reason", "account", "words", "until");

	private static final int MAX_WORDS = 1000;

	private final Suppressions suppressions;

	private final @Nullable SubAccounts subAccounts;

	private final InstantSource clock;

	SuppressionChanges(Suppressions suppressions, @Nullable SubAccounts subAccounts, InstantSource clock) {
		this.suppressions = suppressions;
		this.subAccounts = subAccounts;
		this.clock = clock;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/suppressions/new", this::form)
			.change("/suppressions/new", "suppress somebody", this::add)
			.confirmed("/suppressions/entries/{id}/lift", "lift a suppression", this::askLift, this::lift);
	}

	private static Map<String, Object> model() {
		return Map.of("reasons", SuppressionsPage.reasons(null));
	}

	private AdminAnswer form(AdminRequest request) {
		return Form.of(request, FIELDS).view(TEMPLATE, model());
	}

	private AdminAnswer add(AdminRequest request) {
		Form form = Form.of(request, FIELDS);
		form.text("target").ifPresent(request::concerns);
		return form.submit(TEMPLATE, model(), () -> {
			SuppressionTarget target = target(form);
			request.concerns(target.toString());
			NewSuppression wanted = new NewSuppression(target,
					Objects.requireNonNullElse(form.choice("reason", SuppressionReason.class),
							SuppressionReason.MANUAL),
					SuppressionsPage.scope(form, this.subAccounts), words(form), null, until(form),
					SuppressionsPage.by(request.user().name()));
			List<Suppression> before = this.suppressions.find(target.toString());
			Suppression added = this.suppressions.add(wanted);
			return AdminAnswer.redirect("/suppressions/entries/" + added.id(), before.contains(added)
					? "It was suppressed like this already, by this entry." : target + " is suppressed from now on.");
		});
	}

	private static SuppressionTarget target(Form form) {
		String text = form.required("target", "Say whom to suppress.");
		try {
			return SuppressionTarget.parse(text);
		}
		catch (InvalidEmailException ex) {
			throw new FormMistake("target", (text.indexOf('@') >= 0) ? Form.sentence(ex.getReason())
					: "This is neither an address nor a domain such as example.com or *.example.com.");
		}
	}

	private static @Nullable String words(Form form) {
		return form.read("words", (text) -> {
			if (text.length() > MAX_WORDS) {
				throw new FormMistake("words", "There is room for " + MAX_WORDS + " characters.");
			}
			return text.replaceAll("\\p{Cntrl}+", " ");
		});
	}

	private @Nullable Instant until(Form form) {
		Instant until = form.endOfDay("until");
		if (until != null && !until.isAfter(this.clock.instant())) {
			throw new FormMistake("until", "This day is over. Leave it empty if the suppression is not to end.");
		}
		return until;
	}

	private Confirmation askLift(AdminRequest request) {
		Suppression entry = SuppressionList.entry(this.suppressions, request);
		SuppressionRow row = SuppressionRow.of(entry, this.clock.instant());
		String title = (row.target() != null) ? "Let " + row.target() + " get mail again?" : "Lift this suppression?";
		StringBuilder consequence = new StringBuilder("This entry ends, which keeps back ").append(row.keepsBack())
			.append(". ")
			.append(warning(entry.reason()))
			.append(' ');
		long others = (row.target() != null) ? this.suppressions.find(row.target())
			.stream()
			.filter((other) -> other.id() != entry.id())
			.filter((other) -> !SuppressionRow.of(other, this.clock.instant()).ended())
			.count() : 0;
		consequence.append((others > 0)
				? others + ((others == 1) ? " other entry" : " other entries") + " about it stay"
						+ ((others == 1) ? "s" : "") + ", and still keep mail back."
				: "Entries about its domain, and those of the configuration, stay.");
		return new Confirmation(title, consequence.toString(), "Lift it", "/suppressions/entries/" + entry.id());
	}

	private static String warning(SuppressionReason reason) {
		return switch (reason) {
			case MANUAL -> "Somebody decided that nothing is to be sent there.";
			case UNSUBSCRIBE -> "The recipient asked for no more of this mail: lift it only if they ask for it again.";
			case HARD_BOUNCE ->
				"A server said that nothing can be delivered there: if that is still so, mail bounces again,"
						+ " and other servers trust you less.";
			case SPAM_COMPLAINT ->
				"The recipient reported mail as spam: another complaint makes servers refuse your mail to others, too.";
		};
	}

	private AdminAnswer lift(AdminRequest request) {
		Suppression entry = SuppressionList.entry(this.suppressions, request);
		SuppressionTarget target = entry.target();
		if (target != null) {
			request.concerns(target.toString());
		}
		if (!this.suppressions.lift(entry.id())) {
			throw AdminProblem.notFound("suppression");
		}
		return AdminAnswer.redirect("/suppressions",
				"The suppression" + ((target != null) ? " of " + target : "") + " is lifted.");
	}

}
