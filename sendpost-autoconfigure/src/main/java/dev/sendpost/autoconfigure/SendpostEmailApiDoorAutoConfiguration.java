package dev.sendpost.autoconfigure;

import java.time.Clock;

import dev.sendpost.MailGateway;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.ApiFeature;
import dev.sendpost.api.emailapi.EmailApiDoor;
import dev.sendpost.api.emailapi.EmailApiFeatures;
import dev.sendpost.audience.Audiences;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the door that serves the Email
 * API.
 */
@AutoConfiguration(after = { SendpostDoorSettingsAutoConfiguration.class, SendpostStatisticsAutoConfiguration.class })
@ConditionalOnBean({ ApiDoorSettings.class, MailGateway.class })
@ConditionalOnBooleanProperty("sendpost.doors.email-api.enabled")
public final class SendpostEmailApiDoorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "sendpostEmailApiDoor")
	ApiDoor sendpostEmailApiDoor(ApiDoorSettings settings, MailGateway gateway, ObjectProvider<DeliveryLog> log,
			ObjectProvider<Audiences> audiences, ObjectProvider<SendingDomains> domains,
			ObjectProvider<WebhookSubscribers> webhooks, ObjectProvider<MailStatistics> statistics,
			ObjectProvider<Clock> clock) {
		return EmailApiDoor.create(settings,
				new EmailApiFeatures(gateway,
						ApiFeature.of(log, "the log of e-mail needs a database, and this application has none"),
						ApiFeature.of(audiences, "contacts need a database, and this application has none"),
						ApiFeature.of(domains, "this application has no sending domains"),
						ApiFeature.of(webhooks, "webhooks that go out need a database, and this application has none"),
						statistics.getIfAvailable(), clock.getIfUnique(Clock::systemUTC)));
	}

}
