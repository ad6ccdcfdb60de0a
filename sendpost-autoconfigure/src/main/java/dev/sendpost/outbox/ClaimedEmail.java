package dev.sendpost.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.EmailCampaign;
import org.jspecify.annotations.Nullable;

/**
 * A message that this node holds a lease on.
 *
 * @param id the id of the message
 * @param lease identifies the claim: whoever holds another may not decide about it
 * @param messageId the {@code Message-ID} header
 * @param acceptedAt when it was accepted
 * @param sendAt when its time came
 * @param lane where it waited
 * @param route the route it asked for, or {@code null}
 * @param tags its tags
 * @param metadata what the application wants to find again with it
 * @param variables what is filled in, as {@link VariablesCodec} wrote it, or {@code null}
 * @param campaign the campaign that it belongs to, or {@code null}
 * @param attempts how many attempts there were
 * @param lostLeases how many claims in a row ended without a result
 * @param contentId the id of its content
 * @param data the first chunk of its content, or {@code null} if that is gone
 * @param layout the layout of its content, or {@code null} if that is gone
 * @param recipients its recipients
 */
record ClaimedEmail(UUID id, UUID lease, String messageId, Instant acceptedAt, Instant sendAt, Lane lane,
		@Nullable String route, List<String> tags, Map<String, String> metadata, byte @Nullable [] variables,
		@Nullable EmailCampaign campaign, int attempts, int lostLeases, UUID contentId, byte @Nullable [] data,
		@Nullable String layout, List<RecipientRow> recipients) {

	List<RecipientRow> open() {
		return this.recipients.stream().filter(RecipientRow::isOpen).toList();
	}

}
