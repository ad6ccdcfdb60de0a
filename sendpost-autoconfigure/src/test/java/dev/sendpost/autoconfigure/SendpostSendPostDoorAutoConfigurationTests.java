package dev.sendpost.autoconfigure;

import dev.sendpost.api.ApiDoor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostSendPostDoorAutoConfiguration}.
 */
class SendpostSendPostDoorAutoConfigurationTests {

	private static final String ENABLED = "sendpost.doors.sendpost.enabled=true";

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MailGatewayAutoConfiguration.class,
				MailTransportAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
				SendpostSubAccountAutoConfiguration.class, SendpostLimitAutoConfiguration.class,
				SendpostDomainAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
				SendpostStatisticsAutoConfiguration.class, SendpostTemplateAutoConfiguration.class,
				SendpostDoorSettingsAutoConfiguration.class, SendpostSendPostDoorAutoConfiguration.class));

	@Test
	void itIsNotServedByDefault() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApiDoor.class));
	}

	@Test
	void itIsServedWhereItIsEnabled() {
		this.contextRunner.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context.getBean(ApiDoor.class).name()).isEqualTo("sendpost"));
	}

	@Test
	void itIsServedWithoutTheLibrariesOfSomeFeatures() {
		this.contextRunner.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.xbill.DNS", "com.samskivert",
					"com.github.kagkarlsson"))
			.run((context) -> assertThat(context).hasSingleBean(ApiDoor.class));
	}

	@Test
	void theApplicationMayHaveADoorOfItsOwn() {
		this.contextRunner.withPropertyValues(ENABLED)
			.withBean("sendpostSendPostDoor", String.class, () -> "own")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApiDoor.class));
	}

	/**
	 * The two names are known for having the same CRC-32.
	 */
	@Test
	void twoRoutesOfOneNumberFailTheStart() {
		this.contextRunner
			.withPropertyValues(ENABLED, "sendpost.transports.first.type=capture",
					"sendpost.routing.routes.plumless.transports=first",
					"sendpost.routing.routes.buckeroo.transports=first")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidSendpostPropertyException.class)
				.hasMessageContaining("same number"));
	}

}
