package dev.sendpost.limit;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who receives the mail of a domain. Domains that no provider is known for are their own.
 */
public final class RecipientProviders {

	/** Mailbox providers with many domains, as their sign-up pages offer them. */
	private static final Map<String, List<String>> KNOWN = Map.of("gmail", List.of("gmail.com", "googlemail.com"),
			"microsoft",
			List.of("outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.co.uk", "hotmail.fr", "hotmail.de",
					"outlook.de", "outlook.fr", "live.co.uk", "live.fr"),
			"yahoo",
			List.of("yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de",
					"yahoo.it", "yahoo.es", "yahoo.co.in", "yahoo.ca"),
			"apple", List.of("icloud.com", "me.com", "mac.com"), "gmx",
			List.of("gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de"));

	private final Map<String, String> byDomain = new HashMap<>();

	/**
	 * Create the providers.
	 * @param more domains of more providers, or other domains for known ones, by the
	 * provider's name
	 */
	public RecipientProviders(Map<String, List<String>> more) {
		KNOWN.forEach(this::add);
		more.forEach(this::add);
	}

	private void add(String provider, List<String> domains) {
		domains.forEach((domain) -> this.byDomain.put(domain.toLowerCase(Locale.ROOT), provider));
	}

	/**
	 * The provider of a domain, if it has one that is known.
	 * @param domain the domain, in lower case
	 * @return the provider's name, or {@code null}
	 */
	public @Nullable String named(String domain) {
		return this.byDomain.get(domain);
	}

	/**
	 * The provider of an address.
	 * @param address the address
	 * @return the provider's name, or the domain
	 */
	public String of(EmailAddress address) {
		return this.byDomain.getOrDefault(address.domain(), address.domain());
	}

}
