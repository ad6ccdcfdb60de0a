package dev.sendpost.api.emailapi;

import java.time.Clock;
import java.util.function.Supplier;

import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audiences;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import org.jspecify.annotations.Nullable;

/**
 * What is behind the door of the Email API. Features that are not there throw when they
 * are asked for.
 *
 * @param gateway sends mail, and knows what became of it
 * @param log knows what happened to messages
 * @param audiences the contacts
 * @param domains the sending domains
 * @param webhooks who is told of facts
 * @param statistics the statistics, or {@code null} if nothing is counted
 * @param clock tells which month it is
 */
public record EmailApiFeatures(MailGateway gateway, Supplier<DeliveryLog> log, Supplier<Audiences> audiences,
		Supplier<SendingDomains> domains, Supplier<WebhookSubscribers> webhooks, @Nullable MailStatistics statistics,
		Clock clock) {

}
