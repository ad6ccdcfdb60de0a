package dev.sendpost.autoconfigure;

import dev.sendpost.MailGateway;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.sendtrue.SendTrueDoor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the door that serves the API of
 * SendTrue.
 */
@AutoConfiguration(after = SendpostDoorSettingsAutoConfiguration.class)
@ConditionalOnBean({ ApiDoorSettings.class, MailGateway.class })
@ConditionalOnBooleanProperty("sendpost.doors.sendtrue.enabled")
public final class SendpostSendTrueDoorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "sendpostSendTrueDoor")
	ApiDoor sendpostSendTrueDoor(ApiDoorSettings settings, MailGateway gateway) {
		return SendTrueDoor.create(settings, gateway);
	}

}
