package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;

import dev.sendpost.javamail.GatewayMailSender;
import dev.sendpost.observation.RelayMeters;
import dev.sendpost.relay.RelayEndpoint;
import dev.sendpost.relay.RelayObserver;
import dev.sendpost.relay.SmtpRelay;
import dev.sendpost.transport.Transports;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.subethamail.smtp.server.SMTPServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.mail.MailSender;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostSmtpRelayAutoConfiguration} and
 * {@link SendpostJavaMailSenderAutoConfiguration}.
 */
class SendpostSmtpRelayAutoConfigurationTests {

	private static final String[] CLEAR = { "sendpost.doors.smtp-relay.enabled=true",
			"sendpost.doors.smtp-relay.port=0", "sendpost.doors.smtp-relay.address=127.0.0.1",
			"sendpost.doors.smtp-relay.host-name=smtp.example.com", "sendpost.doors.smtp-relay.require-tls=false" };

	@TempDir
	private Path directory;

	private final ApplicationContextRunner withoutStore = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MailSenderAutoConfiguration.class,
				MailTransportAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
				SendpostSubAccountAutoConfiguration.class, MailGatewayAutoConfiguration.class,
				SendpostMetricsAutoConfiguration.class, SendpostSmtpRelayAutoConfiguration.class,
				SendpostJavaMailSenderAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.withoutStore
		.withConfiguration(
				AutoConfigurations.of(SendpostStoreAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
						SendpostOutboxAutoConfiguration.class, SendpostBounceAutoConfiguration.class))
		.withInitializer((context) -> TestPropertyValues
			.of("sendpost.store.file=" + this.directory.resolve(UUID.randomUUID().toString()))
			.applyTo(context));

	@Test
	void nothingListensUnlessEnabled() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(SmtpRelay.class)
			.doesNotHaveBean(GatewayMailSender.class));
	}

	@Test
	void theRelayListensAndTellsWhere() {
		this.contextRunner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(CLEAR)
			.run((context) -> {
				RelayEndpoint endpoint = context.getBean(SmtpRelay.class).endpoint().orElseThrow();
				assertThat(endpoint.host()).isEqualTo("smtp.example.com");
				assertThat(endpoint.port()).isPositive();
				assertThat(endpoint.startTls()).isFalse();
				assertThat(endpoint.tlsPort()).isNull();
				assertThat(context.getBean(RelayObserver.class)).isInstanceOf(RelayMeters.class);
			});
	}

	@ParameterizedTest
	@CsvSource({ "require-tls=true, ssl.bundle, be sent in the clear", "tls-port=0, ssl.bundle, be sent in the clear",
			"ssl.bundle=none, ssl.bundle, none", "port=70000, port, 70000 is no port",
			"address=nowhere.invalid, address, no address", "host-name=a b, host-name, no name of a host",
			"max-message-size=1B, max-message-size, not possible", "max-connections=0, max-connections, not possible",
			"idle-timeout=0s, idle-timeout, not possible", "max-connektions=1, max-connektions, no such property" })
	void aMistakeIsNamed(String property, String named, String reason) {
		this.contextRunner.withPropertyValues(CLEAR)
			.withPropertyValues("sendpost.doors.smtp-relay." + property)
			.run(failing("sendpost.doors.smtp-relay." + named, reason));
	}

	@Test
	void theRelayNeedsAStore() {
		this.withoutStore.withPropertyValues(CLEAR)
			.run(failing("sendpost.doors.smtp-relay.enabled", "there is no store"));
	}

	@Test
	void aMissingLibraryIsNamed() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(SMTPServer.class))
			.withPropertyValues(CLEAR)
			.run(failing("sendpost.doors.smtp-relay", "a library that is not on the class path"));
	}

	@Test
	void theBridgeStandsBeforeTheSenderOfSpringBootWhichTheGatewayStillUses() {
		this.contextRunner
			.withPropertyValues("sendpost.java-mail-sender.enabled=true", "spring.mail.host=smtp.example.com")
			.run((context) -> {
				assertThat(context.getBean(JavaMailSender.class)).isInstanceOf(GatewayMailSender.class);
				assertThat(context.getBean(MailSender.class)).isInstanceOf(GatewayMailSender.class);
				assertThat(context.getBean(JavaMailSenderImpl.class).getHost()).isEqualTo("smtp.example.com");
				assertThat(context.getBean(Transports.class).names()).hasSize(1).doesNotContain("capture");
			});
	}

	@Test
	void theBridgeWorksWithoutAStoreToo() {
		this.withoutStore.withPropertyValues("sendpost.java-mail-sender.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(GatewayMailSender.class));
	}

	private static ContextConsumer<AssertableApplicationContext> failing(String property, String reason) {
		Consumer<Throwable> expected = (ex) -> {
			InvalidSendpostPropertyException cause = cause(ex);
			assertThat(cause).hasMessageContaining(reason).hasMessageContaining(property);
		};
		return (context) -> assertThat(context).getFailure().satisfies(expected::accept);
	}

	private static InvalidSendpostPropertyException cause(Throwable ex) {
		Throwable cause = ex;
		while (cause != null && !(cause instanceof InvalidSendpostPropertyException)) {
			cause = cause.getCause();
		}
		assertThat(cause).as("the cause of " + ex).isNotNull();
		return (InvalidSendpostPropertyException) cause;
	}

}
