package dev.sendpost.outbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStatus;
import dev.sendpost.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Attempts claimed messages. Whatever happens to one, it ends here with a decision, and
 * harms no other.
 */
final class Attempts {

	private static final Log logger = LogFactory.getLog(Attempts.class);

	/**
	 * How many nodes in a row may die, or hang, over a message before it is set aside.
	 */
	private static final int MAX_LOST_LEASES = 10;

	private final JdbcContents contents;

	private final QueuedEmailDelivery delivery;

	private final Settlement settlement;

	Attempts(JdbcContents contents, QueuedEmailDelivery delivery, Settlement settlement) {
		this.contents = contents;
		this.delivery = delivery;
		this.settlement = settlement;
	}

	FinishedEmail attempt(ClaimedEmail email, Store store) {
		AtomicBoolean unavailable = new AtomicBoolean();
		try {
			if (email.lostLeases() > MAX_LOST_LEASES) {
				return this.settlement.fail(email,
						"set aside: " + email.lostLeases()
								+ " attempts in a row ended without a result, as if the node had died over it",
						store.now());
			}
			if (email.lane().direct()) {
				return this.settlement.abandon(email, store.now());
			}
			DeliveryAttempt attempt = this.delivery.attempt(queued(email, () -> unavailable.set(true)));
			return this.settlement.settle(email, unavailable.get() ? attempt.deferringFailures() : attempt,
					store.now());
		}
		catch (Throwable ex) {
			if (unavailable.get()) {
				logger.warn("E-mail " + email.id() + " is tried again later: its content cannot be read for now", ex);
				return this.settlement.defer(email, "its content could not be read: " + ex, store.now());
			}
			if (isUndecided(ex)) {
				logger.debug("E-mail " + email.id() + " is tried again later: a policy cannot decide for now", ex);
				return this.settlement.defer(email, "a policy could not decide: " + ex.getMessage(), store.now());
			}
			logger.error("E-mail " + email.id() + " is set aside", ex);
			return this.settlement.fail(email, (ex instanceof UnreadableContentException)
					? Objects.requireNonNull(ex.getMessage()) : "it cannot be processed: " + ex, store.now());
		}
	}

	private static boolean isUndecided(Throwable ex) {
		return ex instanceof DataAccessException || ex instanceof TransactionException;
	}

	private QueuedEmail queued(ClaimedEmail email, Runnable unavailable) {
		byte[] data = email.data();
		String layout = email.layout();
		if (data == null || layout == null) {
			throw new UnreadableContentException("The stored content of the e-mail is gone", null);
		}
		EmailBuilder message = this.contents.read(email.contentId(), data, layout, unavailable);
		List<RecipientRow> addressed = email.recipients()
			.stream()
			.filter((row) -> row.outcome().status() != EmailStatus.DROPPED)
			.toList();
		JdbcEmailRecords.address(message, addressed);
		message.stream(email.lane().stream()).route(email.route()).tags(email.tags().toArray(String[]::new));
		message.campaign(email.campaign());
		email.metadata().forEach(message::metadata);
		if (email.variables() != null) {
			VariablesCodec.decode(email.variables()).forEach(message.personalized()::variable);
		}
		List<EmailAddress> settled = addressed.stream()
			.filter((row) -> !row.isOpen())
			.map(RecipientRow::address)
			.toList();
		return new QueuedEmail(email.id(), email.messageId(), email.acceptedAt(), email.lane().subAccount(),
				message.build(), settled, perhapsSentThrough(email));
	}

	/**
	 * Which transports may have sent the message before, by the mailboxes.
	 */
	private static Map<String, String> perhapsSentThrough(ClaimedEmail email) {
		Map<String, String> transports = new HashMap<>();
		for (RecipientRow row : email.open()) {
			String transport = row.outcome().transport();
			if (row.outcome().perhapsSent() && transport != null) {
				transports.put(row.address().mailbox(), transport);
			}
		}
		return transports;
	}

}
