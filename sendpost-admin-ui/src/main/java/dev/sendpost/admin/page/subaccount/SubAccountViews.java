package dev.sendpost.admin.page.subaccount;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.Submitter;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.subaccount.ApiKeyPage;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccounts;

/**
 * Lists sub-accounts, and shows one.
 */
final class SubAccountViews {

	private static final int PAGE_SIZE = 50;

	private final SubAccounts subAccounts;

	private final SubAccountCredentials credentials;

	private final ApiKeys keys;

	private final InstantSource clock;

	SubAccountViews(SubAccounts subAccounts, SubAccountCredentials credentials, ApiKeys keys, InstantSource clock) {
		this.subAccounts = subAccounts;
		this.credentials = credentials;
		this.keys = keys;
		this.clock = clock;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/sub-accounts", this::list).get("/sub-accounts/of/{name}", this::show);
	}

	private AdminAnswer list(AdminRequest request) {
		String text = request.field("text").orElse("");
		List<SubAccount> found = this.subAccounts.list(text, request.field("after").orElse(null), PAGE_SIZE + 1);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("filled", Map.of("text", text));
		model.put("changeable", this.subAccounts.isStored());
		boolean more = found.size() > PAGE_SIZE;
		model.put("subAccounts", more ? found.subList(0, PAGE_SIZE) : found);
		if (more) {
			model.put("next", found.get(PAGE_SIZE - 1).name());
		}
		return AdminAnswer.view("sub-accounts", model);
	}

	private AdminAnswer show(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		ApiKeys own = this.keys.forSubmitter(Submitter.subAccount(subAccount.name()));
		ApiKeyPage page = own.list(null, PAGE_SIZE);
		Instant now = this.clock.instant();
		List<KeyRow> keys = new ArrayList<>();
		page.keys().forEach((key) -> keys.add(KeyRow.of(key, now)));
		own.configured().forEach((key) -> keys.add(KeyRow.of(key, now)));
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("subAccount", subAccount);
		model.put("settings", subAccount.settings());
		SubAccountLimits limits = subAccount.settings().limits();
		if (limits != null) {
			model.put("limits", limits);
		}
		model.put("isDefault", subAccount.name().equals(SubAccount.DEFAULT));
		model.put("stored", this.subAccounts.isStored());
		model.put("changeable", this.subAccounts.isStored() && !subAccount.configured());
		model.put("credentials", this.credentials.transports(subAccount.name()));
		model.put("keys", keys);
		model.put("moreKeys", page.next() != null);
		return AdminAnswer.view("sub-account", model);
	}

}
