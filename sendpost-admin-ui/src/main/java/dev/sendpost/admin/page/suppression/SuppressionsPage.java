package dev.sendpost.admin.page.suppression;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.sendpost.admin.page.Form;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminRoutes;
import dev.sendpost.admin.web.MenuGroup;
import dev.sendpost.admin.web.MenuItem;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.SuppressionCsv;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

/**
 * Whom nothing is sent to: finds entries, adds and lifts them, explains them, and takes
 * them in and out as files.
 */
public final class SuppressionsPage implements AdminPage {

	private static final int MAX_NAME_LENGTH = 100;

	private final SuppressionList list;

	private final SuppressionChanges changes;

	private final SuppressionExplainer explainer;

	private final @Nullable SuppressionFiles files;

	/**
	 * Create the page.
	 * @param suppressions the entries
	 * @param csv imports and exports them, or {@code null} if nothing does
	 * @param subAccounts the sub-accounts, or {@code null} if they are not known
	 * @param clock tells whether an entry has ended
	 */
	public SuppressionsPage(Suppressions suppressions, @Nullable SuppressionCsv csv, @Nullable SubAccounts subAccounts,
			InstantSource clock) {
		this.list = new SuppressionList(suppressions, csv != null, clock);
		this.changes = new SuppressionChanges(suppressions, subAccounts, clock);
		this.explainer = new SuppressionExplainer(suppressions, subAccounts, clock);
		this.files = (csv != null) ? new SuppressionFiles(csv, subAccounts, clock) : null;
	}

	@Override
	public MenuItem menu() {
		return new MenuItem(MenuGroup.DELIVERY, "/suppressions", "Suppressions");
	}

	@Override
	public void addTo(AdminRoutes routes) {
		this.list.addTo(routes);
		this.changes.addTo(routes);
		this.explainer.addTo(routes);
		if (this.files != null) {
			this.files.addTo(routes);
		}
	}

	/**
	 * The reasons to choose from.
	 */
	static Map<String, String> reasons(@Nullable String any) {
		Map<String, String> reasons = new LinkedHashMap<>();
		if (any != null) {
			reasons.put("", any);
		}
		for (SuppressionReason reason : SuppressionReason.values()) {
			reasons.put(reason.name(), SuppressionRow.words(reason));
		}
		return reasons;
	}

	/**
	 * The scope of a form: a sub-account that is there, or the account if none is named.
	 */
	static SuppressionScope scope(Form form, @Nullable SubAccounts subAccounts) {
		return form.text("account").map((name) -> {
			requireKnown(name, subAccounts);
			return form.taken("account", () -> SuppressionScope.subAccount(name));
		}).orElse(SuppressionScope.account());
	}

	static void requireKnown(String name, @Nullable SubAccounts subAccounts) {
		if (subAccounts != null && subAccounts.find(name).isEmpty()) {
			throw new FormMistake("account", "There is no sub-account of this name.");
		}
	}

	/**
	 * The name of a user as an entry may keep it.
	 */
	static String by(String user) {
		String name = user.replaceAll("\\p{Cntrl}", " ").strip();
		if (name.isEmpty()) {
			return "admin panel";
		}
		return (name.length() > MAX_NAME_LENGTH) ? name.substring(0, MAX_NAME_LENGTH) : name;
	}

}
