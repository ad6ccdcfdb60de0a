package dev.sendpost.transport;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sendpost.DomainName;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

/**
 * Sends recipients by a route: those for whom each condition that is set holds.
 *
 * @param recipientDomains the recipient's domain is one of these; {@code *.example.com}
 * stands for the domains below {@code example.com}; empty if any will do
 * @param tags the message has one of these tags; empty if any will do
 * @param stream the message belongs to this stream, or {@code null} if any will do
 * @param route the name of the route
 */
public record RoutingRule(Set<String> recipientDomains, Set<String> tags, @Nullable EmailStream stream, String route) {

	/**
	 * Create a rule.
	 * @throws InvalidEmailException with the field {@code domain} if a domain is
	 * malformed
	 */
	public RoutingRule {
		recipientDomains = toAscii(recipientDomains);
		tags = Set.copyOf(tags);
	}

	private static Set<String> toAscii(Collection<String> domains) {
		return domains.stream()
			.map((domain) -> domain.startsWith("*.") ? "*." + DomainName.toAscii(domain.substring(2))
					: DomainName.toAscii(domain))
			.collect(Collectors.toUnmodifiableSet());
	}

	boolean matches(Email email, EmailAddress recipient) {
		return (this.stream == null || this.stream == email.stream())
				&& (this.tags.isEmpty() || email.tags().stream().anyMatch(this.tags::contains))
				&& (this.recipientDomains.isEmpty() || matchesDomain(recipient.domain()));
	}

	private boolean matchesDomain(String domain) {
		if (this.recipientDomains.contains(domain)) {
			return true;
		}
		for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
			if (this.recipientDomains.contains("*" + domain.substring(dot))) {
				return true;
			}
		}
		return false;
	}

}
