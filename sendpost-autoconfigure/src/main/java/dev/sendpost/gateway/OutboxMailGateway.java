package dev.sendpost.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.outbox.JdbcOutbox;
import dev.sendpost.outbox.NewEmail;
import dev.sendpost.policy.MailPolicy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The gateway with a store: what passes the policies is written to the outbox, in the
 * caller's transaction.
 */
public final class OutboxMailGateway implements MailGateway {

	private static final Log logger = LogFactory.getLog(OutboxMailGateway.class);

	/** The sub-account that always exists. */
	private static final String SUB_ACCOUNT = "default";

	private final MailIntake intake;

	private final JdbcOutbox outbox;

	/**
	 * Create a gateway.
	 * @param defaultFrom who mail without a sender is from, or {@code null} to refuse it
	 * @param policies the policies, in order
	 * @param outbox takes the messages
	 * @param ids makes the ids of messages
	 * @param clock tells the {@code Date} of messages
	 */
	public OutboxMailGateway(@Nullable EmailAddress defaultFrom, List<MailPolicy> policies, JdbcOutbox outbox,
			Supplier<UUID> ids, Clock clock) {
		this.intake = new MailIntake(defaultFrom, policies, ids, clock);
		this.outbox = outbox;
	}

	@Override
	public Receipt send(Email email) {
		NewEmail accepted = accept(email);
		return stored(List.of(accepted), () -> this.outbox.enqueue(accepted));
	}

	@Override
	public List<Receipt> send(Collection<Email> emails) {
		List<NewEmail> accepted = new ArrayList<>(emails.size());
		List<@Nullable Receipt> refused = new ArrayList<>(emails.size());
		for (Email email : emails) {
			try {
				accepted.add(accept(email));
				refused.add(null);
			}
			catch (RuntimeException ex) {
				refused.add(refusal(email, ex));
			}
		}
		List<Receipt> stored = accepted.isEmpty() ? List.of() : stored(accepted, () -> this.outbox.enqueue(accepted));
		List<Receipt> receipts = new ArrayList<>(emails.size());
		int next = 0;
		for (Receipt receipt : refused) {
			receipts.add((receipt != null) ? receipt : stored.get(next++));
		}
		return receipts;
	}

	private NewEmail accept(Email email) {
		AcceptedEmail accepted = this.intake.accept(email);
		return new NewEmail(accepted.id(), accepted.messageId(), accepted.date(), SUB_ACCOUNT, accepted.original(),
				accepted.message().email(), accepted.message().dropped());
	}

	private Receipt refusal(Email email, RuntimeException ex) {
		if (ex instanceof MailGatewayException known) {
			return (known.getReceipt() != null) ? known.getReceipt() : this.intake.refuse(email, known.getMessage());
		}
		logger.error("An e-mail of a batch failed in a way it should not", ex);
		return this.intake.refuse(email, ex.toString());
	}

	private static <T> T stored(List<NewEmail> emails, Supplier<T> storing) {
		try {
			return storing.get();
		}
		catch (DataAccessException | TransactionException ex) {
			NewEmail first = emails.get(0);
			String reason = "it could not be stored: " + ex.getMessage();
			Receipt receipt = new Receipt(first.id(), first.messageId(), first.original()
				.recipients()
				.stream()
				.map((recipient) -> RecipientOutcome.failed(recipient, EmailStatus.FAILED, null, null, reason, false))
				.toList());
			throw new MailTemporarilyUnavailableException("E-mail " + first.id() + " was not accepted: " + reason,
					receipt, ex);
		}
	}

	@Override
	public CompletableFuture<Receipt> sendAsync(Email email) {
		try {
			return CompletableFuture.completedFuture(send(email));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Optional<EmailRecord> find(UUID id) {
		return this.outbox.records().find(id);
	}

	@Override
	public EmailPage search(EmailSearch search) {
		return this.outbox.records().search(search);
	}

	@Override
	public boolean cancel(UUID id) {
		return this.outbox.cancel(id);
	}

	@Override
	public boolean reschedule(UUID id, Instant sendAt) {
		return this.outbox.reschedule(id, sendAt);
	}

	@Override
	public Receipt resend(UUID id) {
		return send(this.outbox.failed(id));
	}

}
