package dev.sendpost.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.MailLimitExceededException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.SubmitterResolver;
import dev.sendpost.outbox.JdbcOutbox;
import dev.sendpost.outbox.NewEmail;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.transport.Transports;
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

	private final MailIntake intake;

	private final SubmitterResolver submitter;

	private final JdbcOutbox outbox;

	/**
	 * Create a gateway.
	 * @param defaults completes messages
	 * @param policies the policies, in order
	 * @param submitter tells on whose behalf a thread sends
	 * @param outbox takes the messages
	 * @param ids makes the ids of messages
	 * @param clock tells the {@code Date} of messages
	 */
	public OutboxMailGateway(MailDefaults defaults, List<MailPolicy> policies, SubmitterResolver submitter,
			JdbcOutbox outbox, Supplier<UUID> ids, Clock clock) {
		this(new MailIntake(defaults, policies, ids, clock), submitter, outbox);
	}

	private OutboxMailGateway(MailIntake intake, SubmitterResolver submitter, JdbcOutbox outbox) {
		this.intake = intake;
		this.submitter = submitter;
		this.outbox = outbox;
	}

	@Override
	public MailGateway forSubAccount(String name) {
		return forSubmitter(this.submitter.resolve().narrowedTo(name));
	}

	@Override
	public MailGateway forSubmitter(Submitter submitter) {
		this.intake.requireKnown(submitter);
		return new OutboxMailGateway(this.intake, () -> submitter, this.outbox);
	}

	@Override
	public Receipt send(Email email) {
		NewEmail accepted = acceptAlone(email, this.submitter.resolve());
		return stored(List.of(accepted), () -> this.outbox.enqueue(accepted));
	}

	@Override
	public List<Receipt> send(Collection<Email> emails) {
		Submitter current = this.submitter.resolve();
		MailIntake batch = intakeFor(emails, current);
		List<NewEmail> accepted = new ArrayList<>(emails.size());
		List<@Nullable Receipt> refused = new ArrayList<>(emails.size());
		MailLimitExceededException limit = null;
		for (Email email : emails) {
			if (limit != null) {
				refused.add(refusal(email, limit));
				continue;
			}
			try {
				accepted.add(accept(batch, email, current));
				refused.add(null);
			}
			catch (DataAccessException | TransactionException ex) {
				throw unavailable(email, ex);
			}
			catch (MailLimitExceededException ex) {
				limit = ex;
				refused.add(refusal(email, ex));
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

	private MailIntake intakeFor(Collection<Email> emails, Submitter submitter) {
		try {
			return this.intake.forBatch(emails, submitter);
		}
		catch (DataAccessException | TransactionException ex) {
			throw unavailable(emails.iterator().next(), ex);
		}
	}

	private NewEmail acceptAlone(Email email, Submitter submitter) {
		try {
			return accept(this.intake, email, submitter);
		}
		catch (DataAccessException | TransactionException ex) {
			throw unavailable(email, ex);
		}
	}

	private MailTemporarilyUnavailableException unavailable(Email email, Exception cause) {
		String reason = "the store cannot be asked about it: " + cause.getMessage();
		Receipt receipt = this.intake.refuse(email, reason);
		return new MailTemporarilyUnavailableException("E-mail " + receipt.id() + " was not accepted: " + reason,
				receipt, cause);
	}

	private static NewEmail accept(MailIntake intake, Email email, Submitter submitter) {
		AcceptedEmail accepted = intake.accept(email, submitter);
		return new NewEmail(accepted.id(), accepted.messageId(), accepted.date(), submitter.subAccount(),
				accepted.original(), accepted.message().email(), accepted.message().dropped());
	}

	private Receipt refusal(Email email, RuntimeException ex) {
		if (ex instanceof MailGatewayException known) {
			Receipt receipt = (known.getReceipt() != null) ? known.getReceipt()
					: this.intake.refuse(email, known.getMessage());
			if (known instanceof MailLimitExceededException limit) {
				return receipt.refusedForNow(limit.getRetryAfter());
			}
			return (known instanceof MailTemporarilyUnavailableException) ? receipt.refusedForNow(Duration.ZERO)
					: receipt;
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
		return find(id, this.submitter.resolve());
	}

	@Override
	public Optional<Email> findContent(UUID id) {
		return find(id).flatMap((email) -> this.outbox.accepted(email.id()));
	}

	private Optional<EmailRecord> find(UUID id, Submitter submitter) {
		return this.outbox.records()
			.find(id)
			.filter((email) -> submitter.maySee(email.subAccount()))
			.filter((email) -> !submitter.test() || isTest(email));
	}

	private static boolean isTest(EmailRecord email) {
		return Transports.CAPTURE.equals(email.route());
	}

	private boolean isHidden(UUID id) {
		Submitter current = this.submitter.resolve();
		return (!current.wholeAccount() || current.test()) && find(id, current).isEmpty();
	}

	@Override
	public EmailPage search(EmailSearch search) {
		Submitter current = this.submitter.resolve();
		return narrowed(search, current).map((own) -> this.outbox.records().search(own, route(current)))
			.orElseGet(() -> new EmailPage(List.of(), null));
	}

	@Override
	public int count(EmailSearch search, int atMost) {
		Submitter current = this.submitter.resolve();
		return narrowed(search, current).map((own) -> this.outbox.records().count(own, atMost, route(current)))
			.orElse(0);
	}

	/**
	 * The search for what a submitter may see, or nothing if it may see none of it.
	 */
	private static Optional<EmailSearch> narrowed(EmailSearch search, Submitter submitter) {
		if (submitter.wholeAccount()) {
			return Optional.of(search);
		}
		if (search.subAccount() != null && !submitter.maySee(search.subAccount())) {
			return Optional.empty();
		}
		return Optional.of(search.subAccount(submitter.subAccount()));
	}

	private static @Nullable String route(Submitter submitter) {
		return submitter.test() ? Transports.CAPTURE : null;
	}

	@Override
	public boolean cancel(UUID id) {
		return !isHidden(id) && this.outbox.cancel(id);
	}

	@Override
	public int cancel(Collection<UUID> ids) {
		Submitter current = this.submitter.resolve();
		return this.outbox.cancel(ids, current.wholeAccount() ? null : current.subAccount(),
				current.test() ? Transports.CAPTURE : null);
	}

	@Override
	public boolean reschedule(UUID id, Instant sendAt) {
		return !isHidden(id) && this.outbox.reschedule(id, sendAt);
	}

	@Override
	public Receipt resend(UUID id, @Nullable String idempotencyKey) {
		Submitter current = this.submitter.resolve();
		EmailRecord email = find(id, current)
			.orElseThrow(() -> new InvalidEmailException("id", "there is no e-mail " + id));
		Submitter again = new Submitter(email.subAccount(), current.wholeAccount(), current.key(),
				current.test() || isTest(email));
		Email content = this.outbox.failed(id).toBuilder().idempotencyKey(idempotencyKey).build();
		NewEmail accepted = acceptAlone(content, again);
		return stored(List.of(accepted), () -> this.outbox.enqueue(accepted));
	}

}
