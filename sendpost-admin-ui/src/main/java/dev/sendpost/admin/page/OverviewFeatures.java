package dev.sendpost.admin.page;

import dev.sendpost.domain.DomainPolicy;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.transport.Transports;
import dev.sendpost.webhook.inbound.WebhookRefusals;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.jspecify.annotations.Nullable;

/**
 * What the overview is about. What is {@code null} is not there.
 *
 * @param transports the transports
 * @param queue what waits
 * @param statistics the counts
 * @param domains the sending domains
 * @param domainPolicy what becomes of mail from those that are not verified
 * @param subscribers who is told of facts
 * @param refusals the webhooks that were refused
 * @param suppressions who gets no mail
 */
public record OverviewFeatures(Transports transports, @Nullable MailQueue queue, @Nullable MailStatistics statistics,
		@Nullable SendingDomains domains, @Nullable DomainPolicy domainPolicy, @Nullable WebhookSubscribers subscribers,
		@Nullable WebhookRefusals refusals, @Nullable Suppressions suppressions) {

}
