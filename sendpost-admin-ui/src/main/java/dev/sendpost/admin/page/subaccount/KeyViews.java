package dev.sendpost.admin.page.subaccount;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.Submitter;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.subaccount.ApiKeyDetails;
import dev.sendpost.subaccount.ApiKeyPage;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccounts;

/**
 * Lists keys, and shows what is known of one.
 */
final class KeyViews {

	private static final int PAGE_SIZE = 50;

	private final SubAccounts subAccounts;

	private final ApiKeys keys;

	private final InstantSource clock;

	KeyViews(SubAccounts subAccounts, ApiKeys keys, InstantSource clock) {
		this.subAccounts = subAccounts;
		this.keys = keys;
		this.clock = clock;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/sub-accounts/keys", this::list).get("/sub-accounts/keys/{id}", this::show);
	}

	private AdminAnswer list(AdminRequest request) {
		String account = request.field("account").orElse("");
		UUID after = request.after();
		ApiKeys keys = account.isEmpty() ? this.keys : this.keys.forSubmitter(Submitter.subAccount(account));
		ApiKeyPage page = keys.list(after, PAGE_SIZE);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("filled", Map.of("account", account));
		model.put("stored", this.subAccounts.isStored());
		model.put("keys", rows(page.keys()));
		model.put("configured", (after == null) ? rows(keys.configured()) : List.of());
		UUID next = page.next();
		if (next != null) {
			model.put("next", next);
		}
		return AdminAnswer.view("keys", model);
	}

	private List<KeyRow> rows(List<ApiKeyDetails> keys) {
		Instant now = this.clock.instant();
		return keys.stream().map((key) -> KeyRow.of(key, now)).toList();
	}

	private AdminAnswer show(AdminRequest request) {
		return AdminAnswer.view("key", Map.of("key", key(this.keys, request, this.clock)));
	}

	static KeyRow key(ApiKeys keys, AdminRequest request, InstantSource clock) {
		return keys.find(request.id("id", "key"))
			.map((details) -> KeyRow.of(details, clock.instant()))
			.orElseThrow(() -> AdminProblem.notFound("key"));
	}

}
