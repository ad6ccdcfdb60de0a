package dev.sendpost.autoconfigure;

import dev.sendpost.api.ApiDoor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.support.RouterFunctionMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostDoorAutoConfiguration} and what it comes after.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostDoorAutoConfigurationTests {

	private static final String ENABLED = "sendpost.doors.email-api.enabled=true";

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations.of(MailGatewayAutoConfiguration.class,
			MailTransportAutoConfiguration.class, SendpostEncryptionAutoConfiguration.class,
			SendpostSubAccountAutoConfiguration.class, SendpostLimitAutoConfiguration.class,
			SendpostDoorSettingsAutoConfiguration.class, SendpostEmailApiDoorAutoConfiguration.class,
			SendpostDoorAutoConfiguration.class, SendpostDoorRequirementsAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATION);

	@Test
	void nothingIsServedByDefault(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ApiDoor.class)
			.doesNotHaveBean("sendpostDoorHandlerMapping"));
		assertThat(output).doesNotContain("sendpost.doors");
	}

	@Test
	void aDoorThatIsEnabledIsServed() {
		this.contextRunner.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasSingleBean(ApiDoor.class)
				.hasBean("sendpostDoorHandlerMapping")
				.doesNotHaveBean(SendpostDoorRequirementsAutoConfiguration.class));
	}

	@Test
	void theApplicationMayHaveAMappingOfItsOwn() {
		this.contextRunner.withPropertyValues(ENABLED)
			.withBean("sendpostDoorHandlerMapping", RouterFunctionMapping.class)
			.run((context) -> assertThat(context).hasSingleBean(RouterFunctionMapping.class));
	}

	@Test
	void anApplicationThatServesNothingIsTold(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApiDoor.class));
		assertThat(output).contains("sendpost.doors.email-api.enabled", "serves no requests");
	}

	@Test
	void aReactiveApplicationDoesNotStart() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContainingAll("sendpost.doors.email-api.enabled", "reactive"));
	}

	@Test
	void anApplicationWithoutALibraryDoesNotStart() {
		this.contextRunner.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("tools.jackson.core:jackson-databind"));
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ENABLED)
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class, RouterFunctionMapping.class))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("spring-boot-starter-webmvc"));
	}

	@Test
	void pathsAndSizesThatMakeNoSenseAreRefused() {
		for (String path : new String[] { "mail", "/mail/", "/", "/{x}", "/a b", "/**" }) {
			this.contextRunner.withPropertyValues(ENABLED, "sendpost.doors.base-path=" + path)
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.rootCause()
					.hasMessageContaining("sendpost.doors.base-path"));
		}
		for (String size : new String[] { "0B", "2GB" }) {
			this.contextRunner.withPropertyValues(ENABLED, "sendpost.doors.max-body-size=" + size)
				.run((context) -> assertThat(context).hasFailed()
					.getFailure()
					.rootCause()
					.hasMessageContaining("sendpost.doors.max-body-size"));
		}
	}

}
