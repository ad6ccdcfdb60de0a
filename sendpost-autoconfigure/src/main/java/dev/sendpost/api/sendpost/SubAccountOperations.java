package dev.sendpost.api.sendpost;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.subaccount.AccountManagementException;
import dev.sendpost.subaccount.AccountManagementException.Reason;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyStyle;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountName;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.SubAccounts;
import org.jspecify.annotations.Nullable;

/**
 * The sub-accounts. What the service calls their name is the one that people see; the one
 * that properties and code have is made from it.
 */
final class SubAccountOperations {

	private static final String WHAT = "sub-account";

	/** How many sub-accounts may be called alike for code. */
	private static final int MAX_ALIKE = 1000;

	private final SubAccounts subAccounts;

	private final ApiKeys keys;

	SubAccountOperations(SubAccounts subAccounts, ApiKeys keys) {
		this.subAccounts = subAccounts;
		this.keys = keys;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/subaccount/", this::list);
		routes.post("/subaccount/", this::create);
		routes.get("/subaccount/{subaccount_id}", this::find);
		routes.put("/subaccount/{subaccount_id}", this::update);
		routes.delete("/subaccount/{subaccount_id}", this::remove);
	}

	private ApiAnswer list(ApiCall call) {
		List<SubAccount> listed = Listing.of(call, Listing.MAX_LIMIT)
			.of(of(call).list().stream(), SubAccount::displayName);
		boolean javaSdk = JavaSdk.isCalling(call);
		return ApiAnswer
			.ok(listed.stream().map((subAccount) -> SubAccountAnswer.of(subAccount, null, javaSdk)).toList());
	}

	private SubAccounts of(ApiCall call) {
		return this.subAccounts.forSubmitter(call.submitter());
	}

	private ApiAnswer create(ApiCall call) {
		String name = name(call);
		SubAccount created = create(of(call), name);
		ApiKeyRequest key = ApiKeyRequest.subAccount(created.name(), "API").style(ApiKeyStyle.SENDPOST);
		String text = this.keys.forSubmitter(call.submitter())
			.issue(call.submitter().test() ? key.forTest() : key)
			.text();
		return ApiAnswer.of(201, SubAccountAnswer.of(created, text, JavaSdk.isCalling(call)));
	}

	private static SubAccount create(SubAccounts subAccounts, String displayName) {
		String name = nameForCode(displayName);
		for (int i = 1; i <= MAX_ALIKE; i++) {
			requireFree(subAccounts, displayName, null);
			try {
				return subAccounts.create((i == 1) ? name : name + "-" + i,
						SubAccountSettings.NONE.displayName(displayName));
			}
			catch (AccountManagementException ex) {
				if (ex.getReason() != Reason.EXISTS) {
					throw ex;
				}
			}
		}
		throw exists(displayName);
	}

	/**
	 * The letters and digits of a name, with hyphens for all between them.
	 */
	private static String nameForCode(String name) {
		String ascii = Normalizer.normalize(name, Normalizer.Form.NFKD)
			.toLowerCase(Locale.ROOT)
			.replaceAll("\\p{M}+", "")
			.replaceAll("[^a-z0-9]+", "-");
		String shortened = ascii.substring(0, Math.min(ascii.length(), SubAccountName.MAX_LENGTH - 5))
			.replaceAll("^-|-$", "");
		return shortened.isEmpty() ? "sub-account" : shortened;
	}

	private static void requireFree(SubAccounts subAccounts, String displayName, @Nullable SubAccount own) {
		boolean taken = subAccounts.list()
			.stream()
			.filter((other) -> own == null || other.id() != own.id())
			.anyMatch((other) -> other.displayName().equalsIgnoreCase(displayName));
		if (taken) {
			throw exists(displayName);
		}
	}

	private static ApiProblem exists(String name) {
		return ApiProblem.of(Kind.CONFLICT, "there is a sub-account named '" + name + "' already");
	}

	private static String name(ApiCall call) {
		String name = call.body(NewSubAccount.class).name();
		if (name == null || name.isBlank()) {
			throw ApiProblem.invalid("name", "is missing");
		}
		return name.strip();
	}

	private ApiAnswer find(ApiCall call) {
		return ApiAnswer.ok(SubAccountAnswer.of(require(call, of(call)), null, JavaSdk.isCalling(call)));
	}

	private ApiAnswer update(ApiCall call) {
		SubAccounts subAccounts = of(call);
		SubAccount subAccount = require(call, subAccounts);
		String name = name(call);
		requireFree(subAccounts, name, subAccount);
		SubAccount updated = subAccounts.update(subAccount.name(), (settings) -> settings.displayName(name));
		return ApiAnswer.ok(SubAccountAnswer.of(updated, null, JavaSdk.isCalling(call)));
	}

	private ApiAnswer remove(ApiCall call) {
		SubAccounts subAccounts = of(call);
		SubAccount subAccount = require(call, subAccounts);
		if (subAccount.name().equals(SubAccount.DEFAULT)) {
			throw ApiProblem.of(Kind.NOT_FOUND, "the default sub-account cannot be deleted");
		}
		subAccounts.remove(subAccount.name());
		return ApiAnswer.ok(Removed.of(subAccount.id(), "Sub-Account", subAccount.displayName()));
	}

	/**
	 * The sub-account that a path names.
	 */
	static SubAccount require(ApiCall call, SubAccounts subAccounts) {
		long id = Ids.read(call, "subaccount_id", WHAT);
		if (id > Integer.MAX_VALUE) {
			throw ApiProblem.notFound(WHAT, id);
		}
		return subAccounts.find((int) id).orElseThrow(() -> ApiProblem.notFound(WHAT, id));
	}

	/**
	 * What is set about a sub-account.
	 *
	 * @param name what people call it
	 */
	record NewSubAccount(@Nullable String name) {

	}

}
