package dev.sendpost.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;

import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.smtpmailer.SmtpMailerDoor;
import dev.sendpost.gateway.CallersServer;
import dev.sendpost.gateway.CallersServerGateway;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.gateway.MailSendObservationConvention;
import dev.sendpost.limit.TokenBuckets;
import dev.sendpost.mime.MailSigner;
import dev.sendpost.outbox.DirectOutbox;
import dev.sendpost.outbox.JdbcOutbox;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.OneTimeTransport;
import dev.sendpost.transport.smtp.OneTimeServer;
import dev.sendpost.transport.smtp.OneTimeSmtpTransports;
import dev.sendpost.transport.smtp.SmtpEncryption;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the door that serves the API of
 * SMTP Mailer.
 */
@AutoConfiguration(after = { SendpostDoorSettingsAutoConfiguration.class, MailTransportAutoConfiguration.class,
		SendpostOutboxAutoConfiguration.class, SendpostLimitAutoConfiguration.class })
@ConditionalOnBean({ ApiDoorSettings.class, MailRouter.class })
@ConditionalOnBooleanProperty("sendpost.doors.smtp-mailer.enabled")
@EnableConfigurationProperties(MailGatewayProperties.class)
public final class SendpostSmtpMailerDoorAutoConfiguration {

	/** How much longer a message is held than its server may take. */
	private static final Duration LEASE_MARGIN = Duration.ofMinutes(1);

	@Bean
	@ConditionalOnMissingBean
	OneTimeSmtpTransports sendpostOneTimeSmtpTransports(DoorProperties properties, ObjectProvider<SslBundles> bundles,
			ObjectProvider<MailSigner> signer, ResourceLoader resources) {
		SmtpMailerDoorMapper.requireLibrary(resources.getClassLoader());
		DoorProperties.SmtpMailerDoor door = properties.smtpMailer();
		return new OneTimeSmtpTransports(SmtpMailerDoorMapper.ssl(door, bundles.getIfAvailable()),
				signer.getIfAvailable(() -> MailSigner.NONE), SmtpMailerDoorMapper.timeout(door));
	}

	@Bean
	@ConditionalOnMissingBean
	CallersServerGateway sendpostCallersServerGateway(DoorProperties properties, OneTimeSmtpTransports transports,
			MailGatewayProperties gateway, ObjectProvider<MailDefaults> defaults, ObjectProvider<MailPolicy> policies,
			MailRouter router, ObjectProvider<JdbcOutbox> outbox, ObjectProvider<Clock> clock,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<MailSendObservationConvention> observationConvention) {
		Clock used = clock.getIfUnique(Clock::systemUTC);
		return new CallersServerGateway(defaults.getIfAvailable(gateway::defaults), policies.orderedStream().toList(),
				router, transports(transports, properties.smtpMailer().allowClearTextPasswords()),
				directOutbox(outbox.getIfAvailable(), SmtpMailerDoorMapper.timeout(properties.smtpMailer())),
				new EmailIds(used), used, observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				observationConvention.getIfAvailable());
	}

	private static @Nullable DirectOutbox directOutbox(@Nullable JdbcOutbox outbox, Duration timeout) {
		return (outbox != null) ? new DirectOutbox(outbox, timeout.plus(LEASE_MARGIN)) : null;
	}

	private static Function<CallersServer, OneTimeTransport> transports(OneTimeSmtpTransports transports,
			boolean clearText) {
		SmtpEncryption notSecure = clearText ? SmtpEncryption.STARTTLS : SmtpEncryption.STARTTLS_REQUIRED;
		return (server) -> transports.to(new OneTimeServer(server.host(), server.port(), server.addresses(),
				server.secure() ? SmtpEncryption.TLS : notSecure, server.username(), server.password()));
	}

	@Bean
	@ConditionalOnMissingBean(name = "sendpostSmtpMailerDoor")
	ApiDoor sendpostSmtpMailerDoor(ApiDoorSettings settings, CallersServerGateway gateway, DoorProperties properties,
			ObjectProvider<TokenBuckets> buckets) {
		DoorProperties.SmtpMailerDoor door = properties.smtpMailer();
		return SmtpMailerDoor.create(settings, gateway, SmtpMailerDoorMapper.servers(door),
				SmtpMailerDoorMapper.limits(door, buckets.getIfAvailable()), door.requireKey());
	}

}
