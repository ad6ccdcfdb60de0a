package dev.sendpost.autoconfigure;

import java.time.Clock;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.gateway.MailSendObservationConvention;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.RecipientSafetyPolicy;
import dev.sendpost.transport.MailRouter;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

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
		Clock used = clock.getIfUnique(Clock::systemUTC);
		return new DefaultMailGateway(properties.defaultFrom(), policies.orderedStream().toList(), router,
				properties.requiredConcurrency(), properties.shutdownTimeout(), new EmailIds(used), used,
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				observationConvention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	RecipientSafetyPolicy recipientSafetyPolicy(MailSafetyProperties properties) {
		EmailAddress redirectTo = AddressProperty.parse("sendpost.safety.redirect-to", properties.redirectTo());
		try {
			return new RecipientSafetyPolicy(properties.allowedRecipients(), redirectTo);
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException("sendpost.safety.allowed-recipients", ex.getMessage(),
					"List addresses such as me@example.com and domains such as example.com.");
		}
	}

}
