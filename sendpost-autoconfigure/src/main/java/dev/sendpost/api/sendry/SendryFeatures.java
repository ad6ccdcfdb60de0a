package dev.sendpost.api.sendry;

import java.util.function.Supplier;

import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audiences;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

/**
 * What is behind the door. A supplier of what the application is without throws a
 * {@link dev.sendpost.api.ApiProblem}.
 *
 * @param gateway sends mail
 * @param log what became of it
 * @param domains the sending domains
 * @param suppressions who gets no mail
 * @param templates the stored templates
 * @param keys the API keys
 * @param webhooks who is told of facts
 * @param audiences the contacts and lists
 * @param campaigns the messages to lists
 * @param statistics the counts
 * @param relay the SMTP relay
 */
public record SendryFeatures(MailGateway gateway, Supplier<DeliveryLog> log, Supplier<SendingDomains> domains,
		Supplier<Suppressions> suppressions, Supplier<MailTemplates> templates, Supplier<ApiKeys> keys,
		Supplier<WebhookSubscribers> webhooks, Supplier<Audiences> audiences, Supplier<Campaigns> campaigns,
		Supplier<MailStatistics> statistics, Supplier<SmtpInfo> relay) {

}
