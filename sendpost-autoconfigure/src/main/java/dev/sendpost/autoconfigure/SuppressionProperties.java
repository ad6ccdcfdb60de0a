package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of suppressions.
 *
 * @param addresses Addresses that get no e-mail.
 * @param domains Domains to which no e-mail goes, such as example.com; *.example.com is
 * for those below it.
 * @param foldPlusTags Whether ann+tag@example.com is taken for ann@example.com.
 * @param hashOnly Whether suppressed addresses are stored only as hashes, which needs
 * "hash-secret".
 * @param hashSecret The secret under which addresses are hashed: 32 random octets or more
 * in base64. Hashes made under another secret match nobody, so it must never change.
 * @param softBounce When soft bounces suppress an address.
 */
@ConfigurationProperties("sendpost.suppression")
record SuppressionProperties(@DefaultValue Set<String> addresses, @DefaultValue Set<String> domains,
		@DefaultValue("false") boolean foldPlusTags, @DefaultValue("false") boolean hashOnly,
		@Nullable String hashSecret, @DefaultValue SoftBounceProperties softBounce) {

	@Override
	public String toString() {
		return "SuppressionProperties[hashOnly=" + this.hashOnly + ", hashSecret="
				+ ((this.hashSecret != null) ? "******" : "null") + "]";
	}

	/**
	 * When soft bounces suppress an address.
	 *
	 * @param threshold How many e-mails must bounce softly within the window, none of
	 * them accepted later, to suppress an address; 0 for never.
	 * @param window How long a soft bounce counts, and how long an address is suppressed
	 * for them.
	 */
	record SoftBounceProperties(@DefaultValue("5") int threshold, @DefaultValue("30d") Duration window) {

	}

}
