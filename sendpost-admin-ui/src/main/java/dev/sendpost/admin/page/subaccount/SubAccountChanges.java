package dev.sendpost.admin.page.subaccount;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.sendpost.Submitter;
import dev.sendpost.admin.page.Edition;
import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.subaccount.ApiKeyPage;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountName;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes, blocks and removes sub-accounts.
 */
final class SubAccountChanges {

	private static final String TEMPLATE = "sub-account-form";

	private static final String BLOCK_TEMPLATE = "sub-account-block";

	private static final List<String> BLOCK_FIELDS = List.of("reason");

	private final SubAccounts subAccounts;

	private final ApiKeys keys;

	private final Supplier<List<String>> transports;

	private final InstantSource clock;

	SubAccountChanges(SubAccounts subAccounts, ApiKeys keys, Supplier<List<String>> transports, InstantSource clock) {
		this.subAccounts = subAccounts;
		this.keys = keys;
		this.transports = transports;
		this.clock = clock;
	}

	void addTo(AdminRoutes routes) {
		routes
			.get("/sub-accounts/new",
					(request) -> SubAccountForm.of("", SubAccountSettings.NONE).view(TEMPLATE, model(request, null)))
			.change("/sub-accounts/new", "create a sub-account", this::create)
			.get("/sub-accounts/of/{name}/change", this::form)
			.change("/sub-accounts/of/{name}/change", "change a sub-account", this::change)
			.get("/sub-accounts/of/{name}/block", this::blockForm)
			.change("/sub-accounts/of/{name}/block", "block a sub-account", this::block)
			.confirmed("/sub-accounts/of/{name}/unblock", "unblock a sub-account", this::askUnblock, this::unblock)
			.confirmed("/sub-accounts/of/{name}/remove", "remove a sub-account", this::askRemove, this::remove);
	}

	private Map<String, Object> model(AdminRequest request, @Nullable SubAccount subAccount) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("heading", (subAccount != null) ? "Change " + subAccount.displayName() : "New sub-account");
		model.put("naming", SubAccountForm.NAMING);
		model.put("transports", this.transports.get());
		if (subAccount != null) {
			model.put("subAccount", subAccount);
			model.put("edition", Edition.shown(request, SubAccountForm.state(subAccount.settings())));
		}
		return model;
	}

	private AdminAnswer create(AdminRequest request) {
		Form form = Form.of(request, SubAccountForm.FIELDS);
		form.text("name").ifPresent(request::concerns);
		return form.submit(TEMPLATE, model(request, null), () -> {
			String name = form.required("name", "Give it a name.");
			String problem = SubAccountName.problem(name);
			if (problem != null) {
				throw new FormMistake("name", Form.sentence(problem));
			}
			this.subAccounts.create(name, SubAccountForm.settings(form));
			return AdminAnswer.redirect(SubAccountsPage.path(name), "The sub-account is there. Give it a key next.");
		});
	}

	private AdminAnswer form(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		return SubAccountForm.of(subAccount.name(), subAccount.settings()).view(TEMPLATE, model(request, subAccount));
	}

	private AdminAnswer change(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		request.concerns(subAccount.name());
		Form form = Form.of(request, SubAccountForm.FIELDS);
		return form.submit(TEMPLATE, model(request, subAccount), () -> {
			SubAccountSettings settings = SubAccountForm.settings(form);
			this.subAccounts.update(subAccount.name(), (before) -> {
				Edition.require(request, SubAccountForm.state(before), SubAccountForm.state(settings));
				return settings;
			});
			return AdminAnswer.redirect(SubAccountsPage.path(subAccount.name()), "The sub-account is changed.");
		});
	}

	private AdminAnswer blockForm(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		return Form.of(request, BLOCK_FIELDS).view(BLOCK_TEMPLATE, Map.of("subAccount", subAccount));
	}

	private AdminAnswer block(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		request.concerns(subAccount.name());
		Form form = Form.of(request, BLOCK_FIELDS);
		return form.submit(BLOCK_TEMPLATE, Map.of("subAccount", subAccount), () -> {
			String reason = form.required("reason", "Say why: the sub-account reads it when its mail is refused.");
			form.taken("reason", () -> new SubAccount.Block(null, reason));
			this.subAccounts.block(subAccount.name(), reason);
			return AdminAnswer.redirect(SubAccountsPage.path(subAccount.name()), "The sub-account is blocked.");
		});
	}

	private Confirmation askUnblock(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		return new Confirmation("Let " + subAccount.displayName() + " send again?",
				"Its mail is taken again from now on. What was refused or dropped meanwhile is not sent.", "Unblock",
				SubAccountsPage.path(subAccount.name()));
	}

	private AdminAnswer unblock(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		request.concerns(subAccount.name());
		return SubAccountsPage.attempt(() -> {
			this.subAccounts.unblock(subAccount.name());
			return AdminAnswer.redirect(SubAccountsPage.path(subAccount.name()), "The sub-account may send again.");
		});
	}

	private Confirmation askRemove(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		return new Confirmation("Remove " + subAccount.displayName() + " for good?", keys(subAccount.name())
				+ " Its credentials at services and its contacts, lists and campaigns are deleted. Mail of it that"
				+ " still waits is dropped when its time comes. The log of its mail stays as long as any. The name '"
				+ subAccount.name() + "' cannot be given again. This cannot be undone.", "Remove",
				SubAccountsPage.path(subAccount.name()));
	}

	private String keys(String name) {
		Instant now = this.clock.instant();
		ApiKeyPage page = this.keys.forSubmitter(Submitter.subAccount(name)).list(null, ApiKeyPage.MAX_SIZE);
		long good = page.keys().stream().filter((key) -> KeyRow.of(key, now).good()).count();
		if (good == 0) {
			return "It has no key that is still good.";
		}
		return (good == 1 && page.next() == null) ? "Its one key lets nobody in any more."
				: "Its " + good + ((page.next() != null) ? " keys and more" : " keys") + " let nobody in any more.";
	}

	private AdminAnswer remove(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		request.concerns(subAccount.name());
		return SubAccountsPage.attempt(() -> {
			this.subAccounts.remove(subAccount.name());
			return AdminAnswer.redirect("/sub-accounts", "The sub-account " + subAccount.name() + " is removed.");
		});
	}

}
