package dev.sendpost;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What the store knows about a message.
 *
 * @param receipt id, {@code Message-ID} and where each recipient stands
 * @param status where the message stands: while it waits, {@code SCHEDULED},
 * {@code QUEUED}, {@code SENDING} or {@code DEFERRED}; then as its best-off recipient
 * @param subAccount the name of the sub-account that sent it
 * @param from who it is from
 * @param subject its subject
 * @param stream what kind of mail it is
 * @param route the route it asked for, or {@code null} if the rules choose
 * @param tags its tags
 * @param metadata what the application wants to find again with it
 * @param campaign the campaign that it belongs to, or {@code null} if there is none
 * @param acceptedAt when it was accepted
 * @param dueAt when it is attempted next, or {@code null} if it no longer waits
 * @param attempts how many attempts there were
 */
public record EmailRecord(Receipt receipt, EmailStatus status, String subAccount, EmailAddress from, String subject,
		EmailStream stream, @Nullable String route, List<String> tags, Map<String, String> metadata,
		@Nullable EmailCampaign campaign, Instant acceptedAt, @Nullable Instant dueAt, int attempts) {

	/**
	 * Create a record.
	 */
	public EmailRecord {
		tags = List.copyOf(tags);
		metadata = Map.copyOf(metadata);
	}

	/**
	 * What identifies the message.
	 * @return the id, as in the receipt
	 */
	public UUID id() {
		return this.receipt.id();
	}

	/**
	 * Where each recipient stands.
	 * @return the outcomes, in the order of the recipients
	 */
	public List<RecipientOutcome> outcomes() {
		return this.receipt.outcomes();
	}

}
