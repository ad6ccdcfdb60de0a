package dev.sendpost.autoconfigure;

import java.time.Clock;

import dev.sendpost.MailGateway;
import dev.sendpost.javamail.GatewayMailSender;
import dev.sendpost.mime.read.EmailReader;
import jakarta.mail.internet.MimeMessage;
import org.apache.james.mime4j.stream.MimeTokenStream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the bridge from
 * {@link JavaMailSender}. The sender that Spring Boot makes from {@code spring.mail.*}
 * stays: the gateway may send by it, and who asks for its class gets it.
 */
@AutoConfiguration(after = { SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class })
@ConditionalOnClass({ JavaMailSender.class, MimeMessage.class, MimeTokenStream.class })
@ConditionalOnBooleanProperty("sendpost.java-mail-sender.enabled")
@ConditionalOnBean(MailGateway.class)
@EnableConfigurationProperties(JavaMailSenderProperties.class)
public final class SendpostJavaMailSenderAutoConfiguration {

	@Bean
	@Primary
	@ConditionalOnMissingBean
	GatewayMailSender sendpostJavaMailSender(MailGateway gateway, ObjectProvider<Clock> clock) {
		return new GatewayMailSender(gateway, new EmailReader(clock.getIfUnique(Clock::systemUTC)));
	}

}
