package dev.sendpost.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.emailapi.EmailApiDoor;

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
@AutoConfiguration(after = SendpostDoorSettingsAutoConfiguration.class)
@ConditionalOnBean({ ApiDoorSettings.class, MailGateway.class })
@ConditionalOnBooleanProperty("sendpost.doors.email-api.enabled")
public final class SendpostEmailApiDoorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "sendpostEmailApiDoor")
	ApiDoor sendpostEmailApiDoor(ApiDoorSettings settings, MailGateway gateway) {
		return EmailApiDoor.create(settings, gateway);
	}

}
