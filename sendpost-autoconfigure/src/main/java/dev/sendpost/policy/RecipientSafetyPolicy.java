package dev.sendpost.policy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
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
	 */
	public RecipientSafetyPolicy(Collection<String> allowed, @Nullable EmailAddress redirectTo) {
		this.allowed = allowed.stream().map((entry) -> entry.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
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

	private static void redirect(PolicyMessage message, List<EmailAddress> strangers, EmailAddress redirectTo) {
		Email email = message.email();
		EmailBuilder redirected = email.toBuilder().clearRecipients();
		redirected.to(substitute(email.to(), strangers, redirectTo));
		redirected.cc(substitute(email.cc(), strangers, redirectTo));
		redirected.bcc(substitute(email.bcc(), strangers, redirectTo));
		String originals = strangers.stream().map(EmailAddress::address).collect(Collectors.joining(", "));
		message.replace(redirected.header(ORIGINAL_RECIPIENTS_HEADER, originals).build());
	}

	private static List<EmailAddress> substitute(List<EmailAddress> addresses, List<EmailAddress> strangers,
			EmailAddress substitute) {
		return addresses.stream().map((address) -> strangers.contains(address) ? substitute : address).toList();
	}

}
