package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.util.Set;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.SubmitterResolver;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.gateway.KnownRoutePolicy;
import dev.sendpost.gateway.MailSendObservationConvention;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.RecipientSafetyPolicy;
import dev.sendpost.transport.MailRouter;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

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

	private static final Log logger = LogFactory.getLog(MailGatewayAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean(MailGateway.class)
	DefaultMailGateway mailGateway(MailGatewayProperties properties, ObjectProvider<MailDefaults> defaults,
			ObjectProvider<MailPolicy> policies, ObjectProvider<SubmitterResolver> submitter, MailRouter router,
			ObjectProvider<Clock> clock, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<MailSendObservationConvention> observationConvention) {
		Clock used = clock.getIfUnique(Clock::systemUTC);
		return new DefaultMailGateway(defaults.getIfAvailable(properties::defaults), policies.orderedStream().toList(),
				submitter.getIfAvailable(() -> Submitter::account), router, properties.requiredConcurrency(),
				properties.shutdownTimeout(), new EmailIds(used), used,
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				observationConvention.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	KnownRoutePolicy knownRoutePolicy(MailRouter router) {
		return new KnownRoutePolicy(router);
	}

	@Bean
	@ConditionalOnMissingBean
	RecipientSafetyPolicy recipientSafetyPolicy(MailSafetyProperties properties) {
		EmailAddress redirectTo = AddressProperty.parse("sendpost.safety.redirect-to", properties.redirectTo());
		try {
			RecipientSafetyPolicy policy = new RecipientSafetyPolicy(properties.allowedRecipients(), redirectTo);
			warnOfRestriction(properties.allowedRecipients(), redirectTo);
			return policy;
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException("sendpost.safety.allowed-recipients", ex.getMessage(),
					"List addresses such as me@example.com and domains such as example.com.");
		}
	}

	private static void warnOfRestriction(Set<String> allowed, @Nullable EmailAddress redirectTo) {
		if (redirectTo != null) {
			logger.warn("E-mail to " + (allowed.isEmpty() ? "all recipients" : "recipients other than " + allowed)
					+ " goes to " + redirectTo + " instead: 'sendpost.safety.redirect-to' is set.");
		}
		else if (!allowed.isEmpty()) {
			logger.warn("Recipients other than " + allowed
					+ " get no e-mail: 'sendpost.safety.allowed-recipients' is set.");
		}
	}

}
