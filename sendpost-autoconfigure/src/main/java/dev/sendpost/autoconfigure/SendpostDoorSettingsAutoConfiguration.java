package dev.sendpost.autoconfigure;

import java.util.concurrent.Semaphore;

import dev.sendpost.api.ApiAccess;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.limit.RequestLimits;
import dev.sendpost.servlet.BodyReader;
import dev.sendpost.subaccount.ApiKeys;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for what all HTTP doors have in
 * common.
 */
@AutoConfiguration(after = { MailGatewayAutoConfiguration.class, SendpostLimitAutoConfiguration.class,
		SendpostSubAccountAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ RouterFunctionMapping.class, JsonMapper.class })
@ConditionalOnBean(ApiKeys.class)
@EnableConfigurationProperties(DoorProperties.class)
public final class SendpostDoorSettingsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ApiDoorSettings sendpostApiDoorSettings(ApiKeys keys, ObjectProvider<RequestLimits> limits,
			DoorProperties properties) {
		DataSize size = properties.maxBodySize();
		if (size.toBytes() < 1 || size.toBytes() > Integer.MAX_VALUE) {
			throw new InvalidSendpostPropertyException("sendpost.doors.max-body-size", size + " is not possible",
					"Set it to 1B or more, and less than 2GB.");
		}
		return new ApiDoorSettings(new ApiAccess(keys, limits.getIfAvailable()), Math.toIntExact(size.toBytes()),
				new Semaphore(room(size.toBytes())));
	}

	/**
	 * The room for bodies: an eighth of the heap, since what is read of them takes more,
	 * but at least one body.
	 */
	private static int room(long maxBodySize) {
		long octets = Math.max(maxBodySize, Runtime.getRuntime().maxMemory() / 8);
		return (int) Math.min(Integer.MAX_VALUE, octets / BodyReader.BUFFER_SIZE + 1);
	}

}
