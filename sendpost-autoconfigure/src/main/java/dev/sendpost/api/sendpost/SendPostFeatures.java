package dev.sendpost.api.sendpost;

import java.util.function.Supplier;

import dev.sendpost.MailGateway;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

/**
 * What stands behind the door. Of what an application may be without, the supplier says
 * so by a problem.
 *
 * @param gateway sends mail
 * @param subAccounts the sub-accounts
 * @param keys the keys
 * @param pools the IP pools
 * @param domains the sending domains
 * @param suppressions the suppressions
 * @param webhooks the webhooks
 * @param statistics the statistics
 * @param templates the stored templates
 */
public record SendPostFeatures(MailGateway gateway, SubAccounts subAccounts, ApiKeys keys, IpPools pools,
		Supplier<SendingDomains> domains, Supplier<Suppressions> suppressions, Supplier<WebhookSubscribers> webhooks,
		Supplier<MailStatistics> statistics, Supplier<MailTemplates> templates) {

}
