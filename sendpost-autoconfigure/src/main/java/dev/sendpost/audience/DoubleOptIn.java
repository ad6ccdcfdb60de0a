package dev.sendpost.audience;

import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.audience.AudienceException.Reason;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionTarget;
import org.jspecify.annotations.Nullable;

/**
 * Asks contacts to confirm that they want to be on a list, in the transaction that puts
 * them on it, and takes their answers.
 */
final class DoubleOptIn {

	private final AudienceStore store;

	private final LinkTokens tokens;

	private final Supplier<MailGateway> gateway;

	private final ConfirmationMail mail;

	private final AudienceSettings settings;

	DoubleOptIn(AudienceStore store, LinkTokens tokens, Supplier<MailGateway> gateway, ConfirmationMail mail,
			AudienceSettings settings) {
		this.store = store;
		this.tokens = tokens;
		this.gateway = gateway;
		this.mail = mail;
		this.settings = settings;
	}

	/**
	 * Require what links need.
	 * @throws AudienceException if the configuration lacks it
	 */
	void requireConfigured() {
		if (this.settings.confirmationUrl() == null) {
			throw new AudienceException(Reason.NOT_CONFIGURED,
					"a list cannot have double opt-in without a page to confirm on; set the property"
							+ " sendpost.audience.confirmation-url to its address");
		}
		if (!this.tokens.canSign()) {
			throw new AudienceException(Reason.NOT_CONFIGURED,
					"a list cannot have double opt-in without a key to sign its links with; set the property"
							+ " sendpost.encryption.key to what 'openssl rand -base64 32' prints");
		}
	}

	/**
	 * Ask contacts. Those who get no mail at all are not asked, and stay pending.
	 * @param contacts contacts whose membership is pending
	 * @throws AudienceException if one of several mails is refused
	 * @throws MailGatewayException if the only one is
	 */
	void ask(String subAccount, ContactList list, List<UUID> contacts) {
		if (contacts.isEmpty()) {
			return;
		}
		requireConfigured();
		Instant expiresAt = this.store.now().plus(this.settings.confirmationValidity());
		List<Email> emails = new ArrayList<>(contacts.size());
		for (Contact contact : this.store.complete(subAccount, this.store.contacts().lock(subAccount, contacts))) {
			emails.add(this.mail.compose(contact, list,
					link(this.tokens.confirmation(list.id(), contact.id(), expiresAt))));
		}
		MailGateway gateway = this.gateway.get().forSubAccount(subAccount);
		if (emails.size() == 1) {
			gateway.send(emails.get(0));
			return;
		}
		for (Receipt receipt : gateway.send(emails)) {
			if (receipt.status() == EmailStatus.FAILED) {
				throw new AudienceException(Reason.NOT_SENT,
						"contacts cannot be asked to confirm: " + receipt.outcomes()
							.stream()
							.map(RecipientOutcome::reason)
							.findFirst()
							.orElse("no reason is known"));
			}
		}
	}

	private URI link(String token) {
		String page = String.valueOf(this.settings.confirmationUrl());
		return URI.create(page + ((page.indexOf('?') < 0) ? "?" : "&") + "token=" + token);
	}

	/**
	 * Take the answer of a contact. Who has confirmed, or has left the list since, stays
	 * as it is: programs that look at mail follow old links.
	 * @param from where the answer came from, or {@code null} if that is not known
	 * @return the membership as it is now
	 * @throws AudienceException if the token is none, too old, or about something gone
	 */
	Membership confirm(String token, @Nullable InetAddress from) {
		return this.store.change(() -> {
			LinkTokens.Confirmation confirmation = this.tokens.confirmation(token, this.store.now());
			StoredContact contact = this.store.contacts().find(confirmation.contact()).orElseThrow(LinkTokens::invalid);
			this.store.lists().lockShared(contact.subAccount(), confirmation.list()).orElseThrow(LinkTokens::invalid);
			if (this.store.contacts().lock(contact.subAccount(), List.of(contact.id())).isEmpty()) {
				throw LinkTokens.invalid();
			}
			Membership before = this.store.members()
				.lock(confirmation.list(), contact.id())
				.orElseThrow(LinkTokens::invalid);
			if (before.status() != MembershipStatus.PENDING) {
				return before;
			}
			Instant now = this.store.now();
			Membership after = new Membership(before.list(), before.contact(), MembershipStatus.SUBSCRIBED, now, now,
					(from != null && this.settings.keepIpAddress()) ? address(from) : null);
			this.store.members().update(after);
			liftUnsubscribe(contact, before.since());
			return after;
		});
	}

	/**
	 * Who unsubscribed from all mail and then asked for this list wants mail again.
	 */
	private void liftUnsubscribe(StoredContact contact, Instant asked) {
		SuppressionTarget target = SuppressionTarget.of(contact.details().address());
		SuppressionScope scope = SuppressionScope.subAccount(contact.subAccount());
		boolean unsubscribedBefore = this.store.suppressions()
			.find(target.toString())
			.stream()
			.filter((entry) -> entry.reason() == SuppressionReason.UNSUBSCRIBE && entry.scope().equals(scope))
			.map(Suppression::since)
			.anyMatch((since) -> since == null || since.isBefore(asked));
		if (unsubscribedBefore) {
			this.store.suppressions().lift(target, scope, SuppressionReason.UNSUBSCRIBE);
		}
	}

	/*
	 * Without the scope of a link-local address, which means nothing elsewhere.
	 */
	private static String address(InetAddress address) {
		String text = address.getHostAddress();
		int scope = text.indexOf('%');
		return (scope < 0) ? text : text.substring(0, scope);
	}

}
