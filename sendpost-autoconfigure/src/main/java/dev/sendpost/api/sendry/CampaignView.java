package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.sendpost.EmailAddress;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.CampaignStatus;
import dev.sendpost.statistics.MailCounts;
import org.jspecify.annotations.Nullable;

/**
 * A campaign, as the service shows it.
 *
 * @param id its id
 * @param name its name
 * @param subject the subject
 * @param from the sender, or {@code null} for that of the sub-account
 * @param replyTo where answers go, or {@code null}
 * @param previewText what mail clients show behind the subject, or {@code null}
 * @param audienceId the id of the audience that gets it
 * @param templateId the id of the template, or {@code null}
 * @param html the message in HTML, or {@code null}
 * @param text the message in plain text, or {@code null}
 * @param status where it stands
 * @param scheduledAt when it is, or was, to begin, or {@code null}
 * @param sendStartedAt when it began, or {@code null}
 * @param sentAt when all was handed over, or {@code null}
 * @param stats what became of its messages
 * @param createdAt when it was made
 * @param updatedAt the latest of these times: other changes are not noted
 */
record CampaignView(String id, String name, String subject, @Nullable String from, @Nullable String replyTo,
		@Nullable String previewText, String audienceId, @Nullable String templateId, @Nullable String html,
		@Nullable String text, String status, @Nullable Instant scheduledAt, @Nullable Instant sendStartedAt,
		@Nullable Instant sentAt, Stats stats, Instant createdAt, Instant updatedAt) {

	static CampaignView of(Campaign campaign, @Nullable String templateId, MailCounts counts) {
		CampaignDetails details = campaign.details();
		return new CampaignView(campaign.id().toString(), details.name(), details.content().subject(), from(campaign),
				details.replyTo().isEmpty() ? null
						: details.replyTo().stream().map(EmailAddress::toString).collect(Collectors.joining(", ")),
				details.content().preheader(), details.list().toString(), templateId, details.content().html(),
				details.content().text(), Statuses.of(campaign.status()), campaign.scheduledAt(), campaign.startedAt(),
				sentAt(campaign), Stats.of(campaign, counts), campaign.createdAt(), updatedAt(campaign));
	}

	private static @Nullable String from(Campaign campaign) {
		EmailAddress from = campaign.details().from();
		return (from != null) ? from.toString() : null;
	}

	private static @Nullable Instant sentAt(Campaign campaign) {
		return (campaign.status() == CampaignStatus.COMPLETED) ? campaign.finishedAt() : null;
	}

	private static Instant updatedAt(Campaign campaign) {
		return Stream.of(campaign.finishedAt(), campaign.startedAt())
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(campaign.createdAt());
	}

	/**
	 * A campaign in a list. What became of its messages is not counted for each.
	 *
	 * @param id its id
	 * @param name its name
	 * @param subject the subject
	 * @param from the sender, or {@code null} for that of the sub-account
	 * @param audienceId the id of the audience that gets it
	 * @param status where it stands
	 * @param scheduledAt when it is, or was, to begin, or {@code null}
	 * @param sentAt when all was handed over, or {@code null}
	 * @param stats how many members the audience had at the start
	 * @param createdAt when it was made
	 * @param updatedAt when it was made, began or ended
	 */
	record Summary(String id, String name, String subject, @Nullable String from, String audienceId, String status,
			@Nullable Instant scheduledAt, @Nullable Instant sentAt, Map<String, Long> stats, Instant createdAt,
			Instant updatedAt) {

		static Summary of(Campaign campaign) {
			CampaignDetails details = campaign.details();
			return new Summary(campaign.id().toString(), details.name(), details.content().subject(),
					CampaignView.from(campaign), details.list().toString(), Statuses.of(campaign.status()),
					campaign.scheduledAt(), CampaignView.sentAt(campaign),
					Map.of("total_recipients", campaign.progress().audience()), campaign.createdAt(),
					CampaignView.updatedAt(campaign));
		}

	}

	/**
	 * What became of the messages of a campaign.
	 *
	 * @param totalRecipients how many members the audience had at the start
	 * @param sentCount whose message the next hop took
	 * @param deliveredCount whose server took it, as was reported
	 * @param openedCount who opened it
	 * @param clickedCount who followed a link
	 * @param bouncedCount who was refused for good
	 * @param complainedCount who reported it as spam
	 * @param unsubscribedCount who asked for no more
	 * @param failedCount who got none since it could not be made or sent, or was kept
	 * back
	 */
	record Stats(long totalRecipients, long sentCount, long deliveredCount, long openedCount, long clickedCount,
			long bouncedCount, long complainedCount, long unsubscribedCount, long failedCount) {

		static Stats of(Campaign campaign, MailCounts counts) {
			return new Stats(campaign.progress().audience(), counts.sent(), counts.delivered(), counts.uniqueOpened(),
					counts.uniqueClicked(), counts.hardBounced(), counts.spam(), counts.unsubscribed(),
					campaign.progress().failed() + counts.dropped() + counts.smtpDropped());
		}

	}

}
