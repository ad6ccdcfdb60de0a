package dev.sendpost.autoconfigure;

import dev.sendpost.api.ApiDoor;
import dev.sendpost.gateway.CallersServerGateway;
import io.github.bucket4j.Bucket;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostSmtpMailerDoorAutoConfiguration}.
 */
class SendpostSmtpMailerDoorAutoConfigurationTests {

	private static final String PREFIX = "sendpost.doors.smtp-mailer.";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(MailGatewayAutoConfiguration.class, MailTransportAutoConfiguration.class,
					SendpostEncryptionAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class,
					SendpostLimitAutoConfiguration.class, SendpostDoorSettingsAutoConfiguration.class,
					SendpostSmtpMailerDoorAutoConfiguration.class, SendpostDoorAutoConfiguration.class,
					SendpostDoorRequirementsAutoConfiguration.class, DispatcherServletAutoConfiguration.class));

	@Test
	void itIsOffByDefault() {
		this.contextRunner.withPropertyValues(PREFIX + "servers=smtp.example.com:587")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ApiDoor.class)
				.doesNotHaveBean(CallersServerGateway.class));
	}

	@Test
	void itIsServedAlsoWithoutAStore() {
		this.contextRunner.withPropertyValues(PREFIX + "enabled=true", PREFIX + "servers=smtp.example.com:587")
			.run((context) -> assertThat(context).hasSingleBean(ApiDoor.class));
	}

	@Test
	void withoutAnyServerItDoesNotStart() {
		this.contextRunner.withPropertyValues(PREFIX + "enabled=true")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining(PREFIX + "servers: it is empty"));
	}

	@ParameterizedTest
	@CsvSource({ "servers,smtp.example.com,servers[0]", "servers,2130706433:25,servers[0]",
			"private-servers,127.1:25,private-servers[0]", "timeout,0s,timeout", "timeout,61s,timeout",
			"concurrency,0,concurrency", "requests-per-minute,0,requests-per-minute", "ssl.bundle,nothing,ssl.bundle",
			"server,smtp.example.com:587,server" })
	void whatCannotWorkIsRefused(String property, String value, String named) {
		this.contextRunner
			.withPropertyValues(PREFIX + "enabled=true", PREFIX + "servers[0]=smtp.example.com:587",
					PREFIX + property + (property.endsWith("servers") ? "[0]" : "") + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining(PREFIX + named + ":"));
	}

	@Test
	void withoutJakartaMailItDoesNotStart() {
		this.contextRunner.withPropertyValues(PREFIX + "enabled=true", PREFIX + "servers=smtp.example.com:587")
			.withClassLoader(new FilteredClassLoader(SMTPTransport.class))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("org.eclipse.angus:angus-mail"));
	}

	@Test
	void withoutKeysRequestsHaveToBeLimited() {
		this.contextRunner
			.withPropertyValues(PREFIX + "enabled=true", PREFIX + "servers=smtp.example.com:587",
					PREFIX + "require-key=false")
			.withClassLoader(new FilteredClassLoader(Bucket.class))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining(PREFIX + "require-key"));
	}

}
