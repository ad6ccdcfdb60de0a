package dev.sendpost.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.ApiFeature;
import dev.sendpost.api.sendry.SendryDoor;
import dev.sendpost.api.sendry.SendryFeatures;
import dev.sendpost.api.sendry.SmtpInfo;
import dev.sendpost.audience.Audiences;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the door that serves the API of
 * Sendry.
 */
@AutoConfiguration(after = { SendpostDoorSettingsAutoConfiguration.class, SendpostSmtpRelayAutoConfiguration.class })
@ConditionalOnBean({ ApiDoorSettings.class, MailGateway.class })
@ConditionalOnBooleanProperty("sendpost.doors.sendry.enabled")
public final class SendpostSendryDoorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SendryFeatures sendpostSendryFeatures(MailGateway gateway, ObjectProvider<DeliveryLog> log,
			ObjectProvider<SendingDomains> domains, ObjectProvider<Suppressions> suppressions,
			ObjectProvider<MailTemplates> templates, ObjectProvider<ApiKeys> keys,
			ObjectProvider<WebhookSubscribers> webhooks, ObjectProvider<Audiences> audiences,
			ObjectProvider<Campaigns> campaigns, ObjectProvider<MailStatistics> statistics,
			ObjectProvider<SmtpInfo> relay) {
		return new SendryFeatures(gateway, ApiFeature.of(log, "what became of mail is known only with a database"),
				ApiFeature.of(domains, "sending domains need the library dnsjava"),
				ApiFeature.of(suppressions, "suppressions are switched off here"),
				ApiFeature.of(templates, "stored templates need a database and the library jmustache"),
				ApiFeature.of(keys, "there are no API keys here"),
				ApiFeature.of(webhooks, "outgoing webhooks need a database"),
				ApiFeature.of(audiences, "contacts and audiences need a database"),
				ApiFeature.of(campaigns, "campaigns need a database and the library jmustache"),
				ApiFeature.of(statistics, "statistics are switched off here: sendpost.statistics.enabled"),
				ApiFeature.of(relay, "the SMTP relay is not enabled here"));
	}

	@Bean
	@ConditionalOnMissingBean(name = "sendpostSendryDoor")
	ApiDoor sendpostSendryDoor(ApiDoorSettings settings, SendryFeatures features) {
		return SendryDoor.create(settings, features);
	}

}
