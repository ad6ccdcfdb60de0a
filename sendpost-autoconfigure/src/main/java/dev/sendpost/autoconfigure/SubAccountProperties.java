package dev.sendpost.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.sendpost.subaccount.ApiKeyScope;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of sub-accounts and keys.
 *
 * @param subAccounts Sub-accounts by name.
 * @param apiKeys Keys by name.
 */
@ConfigurationProperties("sendpost")
record SubAccountProperties(@DefaultValue Map<String, Definition> subAccounts,
		@DefaultValue Map<String, KeyDefinition> apiKeys) {

	/**
	 * A sub-account.
	 *
	 * @param displayName What people call it.
	 * @param labels Words by which it can be found.
	 * @param from Who its e-mail is from that has no sender, for example "Acme
	 * <hello@acme.example>".
	 * @param route Name of the route, or of the transport, of its e-mail that names none.
	 * @param keyRoutes Names of the routes and transports that e-mail sent with its keys
	 * may ask for beside its own. By default all that there are.
	 * @param blockReason Why it may not send. It may unless this is set.
	 * @param limits How much it may do.
	 * @param credentials By what it is let in at the service of a transport, by name of
	 * the transport.
	 */
	record Definition(@Nullable String displayName, @DefaultValue List<String> labels, @Nullable String from,
			@Nullable String route, @Nullable List<String> keyRoutes, @Nullable String blockReason,
			@Nullable Limits limits, @DefaultValue Map<String, Credentials> credentials) {

	}

	/**
	 * How much a sub-account may do. What is not set is not limited.
	 *
	 * @param requestsPerMinute How many requests it may make in a minute.
	 * @param messagesPerHour How many e-mails it may send in an hour.
	 * @param messagesPerDay How many e-mails it may send in a day.
	 * @param maxRecipients How many recipients an e-mail may have.
	 * @param maxMessageSize How large an e-mail may be.
	 */
	record Limits(@Nullable Long requestsPerMinute, @Nullable Long messagesPerHour, @Nullable Long messagesPerDay,
			@Nullable Integer maxRecipients, @Nullable DataSize maxMessageSize) {

	}

	/**
	 * By what a sub-account is let in at the service of a transport.
	 *
	 * @param username User name, where one is needed.
	 * @param secret Password or API key.
	 */
	record Credentials(@Nullable String username, @Nullable String secret) {

		@Override
		public String toString() {
			return "Credentials[******]";
		}

	}

	/**
	 * A key.
	 *
	 * @param subAccount Sub-account it is for. By default it is a key of the account.
	 * @param scope What it lets its bearer do.
	 * @param test Whether e-mail sent with it is only captured.
	 * @param value The key itself.
	 * @param hash The SHA-256 of the key in hexadecimal digits, instead of the key.
	 * @param expiresAt From when on it is not good any more, for example
	 * "2027-01-31T12:00:00Z".
	 */
	record KeyDefinition(@Nullable String subAccount, @DefaultValue("full-access") ApiKeyScope scope,
			@DefaultValue("false") boolean test, @Nullable String value, @Nullable String hash,
			@Nullable Instant expiresAt) {

		@Override
		public String toString() {
			return "KeyDefinition[subAccount=" + this.subAccount + ", scope=" + this.scope + ", test=" + this.test
					+ "]";
		}

	}

}
