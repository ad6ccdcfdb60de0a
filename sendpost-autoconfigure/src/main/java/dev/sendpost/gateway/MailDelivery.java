package dev.sendpost.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGatewayException;
import dev.sendpost.MailMisconfiguredException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.mime.PlainText;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.policy.PolicyUnavailableException;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.RoutingResult;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Takes an accepted message to the router, and turns what came of it into a receipt or an
 * exception.
 */
final class MailDelivery {

	private final List<MailPolicy> policies;

	private final Function<OutgoingEmail, RoutingResult> way;

	MailDelivery(List<MailPolicy> policies, MailRouter router) {
		this(policies, router::send);
	}

	/**
	 * A delivery that is not by the routes.
	 * @param policies the policies, in order
	 * @param way where messages go
	 */
	MailDelivery(List<MailPolicy> policies, Function<OutgoingEmail, RoutingResult> way) {
		this.policies = List.copyOf(policies);
		this.way = way;
	}

	/**
	 * Deliver a message.
	 * @param receipts gets the receipt, also if an exception is thrown
	 * @throws MailGatewayException if no recipient was accepted
	 */
	Receipt deliver(AcceptedEmail accepted, Consumer<Receipt> receipts) {
		RoutingResult result;
		try {
			result = attempt(accepted, List.of(), Map.of());
		}
		catch (PolicyUnavailableException ex) {
			Receipt receipt = accepted.failed(EmailStatus.FAILED, ex.getMessage());
			receipts.accept(receipt);
			throw new MailTemporarilyUnavailableException(
					"E-mail " + accepted.id() + " was not sent: " + ex.getMessage(), receipt, ex);
		}
		Receipt receipt = accepted.receipt(result.outcomes());
		receipts.accept(receipt);
		if (receipt.status() != EmailStatus.SENT && receipt.status() != EmailStatus.DROPPED) {
			throw failure(receipt, result.failure());
		}
		return receipt;
	}

	/**
	 * Attempt a message: let the policies of dispatch decide, and take it to the router.
	 * @param settled the recipients that are done with
	 * @param onlyThrough the transports that alone may carry it to some, by mailboxes
	 * @throws MailRejectedException if a policy refuses it
	 * @throws InvalidEmailException if no transport can carry it
	 * @throws PolicyUnavailableException if a policy cannot decide for now
	 */
	RoutingResult attempt(AcceptedEmail accepted, List<EmailAddress> settled, Map<String, String> onlyThrough) {
		PolicyMessage message = accepted.message();
		decide(accepted);
		accepted.captureTestMail();
		List<EmailAddress> recipients = message.recipients()
			.stream()
			.filter((recipient) -> settled.stream().noneMatch(recipient::isSameMailbox))
			.toList();
		if (recipients.isEmpty()) {
			return new RoutingResult(List.of(), null);
		}
		return this.way.apply(new OutgoingEmail(accepted.id(), accepted.messageId(), accepted.date(),
				PlainText.beside(message.email()), recipients, message.submitter().subAccount(), onlyThrough));
	}

	private void decide(AcceptedEmail accepted) {
		PolicyMessage message = accepted.message();
		Set<String> known = mailboxes(message);
		for (MailPolicy policy : this.policies) {
			policy.atDispatch(message);
			accepted.requireNotRefused();
		}
		if (!known.containsAll(mailboxes(message))) {
			for (MailPolicy policy : this.policies) {
				policy.afterRecipientsWereAdded(message);
				accepted.requireNotRefused();
			}
		}
	}

	private static Set<String> mailboxes(PolicyMessage message) {
		return message.recipients().stream().map(EmailAddress::mailbox).collect(Collectors.toSet());
	}

	private static MailGatewayException failure(Receipt receipt, @Nullable TransportException failure) {
		String message = "E-mail " + receipt.id() + " was accepted for no recipient: " + describe(receipt);
		boolean mayPass = receipt.status() == EmailStatus.DEFERRED
				|| receipt.outcomes().stream().anyMatch(RecipientOutcome::perhapsSent);
		if (mayPass) {
			return new MailTemporarilyUnavailableException(message, receipt, failure);
		}
		if (failure != null
				&& (failure.getKind() == Kind.MISCONFIGURED || failure.getKind() == Kind.CREDENTIALS_REFUSED)) {
			return new MailMisconfiguredException(message, receipt, failure);
		}
		return new MailRejectedException(message, receipt, failure);
	}

	private static String describe(Receipt receipt) {
		return receipt.outcomes()
			.stream()
			.filter((outcome) -> outcome.status() != EmailStatus.DROPPED)
			.map((outcome) -> (outcome.reason() != null) ? outcome.reason() : outcome.serverText())
			.distinct()
			.findFirst()
			.orElse("no reason is known");
	}

}
