package dev.sendpost.domain;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One page of sending domains, in the order in which they were added.
 *
 * @param domains the domains
 * @param next what the next page follows, or {@code null} if this is the last
 */
public record SendingDomainPage(List<SendingDomain> domains, @Nullable UUID next) {

	/**
	 * Create a page.
	 */
	public SendingDomainPage {
		domains = List.copyOf(domains);
	}

}
