package dev.sendpost.admin.page.subaccount;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import dev.sendpost.StoreRequiredException;
import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.subaccount.AccountManagementException;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.subaccount.SubAccounts;

/**
 * Sub-accounts, with what is set about them, their credentials at services, and the keys
 * that let others act for them or for the account.
 */
public final class SubAccountsPage implements AdminPage {

	private final SubAccountViews views;

	private final SubAccountChanges changes;

	private final CredentialChanges credentials;

	private final KeyViews keyViews;

	private final KeyChanges keyChanges;

	/**
	 * Create the page.
	 * @param subAccounts the sub-accounts
	 * @param credentials their credentials at services
	 * @param keys the keys
	 * @param transports the names of the transports
	 * @param clock tells whether a key has expired
	 */
	public SubAccountsPage(SubAccounts subAccounts, SubAccountCredentials credentials, ApiKeys keys,
			Supplier<List<String>> transports, InstantSource clock) {
		this.views = new SubAccountViews(subAccounts, credentials, keys, clock);
		this.changes = new SubAccountChanges(subAccounts, keys, transports, clock);
		this.credentials = new CredentialChanges(subAccounts, credentials, transports);
		this.keyViews = new KeyViews(subAccounts, keys, clock);
		this.keyChanges = new KeyChanges(subAccounts, keys, clock);
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.ACCESS, "/sub-accounts", "Sub-accounts & keys");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		this.keyChanges.addTo(routes);
		this.keyViews.addTo(routes);
		this.changes.addTo(routes);
		this.credentials.addTo(routes);
		this.views.addTo(routes);
	}

	/**
	 * The sub-account that the path names.
	 */
	static SubAccount subAccount(SubAccounts subAccounts, AdminRequest request) {
		return subAccounts.find(request.variable("name")).orElseThrow(() -> AdminProblem.notFound("sub-account"));
	}

	/**
	 * Do something that is not done by a form with fields.
	 */
	static AdminAnswer attempt(Supplier<AdminAnswer> action) {
		try {
			return action.get();
		}
		catch (AccountManagementException | StoreRequiredException ex) {
			throw AdminProblem.refused(Form.sentence(ex.getMessage()));
		}
	}

	static String path(String subAccount) {
		return "/sub-accounts/of/" + subAccount;
	}

}
