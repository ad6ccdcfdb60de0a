package dev.sendpost.autoconfigure;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

import dev.sendpost.mime.MailSigner;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.ReturnPath;
import dev.sendpost.transport.RouteCapacity;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.Transports;
import dev.sendpost.transport.capture.CapturedMailbox;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.web.client.RestClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the ways out and the routes to
 * them.
 */
@AutoConfiguration(after = MailSenderAutoConfiguration.class)
@ConditionalOnClass({ CircuitBreaker.class, RetryTemplate.class, JavaMailSenderImpl.class })
@EnableConfigurationProperties({ MailRoutingProperties.class, MailSafetyProperties.class, CaptureProperties.class })
public final class MailTransportAutoConfiguration {

	@Bean
	static SendpostPropertyCheck sendpostPropertyCheck(Environment environment) {
		return new SendpostPropertyCheck(environment);
	}

	@Bean
	@ConditionalOnMissingBean
	CapturedMailbox capturedMailbox(CaptureProperties properties) {
		if (properties.capacity() < 1) {
			throw new InvalidSendpostPropertyException("sendpost.capture.capacity",
					"a mailbox for " + properties.capacity() + " e-mails keeps none", "Set it to 1 or more.");
		}
		return new CapturedMailbox(properties.capacity());
	}

	@Bean
	CaptureTransportFactory captureTransportFactory(CapturedMailbox mailbox) {
		return new CaptureTransportFactory(mailbox);
	}

	@Bean
	@ConditionalOnMissingBean
	Transports mailTransports(Environment environment, ObjectProvider<TransportFactory> factories,
			ObjectProvider<MailTransport> transports, ObjectProvider<JavaMailSenderImpl> sender,
			CapturedMailbox mailbox, ObjectProvider<MailSigner> signer, ObjectProvider<ReturnPath> returnPath,
			ObjectProvider<TransportCredentials> credentials, MailSafetyProperties safety,
			MailRoutingProperties routing) {
		return new TransportsFactory(factories.orderedStream().toList(), mailbox,
				signer.getIfAvailable(() -> MailSigner.NONE), returnPath.getIfAvailable(() -> ReturnPath.SENDER),
				credentials.getIfAvailable(() -> TransportCredentials.NONE))
			.create(environment, transports.orderedStream().toList(), sender.getIfUnique(), safety, routing);
	}

	@Bean
	@ConditionalOnMissingBean
	MailRouter mailRouter(Transports transports, MailRoutingProperties properties,
			ObjectProvider<RouteCapacity> capacity) {
		RandomGenerator random = (RandomGenerator) () -> ThreadLocalRandom.current().nextLong();
		return new MailRouter(transports,
				new RoutingTableFactory(properties, transports.names(), transports.reservedNames()).create(),
				capacity.getIfAvailable(() -> RouteCapacity.UNLIMITED), random, properties.failOverPerhapsSent());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SMTPTransport.class)
	static class SmtpConfiguration {

		@Bean
		SmtpTransportFactory smtpTransportFactory(ObjectProvider<SslBundles> sslBundles,
				ObjectProvider<MailSigner> signer, ObjectProvider<ReturnPath> returnPath,
				ObjectProvider<TransportCredentials> credentials) {
			return new SmtpTransportFactory(sslBundles.getIfAvailable(), signer.getIfAvailable(() -> MailSigner.NONE),
					returnPath.getIfAvailable(() -> ReturnPath.SENDER),
					credentials.getIfAvailable(() -> TransportCredentials.NONE));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RestClient.class, JsonMapper.class })
	static class HttpApiConfiguration {

		private final HttpApiSettingsFactory settings;

		private final TransportCredentials credentials;

		HttpApiConfiguration(ObjectProvider<SslBundles> sslBundles, ObjectProvider<TransportCredentials> credentials) {
			this.settings = new HttpApiSettingsFactory(sslBundles.getIfAvailable());
			this.credentials = credentials.getIfAvailable(() -> TransportCredentials.NONE);
		}

		@Bean
		EmailApiTransportFactory emailApiTransportFactory() {
			return new EmailApiTransportFactory(this.settings, this.credentials);
		}

		@Bean
		SendTrueTransportFactory sendTrueTransportFactory() {
			return new SendTrueTransportFactory(this.settings, this.credentials);
		}

		@Bean
		SmtpMailerTransportFactory smtpMailerTransportFactory() {
			return new SmtpMailerTransportFactory(this.settings, this.credentials);
		}

		@Bean
		SendPostTransportFactory sendPostTransportFactory() {
			return new SendPostTransportFactory(this.settings, this.credentials);
		}

		@Bean
		SendryTransportFactory sendryTransportFactory() {
			return new SendryTransportFactory(this.settings, this.credentials);
		}

	}

}
