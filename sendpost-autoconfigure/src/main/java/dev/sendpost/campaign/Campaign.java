package dev.sendpost.campaign;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message to all members of a list. Its messages are those of the
 * {@link dev.sendpost.EmailCampaign} that its id names.
 *
 * @param id identifies the campaign, a UUID of version 7
 * @param details what is set about it
 * @param status where it stands
 * @param test whether its mail is only captured, since a test key made it
 * @param progress how far it is
 * @param winner the variant that won a {@link SubjectTest}, or {@code null} as long as
 * there is none
 * @param reason why it was paused or cancelled, if nobody asked for that; otherwise
 * {@code null}
 * @param createdAt when it was made
 * @param scheduledAt when it is, or was, to begin, or {@code null}
 * @param startedAt when it began, or {@code null} if it has not
 * @param finishedAt when it was completed or cancelled, or {@code null}
 */
public record Campaign(UUID id, CampaignDetails details, CampaignStatus status, boolean test, CampaignProgress progress,
		@Nullable String winner, @Nullable String reason, Instant createdAt, @Nullable Instant scheduledAt,
		@Nullable Instant startedAt, @Nullable Instant finishedAt) {

}
