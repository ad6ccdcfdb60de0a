package dev.sendpost.admin.page.suppression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.page.ReaderZone;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionSearch;

/**
 * Which entries somebody looks for.
 */
final class SuppressionFilter {

	static final List<String> FIELDS = List.of("address", "reason", "scope", "account", "from", "until",
			ReaderZone.FIELD);

	static final Map<String, String> SCOPES = scopes();

	private static final String WHOLE_ACCOUNT = "account";

	private SuppressionFilter() {
	}

	private static Map<String, String> scopes() {
		Map<String, String> scopes = new LinkedHashMap<>();
		scopes.put("", "any");
		scopes.put(WHOLE_ACCOUNT, "all sub-accounts");
		return scopes;
	}

	static SuppressionSearch search(Form form) {
		SuppressionSearch search = SuppressionSearch.all().period(form.day("from"), form.endOfDay("until"));
		SuppressionReason reason = form.choice("reason", SuppressionReason.class);
		if (reason != null) {
			search = search.reason(reason);
		}
		if (form.text("account").isPresent()) {
			search = search
				.scope(form.taken("account", () -> SuppressionScope.subAccount(form.text("account").orElseThrow())));
		}
		else if (form.text("scope").filter(WHOLE_ACCOUNT::equals).isPresent()) {
			search = search.scope(SuppressionScope.account());
		}
		return form.text("address").map(search::containing).orElse(search);
	}

}
