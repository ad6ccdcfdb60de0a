package dev.sendpost.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.domain.dkim.DkimKeyPair;
import org.jspecify.annotations.Nullable;

/**
 * A sending domain from the properties.
 *
 * @param name its name as A-labels
 * @param subAccount the name of the sub-account that it is of, or {@code null} if all
 * sub-accounts share it
 * @param keys the keys by their selectors; the first of each algorithm signs
 */
public record ConfiguredDomain(String name, @Nullable String subAccount, Map<String, DkimKeyPair> keys) {

	/**
	 * Create a domain.
	 * @param name the name as people write it
	 * @param subAccount the name of the sub-account, or {@code null}
	 * @param keys the keys by their selectors, in order
	 * @throws InvalidSendingDomainException if mail cannot be sent from the name
	 */
	public ConfiguredDomain {
		name = DomainNames.parse(name);
		keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
	}

	List<PublishedKey> published() {
		return this.keys.entrySet()
			.stream()
			.map((entry) -> new PublishedKey(entry.getKey(), entry.getValue().algorithm(), entry.getValue().publicKey(),
					isFirst(entry.getKey(), entry.getValue())))
			.toList();
	}

	boolean isFirst(String selector, DkimKeyPair pair) {
		return this.keys.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().algorithm() == pair.algorithm())
			.findFirst()
			.map((entry) -> entry.getKey().equals(selector))
			.orElse(false);
	}

}
