package dev.sendpost.tracking;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.event.Engagement;
import dev.sendpost.store.Store;
import dev.sendpost.suppression.NewSuppression;
import dev.sendpost.suppression.SuppressionReason;
import dev.sendpost.suppression.SuppressionScope;
import dev.sendpost.suppression.SuppressionTarget;
import dev.sendpost.suppression.Suppressions;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;

/**
 * Takes what readers decide by their links. A reader who unsubscribes is suppressed for
 * the broadcast mail of the sub-account, which holds at once for what is still queued.
 */
public final class Unsubscriptions {

	private static final String BY_READER = "reader";

	private static final int MAX_TRIES = 5;

	private final Store store;

	private final Suppressions suppressions;

	private final DeliveryLog log;

	private final EngagementFacts facts;

	private final Clock clock;

	/**
	 * Create what takes them.
	 * @param store where facts are kept
	 * @param suppressions who must not get mail
	 * @param log where facts are recorded
	 * @param settings what is kept of a reader's request
	 * @param clock tells the time
	 */
	public Unsubscriptions(Store store, Suppressions suppressions, DeliveryLog log, TrackingSettings settings,
			Clock clock) {
		this.store = store;
		this.suppressions = suppressions;
		this.log = log;
		this.facts = new EngagementFacts(settings);
		this.clock = clock;
	}

	/**
	 * Keep broadcast mail of the sub-account from a reader. Again, it changes nothing.
	 * The fact is recorded once for each message; and not at all of a message that is no
	 * longer kept, which does not matter to the suppression.
	 * @param reader the reader
	 * @param client who asks for it
	 * @throws DataAccessException if it cannot be stored now
	 */
	public void unsubscribe(Reader reader, Client client) {
		change(() -> {
			this.suppressions.add(NewSuppression.of(reader.address(), SuppressionReason.UNSUBSCRIBE)
				.subAccount(reader.subAccount())
				.createdBy(BY_READER));
			UUID message = reader.emailId();
			if (message != null) {
				this.log.record(List.of(fact(message, reader, client)));
			}
			return null;
		});
	}

	private DeliveryEvent fact(UUID message, Reader reader, Client client) {
		String name = "unsubscribed\n" + message + "\n" + reader.address().mailbox();
		Engagement engagement = this.facts.engagement(client.automated(), null, client, true);
		return new DeliveryEvent(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), message,
				reader.address(), DeliveryEventType.UNSUBSCRIBED, this.clock.instant(), DeliveryEvent.GATEWAY, null,
				null, null, null, false)
			.withEngagement(engagement);
	}

	/**
	 * Let a reader get broadcast mail of the sub-account again. What else keeps it back,
	 * such as a bounce, stays.
	 * @param reader the reader
	 * @throws DataAccessException if it cannot be stored now
	 */
	public void resubscribe(Reader reader) {
		change(() -> this.suppressions.lift(SuppressionTarget.of(reader.address()),
				SuppressionScope.subAccount(reader.subAccount()), SuppressionReason.UNSUBSCRIBE));
	}

	/**
	 * Whether a reader gets broadcast mail of the sub-account.
	 * @param reader the reader
	 * @return {@code false} if any suppression keeps it back
	 * @throws DataAccessException if that cannot be told now
	 */
	public boolean receives(Reader reader) {
		return !this.suppressions.explain(reader.address(), reader.subAccount(), EmailStream.BROADCAST).isSuppressed();
	}

	/**
	 * Who sent the message in which a reader found the link.
	 * @param reader the reader
	 * @return the sender, or nothing if the link was in no message, or in one that is no
	 * longer kept
	 * @throws DataAccessException if that cannot be told now
	 */
	public Optional<EmailAddress> sender(Reader reader) {
		UUID message = reader.emailId();
		return (message == null) ? Optional.empty()
				: this.store.jdbc()
					.query("select sender from sendpost_email where id = ? and sub_account = ?",
							(row, number) -> EmailAddress.parse(Objects.requireNonNull(row.getString("sender"))),
							this.store.platform().parameter(message), reader.subAccount())
					.stream()
					.findFirst();
	}

	/**
	 * Whoever has left by one click is not there to try again, should the database undo
	 * it for the sake of another transaction.
	 */
	private <T extends @Nullable Object> void change(Supplier<T> action) {
		for (int tries = 1; true; tries++) {
			try {
				this.store.inCallersTransaction(action);
				return;
			}
			catch (TransientDataAccessException ex) {
				if (tries == MAX_TRIES) {
					throw ex;
				}
			}
		}
	}

}
