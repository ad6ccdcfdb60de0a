package dev.sendpost.autoconfigure;

import dev.sendpost.webhook.inbound.mvc.SignedWebhook;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SendpostReactiveSignedWebhookAutoConfiguration}.
 */
class SendpostReactiveSignedWebhookAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations
		.of(SendpostReactiveSignedWebhookAutoConfiguration.class);

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATION);

	@Test
	void aReactiveApplicationWithASignedMethodDoesNotStart() {
		this.contextRunner.withBean(Signed.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new ReactiveSignedWebhookFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("Signed.receive has @SignedWebhook", "WebFlux");
			assertThat(analysis.getAction()).contains("WebhookSource", "Spring MVC");
		});
	}

	@Test
	void aReactiveApplicationWithoutOneStarts() {
		this.contextRunner.withBean(Open.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void elsewhereItIsNotAskedFor() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withBean(Signed.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("sendpostReactiveSignedWebhookCheck"));
	}

	@RestController
	static class Signed {

		@PostMapping("/signed")
		@SignedWebhook("shop")
		void receive() {
		}

	}

	@RestController
	static class Open {

		@PostMapping("/open")
		void receive() {
		}

	}

}
