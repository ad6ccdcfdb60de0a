package dev.sendpost.admin.page.suppression;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionExplanation;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

/**
 * Says what would become of mail to an address.
 */
final class SuppressionExplainer {

	private static final String TEMPLATE = "suppression-explain";

	private static final List<String> FIELDS = List.of("address", "account");

	private final Suppressions suppressions;

	private final @Nullable SubAccounts subAccounts;

	private final InstantSource clock;

	SuppressionExplainer(Suppressions suppressions, @Nullable SubAccounts subAccounts, InstantSource clock) {
		this.suppressions = suppressions;
		this.subAccounts = subAccounts;
		this.clock = clock;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/suppressions/explain", this::explain);
	}

	private AdminAnswer explain(AdminRequest request) {
		Form form = Form.of(request, FIELDS);
		Map<String, Object> model = new LinkedHashMap<>();
		return form.submit(TEMPLATE, model, () -> {
			EmailAddress address = form.read("address", EmailAddress::parse);
			if (address != null) {
				String subAccount = form.text("account").orElse(SubAccount.DEFAULT);
				SuppressionsPage.requireKnown(subAccount, this.subAccounts);
				explain(address, subAccount, model);
			}
			return form.view(TEMPLATE, model);
		});
	}

	private void explain(EmailAddress address, String subAccount, Map<String, Object> model) {
		Instant now = this.clock.instant();
		List<SuppressionExplanation> explanations = Arrays.stream(EmailStream.values())
			.map((stream) -> this.suppressions.explain(address, subAccount, stream))
			.toList();
		List<Suppression> concerning = explanations.get(0).entries();
		model.put("asked", address.address());
		model.put("subAccount", subAccount);
		model.put("verdicts", explanations.stream().map(Verdict::of).toList());
		model.put("entries", concerning.stream().map((entry) -> SuppressionRow.of(entry, now)).toList());
		model.put("others",
				this.suppressions.find(address.address())
					.stream()
					.filter((entry) -> concerning.stream().noneMatch((other) -> other.id() == entry.id()))
					.map((entry) -> SuppressionRow.of(entry, now))
					.toList());
	}

	/**
	 * What would become of one kind of mail.
	 *
	 * @param stream the kind of mail
	 * @param keptBack whether it would be dropped
	 * @param outcome what the outcome of the recipient would say, or {@code null}
	 * @param because the id of the entry that keeps it back, or {@code null}
	 */
	public record Verdict(String stream, boolean keptBack, @Nullable String outcome, @Nullable Long because) {

		static Verdict of(SuppressionExplanation explanation) {
			Suppression because = explanation.because();
			return new Verdict(explanation.stream().name().toLowerCase(Locale.ROOT), because != null,
					(because != null) ? because.describe() : null, (because != null) ? because.id() : null);
		}

	}

}
