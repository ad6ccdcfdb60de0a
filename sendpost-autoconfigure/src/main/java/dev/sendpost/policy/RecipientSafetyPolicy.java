package dev.sendpost.policy;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sendpost.DomainName;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Keeps an application that is not in production from mailing real people: only allowed
 * recipients get mail, or all mail goes to one address. The last policy to act.
 */
public final class RecipientSafetyPolicy implements MailPolicy, Ordered {

	/** The header that tells whom a redirected message was for. */
	public static final String ORIGINAL_RECIPIENTS_HEADER = "X-Original-To";

	private final Set<String> allowed;

	private final @Nullable EmailAddress redirectTo;

	/**
	 * Create a policy.
	 * @param allowed the addresses and domains that may get mail; empty if all may
	 * @param redirectTo who gets the mail of all other recipients, or {@code null} if
	 * they are dropped
	 * @throws InvalidEmailException if an entry is neither an address nor a domain
	 */
	public RecipientSafetyPolicy(Collection<String> allowed, @Nullable EmailAddress redirectTo) {
		this.allowed = allowed.stream().map(RecipientSafetyPolicy::normalize).collect(Collectors.toSet());
		this.redirectTo = redirectTo;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void atDispatch(PolicyMessage message) {
		List<EmailAddress> strangers = message.recipients().stream().filter((address) -> !isAllowed(address)).toList();
		if (strangers.isEmpty()) {
			return;
		}
		if (this.redirectTo != null) {
			redirect(message, strangers, this.redirectTo);
			return;
		}
		strangers.forEach((address) -> message.drop(address, "not among sendpost.safety.allowed-recipients"));
	}

	private boolean isAllowed(EmailAddress address) {
		if (this.allowed.isEmpty()) {
			return this.redirectTo == null;
		}
		return this.allowed.contains(address.address().toLowerCase(Locale.ROOT))
				|| this.allowed.contains(address.domain());
	}

	private void redirect(PolicyMessage message, List<EmailAddress> strangers, EmailAddress redirectTo) {
		Email email = message.email();
		Set<String> named = new HashSet<>();
		EmailBuilder redirected = email.toBuilder().clearRecipients();
		redirected.to(substitute(email.to(), redirectTo, named));
		redirected.cc(substitute(email.cc(), redirectTo, named));
		redirected.bcc(substitute(email.bcc(), redirectTo, named));
		String originals = strangers.stream().map(EmailAddress::address).collect(Collectors.joining(", "));
		message.replace(redirected.header(ORIGINAL_RECIPIENTS_HEADER, originals).build());
	}

	/**
	 * The addresses with one substitute for all strangers, less those named before.
	 */
	private List<EmailAddress> substitute(List<EmailAddress> addresses, EmailAddress substitute, Set<String> named) {
		return addresses.stream()
			.map((address) -> isAllowed(address) ? address : substitute)
			.filter((address) -> named.add(address.address()))
			.toList();
	}

	private static String normalize(String entry) {
		if (entry.indexOf('@') < 0) {
			return DomainName.toAscii(entry);
		}
		return EmailAddress.parse(entry).address().toLowerCase(Locale.ROOT);
	}

}
