package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.util.Optional;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStream;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.sendry.SmtpInfo;
import dev.sendpost.bounce.BounceMail;
import dev.sendpost.bounce.VerpAddress;
import dev.sendpost.domain.SendingDomain;
import dev.sendpost.domain.SendingDomains;
import dev.sendpost.mime.read.EmailReader;
import dev.sendpost.relay.BounceIntake;
import dev.sendpost.relay.RecipientCheck;
import dev.sendpost.relay.RelayEndpoint;
import dev.sendpost.relay.RelayObserver;
import dev.sendpost.relay.SenderDomains;
import dev.sendpost.relay.SmtpRelay;
import dev.sendpost.store.Store;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.suppression.Suppression;
import dev.sendpost.suppression.Suppressions;
import jakarta.mail.internet.MimeMessage;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the SMTP relay.
 */
@AutoConfiguration(after = { SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class,
		SendpostSubAccountAutoConfiguration.class, SendpostBounceAutoConfiguration.class,
		SendpostDomainAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
		SendpostMetricsAutoConfiguration.class })
@ConditionalOnClass({ SMTPServer.class, MimeTokenStream.class, MimeMessage.class })
@ConditionalOnBooleanProperty("sendpost.doors.smtp-relay.enabled")
@ConditionalOnBean({ MailGateway.class, ApiKeys.class })
@EnableConfigurationProperties({ DoorProperties.class, MailGatewayProperties.class })
public final class SendpostSmtpRelayAutoConfiguration {

	/** Writes down what clients say, keys included, and each connection that breaks. */
	private static final String TALKATIVE_LOGGER = "org.subethamail.smtp.server.Session";

	@Bean
	@ConditionalOnMissingBean
	SmtpRelay sendpostSmtpRelay(DoorProperties properties, MailGatewayProperties gatewayProperties,
			ObjectProvider<SslBundles> sslBundles, MailGateway gateway, ApiKeys keys, ObjectProvider<Store> store,
			ObjectProvider<Clock> clock, ObjectProvider<SendingDomains> domains,
			ObjectProvider<Suppressions> suppressions, ObjectProvider<BounceMail> bounceMail,
			ObjectProvider<VerpAddress> verp, ObjectProvider<RelayObserver> observer,
			ObjectProvider<LoggingSystem> loggingSystem) {
		if (store.getIfAvailable() == null) {
			throw new InvalidSendpostPropertyException("sendpost.doors.smtp-relay.enabled",
					"the relay answers for the messages that it accepts, and there is no store to keep them in",
					"Add a DataSource or the dependency 'com.h2database:h2', or do not enable the relay.");
		}
		loggingSystem.ifAvailable((logging) -> logging.setLogLevel(TALKATIVE_LOGGER, LogLevel.ERROR));
		SendingDomains sendingDomains = domains.getIfAvailable();
		SenderDomains senderDomains = (sendingDomains != null)
				? (address, submitter) -> isVerified(address, submitter, sendingDomains)
				: (address, submitter) -> false;
		Suppressions suppressed = suppressions.getIfAvailable();
		RecipientCheck recipients = (suppressed != null) ? (recipient, submitter) -> suppressed
			.findBlocking(recipient, submitter.subAccount(), EmailStream.TRANSACTIONAL)
			.map(Suppression::describe) : (recipient, submitter) -> Optional.empty();
		return new SmtpRelay(
				SmtpRelayPropertiesMapper.settings(properties.smtpRelay(), gatewayProperties.shutdownTimeout(),
						sslBundles.getIfAvailable()),
				keys, gateway, new EmailReader(clock.getIfUnique(Clock::systemUTC)), senderDomains, recipients,
				bounces(verp.getIfAvailable(), bounceMail.getIfAvailable()),
				observer.getIfAvailable(() -> RelayObserver.NONE));
	}

	/**
	 * What clients of Sendry ask for.
	 */
	@Bean
	@ConditionalOnMissingBean
	SmtpInfo sendpostSmtpInfo(SmtpRelay relay) {
		return () -> relay.endpoint()
			.map(SendpostSmtpRelayAutoConfiguration::address)
			.orElseThrow(() -> ApiProblem.of(ApiProblem.Kind.UNAVAILABLE, "the SMTP relay does not listen now"));
	}

	/**
	 * The port with STARTTLS, or else the one that is encrypted from the start.
	 */
	private static SmtpInfo.Address address(RelayEndpoint endpoint) {
		Integer tlsPort = endpoint.tlsPort();
		return (endpoint.startTls() || tlsPort == null) ? new SmtpInfo.Address(endpoint.host(), endpoint.port(), false)
				: new SmtpInfo.Address(endpoint.host(), tlsPort, true);
	}

	private static @Nullable BounceIntake bounces(@Nullable VerpAddress verp, @Nullable BounceMail mail) {
		return (verp != null && mail != null) ? new BounceIntake(verp, mail) : null;
	}

	/**
	 * Whether a domain, or one that it is below of, is verified.
	 */
	private static boolean isVerified(EmailAddress address, Submitter submitter, SendingDomains domains) {
		String name = address.domain();
		while (name.indexOf('.') > 0) {
			if (domains.find(name, submitter.subAccount()).filter(SendingDomain::verified).isPresent()
					|| domains.find(name, null).filter(SendingDomain::verified).isPresent()) {
				return true;
			}
			name = name.substring(name.indexOf('.') + 1);
		}
		return false;
	}

}
