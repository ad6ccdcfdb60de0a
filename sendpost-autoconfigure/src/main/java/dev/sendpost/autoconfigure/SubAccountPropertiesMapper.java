package dev.sendpost.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.sendpost.autoconfigure.SubAccountProperties.Credentials;
import dev.sendpost.autoconfigure.SubAccountProperties.Definition;
import dev.sendpost.autoconfigure.SubAccountProperties.KeyDefinition;
import dev.sendpost.autoconfigure.SubAccountProperties.Limits;
import dev.sendpost.subaccount.AccountManagementException;
import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyRequest;
import dev.sendpost.subaccount.ApiKeyStyle;
import dev.sendpost.subaccount.ConfiguredApiKey;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccountLimits;
import dev.sendpost.subaccount.SubAccountName;
import dev.sendpost.subaccount.SubAccountSettings;
import dev.sendpost.subaccount.UpstreamCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes sub-accounts and keys from properties, and names the property that is wrong.
 */
final class SubAccountPropertiesMapper {

	private static final String SUB_ACCOUNTS = "sendpost.sub-accounts.";

	private static final String KEYS = "sendpost.api-keys.";

	private final SubAccountProperties properties;

	SubAccountPropertiesMapper(SubAccountProperties properties) {
		this.properties = properties;
	}

	List<SubAccount> subAccounts() {
		List<SubAccount> subAccounts = new ArrayList<>();
		this.properties.subAccounts().forEach((name, definition) -> {
			String property = SUB_ACCOUNTS + name;
			String problem = SubAccountName.problem(name);
			if (problem != null) {
				throw new InvalidSendpostPropertyException(property, problem,
						"Choose another name, such as 'my-shop'.");
			}
			String blockReason = definition.blockReason();
			if (blockReason != null && name.equals(SubAccount.DEFAULT)) {
				throw new InvalidSendpostPropertyException(property + ".block-reason",
						"the sub-account 'default' cannot be blocked", "Remove it.");
			}
			SubAccountSettings settings = settings(property, definition);
			subAccounts
				.add(valid(property + ".block-reason", () -> SubAccount.configured(name, settings, blockReason)));
		});
		return subAccounts;
	}

	private static SubAccountSettings settings(String property, Definition definition) {
		SubAccountLimits limits = valid(property + ".limits", () -> limits(definition.limits()));
		return valid(property,
				() -> new SubAccountSettings(definition.displayName(), definition.labels(),
						AddressProperty.parse(property + ".from", definition.from()), definition.route(),
						definition.keyRoutes(), limits));
	}

	private static void requireKnownRoute(String property, @Nullable String route, Predicate<String> routes) {
		if (route != null && !routes.test(route)) {
			throw new InvalidSendpostPropertyException(property, "there is no route or transport '" + route + "'",
					"Define 'sendpost.routing.routes." + route + "', or name a route or transport that there is.");
		}
	}

	/**
	 * Require that there is each route and transport that is named.
	 * @param routes tells whether there is a route of a name
	 * @param transports the names of all transports
	 */
	void requireKnown(Predicate<String> routes, Set<String> transports) {
		this.properties.subAccounts().forEach((name, definition) -> {
			String property = SUB_ACCOUNTS + name;
			requireKnownRoute(property + ".route", definition.route(), routes);
			List<String> keyRoutes = definition.keyRoutes();
			if (keyRoutes != null) {
				keyRoutes.forEach((route) -> requireKnownRoute(property + ".key-routes", route, routes));
			}
			definition.credentials().keySet().forEach((transport) -> {
				if (!transports.contains(transport)) {
					throw new InvalidSendpostPropertyException(property + ".credentials." + transport,
							"there is no transport '" + transport + "'",
							"Define 'sendpost.transports." + transport + "', or name one of " + transports + ".");
				}
			});
		});
	}

	private static @Nullable SubAccountLimits limits(@Nullable Limits limits) {
		if (limits == null) {
			return null;
		}
		Long size = (limits.maxMessageSize() != null) ? limits.maxMessageSize().toBytes() : null;
		return new SubAccountLimits(limits.requestsPerMinute(), limits.messagesPerHour(), limits.messagesPerDay(),
				limits.maxRecipients(), size);
	}

	/**
	 * The credentials of each sub-account by transport.
	 */
	Map<String, Map<String, UpstreamCredentials>> credentials() {
		Map<String, Map<String, UpstreamCredentials>> all = new HashMap<>();
		this.properties.subAccounts().forEach((name, definition) -> {
			Map<String, UpstreamCredentials> own = new HashMap<>();
			definition.credentials().forEach((transport, credentials) -> {
				String property = SUB_ACCOUNTS + name + ".credentials." + transport;
				own.put(transport, credentials(property, credentials));
			});
			if (!own.isEmpty()) {
				all.put(name, own);
			}
		});
		return all;
	}

	private static UpstreamCredentials credentials(String property, Credentials credentials) {
		String secret = credentials.secret();
		if (!StringUtils.hasText(secret)) {
			throw new InvalidSendpostPropertyException(property + ".secret", "it is missing",
					"Set it to the password or API key.");
		}
		return valid(property, () -> new UpstreamCredentials(credentials.username(), secret));
	}

	/**
	 * The sub-account of each key that is for one.
	 */
	Map<String, String> subAccountsOfKeys() {
		Map<String, String> subAccounts = new TreeMap<>();
		this.properties.apiKeys().forEach((name, definition) -> {
			if (definition.subAccount() != null) {
				subAccounts.put(name, definition.subAccount());
			}
		});
		return subAccounts;
	}

	List<ConfiguredApiKey> keys() {
		Map<String, ConfiguredApiKey> keys = new LinkedHashMap<>();
		this.properties.apiKeys().forEach((name, definition) -> {
			ConfiguredApiKey key = key(KEYS + name, name, definition);
			String property = KEYS + name + (StringUtils.hasText(definition.value()) ? ".value" : ".hash");
			keys.forEach((other, earlier) -> {
				if (key.isSameTextAs(earlier)) {
					throw new InvalidSendpostPropertyException(property, "it is the key of '" + other + "' too",
							"Give each a key of its own, or remove one of them.");
				}
			});
			keys.put(property, key);
		});
		return List.copyOf(keys.values());
	}

	private static ConfiguredApiKey key(String property, String name, KeyDefinition definition) {
		if (StringUtils.hasText(definition.value()) == StringUtils.hasText(definition.hash())) {
			throw new InvalidSendpostPropertyException(property, "a key needs a value or a hash, and not both",
					"Set '" + property + ".value' to the key, from where your secrets are kept, or '" + property
							+ ".hash' to its SHA-256.");
		}
		ApiKeyRequest request = valid(property, () -> new ApiKeyRequest(name, definition.subAccount(),
				definition.scope(), definition.test(), ApiKeyStyle.NATIVE, definition.expiresAt()));
		ApiKey key = ConfiguredApiKey.describe(request.name(), request.subAccount(), request.scope(), request.test(),
				request.expiresAt());
		String value = definition.value();
		if (value != null && StringUtils.hasText(value)) {
			return valid(property + ".value", () -> ConfiguredApiKey.ofValue(key, value.strip()));
		}
		String hash = String.valueOf(definition.hash());
		return valid(property + ".hash", () -> ConfiguredApiKey.ofHash(key, hash));
	}

	private static <T extends @Nullable Object> T valid(String property, Supplier<T> value) {
		try {
			return value.get();
		}
		catch (AccountManagementException ex) {
			throw new InvalidSendpostPropertyException(property, ex.getMessage(), "Correct the value.");
		}
	}

}
