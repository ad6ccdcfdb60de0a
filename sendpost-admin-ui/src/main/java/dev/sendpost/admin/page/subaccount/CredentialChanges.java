package dev.sendpost.admin.page.subaccount;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.subaccount.UpstreamCredentials;

/**
 * Sets and removes the credentials of a sub-account at the service behind a transport.
 * They are taken in, and never shown.
 */
final class CredentialChanges {

	private static final String TEMPLATE = "sub-account-credentials";

	private static final List<String> SHOWN = List.of("transport", "username");

	private final SubAccounts subAccounts;

	private final SubAccountCredentials credentials;

	private final Supplier<List<String>> transports;

	CredentialChanges(SubAccounts subAccounts, SubAccountCredentials credentials, Supplier<List<String>> transports) {
		this.subAccounts = subAccounts;
		this.credentials = credentials;
		this.transports = transports;
	}

	void addTo(AdminRoutes routes) {
		routes.get("/sub-accounts/of/{name}/credentials", this::form)
			.change("/sub-accounts/of/{name}/credentials", "set upstream credentials", this::put)
			.confirmed("/sub-accounts/of/{name}/credentials/{transport}/remove", "remove upstream credentials",
					this::askRemove, this::remove);
	}

	private Map<String, Object> model(SubAccount subAccount) {
		Map<String, String> transports = new LinkedHashMap<>();
		this.transports.get().forEach((name) -> transports.put(name, name));
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("subAccount", subAccount);
		model.put("transports", transports);
		return model;
	}

	private AdminAnswer form(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		return Form.of(request, SHOWN).view(TEMPLATE, model(subAccount));
	}

	private AdminAnswer put(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		Form form = Form.of(request, SHOWN);
		String secret = request.fields("secret").stream().findFirst().orElse("");
		return form.submit(TEMPLATE, model(subAccount), () -> {
			String transport = form.required("transport", "Choose a transport.");
			request.concerns(subAccount.name() + " at " + transport);
			if (secret.isEmpty()) {
				throw new FormMistake("secret", "Give the password or the API key.");
			}
			UpstreamCredentials credentials = form.taken("secret",
					() -> new UpstreamCredentials(form.text("username").orElse(null), secret));
			this.credentials.put(subAccount.name(), transport, credentials);
			return AdminAnswer.redirect(SubAccountsPage.path(subAccount.name()),
					"Its mail goes by these credentials from the next message on.");
		});
	}

	private String transport(SubAccount subAccount, AdminRequest request) {
		String transport = request.variable("transport");
		if (!this.credentials.transports(subAccount.name()).contains(transport)) {
			throw AdminProblem.notFound("credential");
		}
		return transport;
	}

	private Confirmation askRemove(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		String transport = transport(subAccount, request);
		return new Confirmation("Remove the credentials for " + transport + "?",
				"They are deleted. Mail of " + subAccount.displayName()
						+ " that takes this transport goes by the credentials of the transport itself from then on.",
				"Remove", SubAccountsPage.path(subAccount.name()));
	}

	private AdminAnswer remove(AdminRequest request) {
		SubAccount subAccount = SubAccountsPage.subAccount(this.subAccounts, request);
		String transport = transport(subAccount, request);
		request.concerns(subAccount.name() + " at " + transport);
		return SubAccountsPage.attempt(() -> {
			this.credentials.remove(subAccount.name(), transport);
			return AdminAnswer.redirect(SubAccountsPage.path(subAccount.name()),
					"The credentials for " + transport + " are deleted.");
		});
	}

}
