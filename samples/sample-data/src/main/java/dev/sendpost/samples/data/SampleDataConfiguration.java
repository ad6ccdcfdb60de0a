package dev.sendpost.samples.data;

import java.time.Clock;

import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audiences;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Fills an empty application with sample data, if {@code samples.data} is {@code true}.
 * To be imported.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("samples.data")
public class SampleDataConfiguration {

	@Bean
	SampleData sampleData(SampleAccounts accounts, SampleAudience audience, SampleMessages messages,
			SampleHistory history) {
		return new SampleData(accounts, audience, messages, history);
	}

	@Bean
	SampleAccounts sampleAccounts(SubAccounts subAccounts, ApiKeys keys, SendingDomains domains,
			ObjectProvider<WebhookSubscribers> webhooks, Suppressions suppressions) {
		return new SampleAccounts(subAccounts, keys, domains, webhooks.getIfAvailable(), suppressions);
	}

	@Bean
	SampleAudience sampleAudience(Audiences audiences, MailTemplates templates, Campaigns campaigns) {
		return new SampleAudience(audiences, templates, campaigns);
	}

	@Bean
	SampleMessages sampleMessages(MailGateway gateway, DeliveryLog log, ObjectProvider<Clock> clock) {
		return new SampleMessages(gateway, log, clock.getIfAvailable(Clock::systemUTC));
	}

	@Bean
	SampleHistory sampleHistory(Store store) {
		return new SampleHistory(store);
	}

}
