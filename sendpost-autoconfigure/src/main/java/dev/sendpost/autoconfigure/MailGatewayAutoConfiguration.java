package dev.sendpost.autoconfigure;

import java.time.Clock;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.MailSendObservationConvention;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.RecipientSafetyPolicy;
import dev.sendpost.transport.MailRouter;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link MailGateway}.
 */
@AutoConfiguration(after = MailTransportAutoConfiguration.class)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(MailRouter.class)
@EnableConfigurationProperties({ MailGatewayProperties.class, MailSafetyProperties.class })
public final class MailGatewayAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(MailGateway.class)
	DefaultMailGateway mailGateway(MailGatewayProperties properties, ObjectProvider<MailPolicy> policies,
			MailRouter router, ObjectProvider<Clock> clock, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<MailSendObservationConvention> observationConvention) {
		if (properties.concurrency() < 1) {
			throw new InvalidSendpostPropertyException("sendpost.concurrency",
					properties.concurrency() + " e-mails at a time are none", "Set it to 1 or more.");
		}
		return new DefaultMailGateway(address("sendpost.from", properties.from()), policies.orderedStream().toList(),
				router, properties.concurrency(), properties.shutdownTimeout(), clock.getIfUnique(Clock::systemUTC),
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				observationConvention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	RecipientSafetyPolicy recipientSafetyPolicy(MailSafetyProperties properties) {
		EmailAddress redirectTo = address("sendpost.safety.redirect-to", properties.redirectTo());
		try {
			return new RecipientSafetyPolicy(properties.allowedRecipients(), redirectTo);
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException("sendpost.safety.allowed-recipients", ex.getMessage(),
					"List addresses such as me@example.com and domains such as example.com.");
		}
	}

	private static @Nullable EmailAddress address(String property, @Nullable String address) {
		if (!StringUtils.hasText(address)) {
			return null;
		}
		try {
			return EmailAddress.parse(address);
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException(property, ex.getMessage(),
					"Set it to an address such as 'Acme <hello@acme.example>'.");
		}
	}

}
