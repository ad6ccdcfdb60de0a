package dev.sendpost.subaccount;

import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.subaccount.AccountManagementException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What may be set about a sub-account.
 *
 * @param displayName what people call it, or {@code null} for its name
 * @param labels words by which it can be found
 * @param from who its mail is from that has no sender, or {@code null} for that of the
 * account
 * @param route the route or transport of its mail that names none, or {@code null} if
 * rules decide
 * @param keyRoutes the routes and transports that mail sent with its keys may name beside
 * its own, or {@code null} for all that there are
 * @param limits how much it may do, or {@code null} if nothing is said about it
 */
public record SubAccountSettings(@Nullable String displayName, List<String> labels, @Nullable EmailAddress from,
		@Nullable String route, @Nullable List<String> keyRoutes, @Nullable SubAccountLimits limits) {

	/** How many characters a name that people see has at most. */
	public static final int MAX_DISPLAY_NAME_LENGTH = 200;

	/** How many labels there are at most. */
	public static final int MAX_LABELS = 50;

	/** How many characters a label has at most. */
	public static final int MAX_LABEL_LENGTH = 100;

	/** How many routes may be named at most. */
	public static final int MAX_KEY_ROUTES = 50;

	private static final int MAX_ROUTE_LENGTH = 100;

	/** Nothing is set. */
	public static final SubAccountSettings NONE = new SubAccountSettings(null, List.of(), null, null, null, null);

	/**
	 * Create settings.
	 * @throws AccountManagementException if a text is empty, too long, or has control
	 * characters
	 */
	public SubAccountSettings {
		labels = List.copyOf(labels);
		if (displayName != null) {
			SingleLine.require("the display name", displayName, MAX_DISPLAY_NAME_LENGTH);
		}
		if (route != null) {
			SingleLine.require("the route", route, MAX_ROUTE_LENGTH);
		}
		if (keyRoutes != null) {
			keyRoutes = List.copyOf(keyRoutes);
			if (keyRoutes.size() > MAX_KEY_ROUTES) {
				throw new AccountManagementException(Reason.INVALID,
						"there are " + keyRoutes.size() + " routes for keys; " + MAX_KEY_ROUTES + " are allowed");
			}
			keyRoutes.forEach((name) -> SingleLine.require("a route", name, MAX_ROUTE_LENGTH));
		}
		if (labels.size() > MAX_LABELS) {
			throw new AccountManagementException(Reason.INVALID,
					"there are " + labels.size() + " labels; " + MAX_LABELS + " are allowed");
		}
		labels.forEach((label) -> SingleLine.require("a label", label, MAX_LABEL_LENGTH));
	}

	/**
	 * With another name for people.
	 * @param displayName the name, or {@code null}
	 * @return the new settings
	 */
	public SubAccountSettings displayName(@Nullable String displayName) {
		return new SubAccountSettings(displayName, this.labels, this.from, this.route, this.keyRoutes, this.limits);
	}

	/**
	 * With other labels.
	 * @param labels the labels
	 * @return the new settings
	 */
	public SubAccountSettings labels(List<String> labels) {
		return new SubAccountSettings(this.displayName, labels, this.from, this.route, this.keyRoutes, this.limits);
	}

	/**
	 * With another sender.
	 * @param from the sender, or {@code null}
	 * @return the new settings
	 */
	public SubAccountSettings from(@Nullable EmailAddress from) {
		return new SubAccountSettings(this.displayName, this.labels, from, this.route, this.keyRoutes, this.limits);
	}

	/**
	 * With another route.
	 * @param route the name of a route or transport, or {@code null}
	 * @return the new settings
	 */
	public SubAccountSettings route(@Nullable String route) {
		return new SubAccountSettings(this.displayName, this.labels, this.from, route, this.keyRoutes, this.limits);
	}

	/**
	 * With other routes that mail sent with its keys may name.
	 * @param keyRoutes the names of routes and transports, or {@code null} for all
	 * @return the new settings
	 */
	public SubAccountSettings keyRoutes(@Nullable List<String> keyRoutes) {
		return new SubAccountSettings(this.displayName, this.labels, this.from, this.route, keyRoutes, this.limits);
	}

	/**
	 * Whether mail sent with one of its keys may name a route.
	 * @param name the name of a route or transport
	 * @return whether it may
	 */
	public boolean keysMayName(String name) {
		return this.keyRoutes == null || name.equals(this.route) || this.keyRoutes.contains(name);
	}

	/**
	 * With other limits.
	 * @param limits the limits, or {@code null}
	 * @return the new settings
	 */
	public SubAccountSettings limits(@Nullable SubAccountLimits limits) {
		return new SubAccountSettings(this.displayName, this.labels, this.from, this.route, this.keyRoutes, limits);
	}

}
