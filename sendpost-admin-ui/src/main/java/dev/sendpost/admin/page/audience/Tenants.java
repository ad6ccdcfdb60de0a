package dev.sendpost.admin.page.audience;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.Submitter;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountName;
import dev.sendpost.subaccount.SubAccounts;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose contacts or campaigns a page is about: the sub-account that its path names,
 * or the default one.
 */
final class Tenants {

	private static final String FIELD = "account";

	/** With more sub-accounts, one is named instead of chosen from a list. */
	private static final int MAX_CHOICES = 200;

	private final @Nullable SubAccounts subAccounts;

	private final String path;

	/**
	 * Create it.
	 * @param path where the pages begin
	 */
	Tenants(@Nullable SubAccounts subAccounts, String path) {
		this.subAccounts = subAccounts;
		this.path = path;
	}

	/**
	 * The sub-account that was chosen in the form of the first page.
	 */
	String chosen(AdminRequest request) {
		return existing(request.field(FIELD).orElse(Submitter.DEFAULT_SUB_ACCOUNT));
	}

	/**
	 * The sub-account in the path of a page.
	 */
	String of(AdminRequest request) {
		return existing(request.variable(FIELD));
	}

	private String existing(String name) {
		boolean known = (this.subAccounts != null) ? this.subAccounts.find(name).isPresent()
				: SubAccountName.problem(name) == null;
		if (!known) {
			throw AdminProblem.notFound("sub-account");
		}
		return name;
	}

	/**
	 * Where the pages of a sub-account are.
	 */
	String home(String account) {
		return this.path + "/" + account;
	}

	/**
	 * What all pages of a sub-account show.
	 */
	Map<String, Object> model(String account) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put(FIELD, account);
		List<String> accounts = (this.subAccounts != null)
				? this.subAccounts.list(null, null, MAX_CHOICES + 1).stream().map(SubAccount::name).toList()
				: List.of();
		model.put("accounts", accounts);
		model.put("many", accounts.size() > MAX_CHOICES);
		model.put("section", this.path);
		model.put("home", home(account));
		return model;
	}

}
