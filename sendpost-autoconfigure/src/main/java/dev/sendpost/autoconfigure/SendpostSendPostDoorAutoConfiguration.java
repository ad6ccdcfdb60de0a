package dev.sendpost.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.ApiFeature;
import dev.sendpost.api.sendpost.SendPostDoor;
import dev.sendpost.api.sendpost.SendPostFeatures;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.suppression.Suppressions;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.transport.Transports;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the door that serves the API of
 * SendPost.
 */
@AutoConfiguration(after = SendpostDoorSettingsAutoConfiguration.class)
@ConditionalOnBean({ ApiDoorSettings.class, MailGateway.class, Transports.class })
@ConditionalOnBooleanProperty("sendpost.doors.sendpost.enabled")
public final class SendpostSendPostDoorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "sendpostSendPostDoor")
	ApiDoor sendpostSendPostDoor(ApiDoorSettings settings, MailGateway gateway, SubAccounts subAccounts, ApiKeys keys,
			Transports transports, MailRoutingProperties routing, Environment environment,
			ObjectProvider<SendingDomains> domains, ObjectProvider<Suppressions> suppressions,
			ObjectProvider<WebhookSubscribers> webhooks, ObjectProvider<MailStatistics> statistics,
			ObjectProvider<MailTemplates> templates) {
		return SendPostDoor.create(settings,
				new SendPostFeatures(gateway, subAccounts, keys,
						new IpPoolsFactory(transports.names(), routing, environment).create(),
						ApiFeature.of(domains, "sending domains need dnsjava on the class path"),
						ApiFeature.of(suppressions, "suppressions need a database"),
						ApiFeature.of(webhooks, "webhooks need a database"),
						ApiFeature.of(statistics,
								"statistics need a database, and the property sendpost.statistics.enabled"),
						ApiFeature.of(templates, "stored templates need a database, and jmustache on the class path")));
	}

}
