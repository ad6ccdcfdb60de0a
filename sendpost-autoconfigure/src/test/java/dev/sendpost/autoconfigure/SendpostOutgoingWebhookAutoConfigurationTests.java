package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.egress.EgressClient;
import dev.sendpost.egress.EgressGuard;
import dev.sendpost.job.ScheduledJob;
import dev.sendpost.observation.OutgoingWebhookMeters;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.webhook.outbound.WebhookDispatcher;
import dev.sendpost.webhook.outbound.WebhookEventListener;
import dev.sendpost.webhook.outbound.WebhookEventType;
import dev.sendpost.webhook.outbound.WebhookException;
import dev.sendpost.webhook.outbound.WebhookForm;
import dev.sendpost.webhook.outbound.WebhookSettings;
import dev.sendpost.webhook.outbound.WebhookSubscriberStoppedEvent;
import dev.sendpost.webhook.outbound.WebhookSubscribers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SendpostOutgoingWebhookAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostOutgoingWebhookAutoConfigurationTests {

	@TempDir
	private static Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
						SendpostEncryptionAutoConfiguration.class, SendpostSubAccountAutoConfiguration.class,
						SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class,
						SendpostEgressAutoConfiguration.class, SendpostOutgoingWebhookAutoConfiguration.class))
		.withPropertyValues("sendpost.store.file=" + directory.resolve("mail"),
				"sendpost.encryption.key=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

	private static WebhookSettings settings(Object url) {
		return WebhookSettings.of(url.toString(), WebhookForm.STANDARD_WEBHOOKS, WebhookEventType.PROCESSED);
	}

	private static Email email() {
		return Email.builder().from("hello@acme.example").to("ann@example.com").subject("Hi").text("x").build();
	}

	@Test
	void anApplicationTellsItsSubscribersAndHearsOfThoseThatStop(CapturedOutput output) {
		try (StandInServer server = StandInServer.start()
			.will(HttpAction.json(200, "{}"), HttpAction.json(410, "{}"))) {
			this.contextRunner.withUserConfiguration(ListeningConfiguration.class)
				.withPropertyValues("sendpost.egress.allowed-networks=127.0.0.0/8")
				.run((context) -> {
					WebhookSubscribers subscribers = context.getBean(WebhookSubscribers.class);
					String secret = subscribers.create(settings(server.uri() + "/?token=hidden")).secret();
					MailGateway gateway = context.getBean(MailGateway.class);
					gateway.send(email());
					Awaitility.await()
						.atMost(Duration.ofSeconds(20))
						.untilAsserted(() -> assertThat(server.requests()).hasSize(1));
					gateway.send(email());
					Listener listener = context.getBean(Listener.class);
					Awaitility.await()
						.atMost(Duration.ofSeconds(20))
						.untilAsserted(() -> assertThat(listener.stopped).isNotNull());
					assertThat(output).containsOnlyOnce("is told no more and now DISABLED")
						.doesNotContain("token=hidden")
						.doesNotContain(secret);
				});
		}
	}

	@Test
	void whatSubscribersAreToldIsMeasured() {
		try (StandInServer server = StandInServer.start().will(HttpAction.json(200, "{}"))) {
			this.contextRunner.withConfiguration(AutoConfigurations.of(SendpostMetricsAutoConfiguration.class))
				.withBean(SimpleMeterRegistry.class)
				.withPropertyValues("sendpost.egress.allowed-networks=127.0.0.0/8")
				.run((context) -> {
					MeterRegistry registry = context.getBean(MeterRegistry.class);
					context.getBean(OutgoingWebhookMeters.class).bindTo(registry);
					WebhookSubscribers subscribers = context.getBean(WebhookSubscribers.class);
					UUID held = subscribers.create(settings(server.uri() + "/held")).subscriber().id();
					context.getBean(WebhookDispatcher.class).stop();
					context.getBean(MailGateway.class).send(email());
					subscribers.change(held, settings(server.uri() + "/held").withEnabled(false));
					subscribers.create(settings(server.uri() + "/told"));
					context.getBean(MailGateway.class).send(email());
					assertThat(waiting(registry, "told")).isOne();
					assertThat(waiting(registry, "held")).isOne();
					assertThat(registry.get("sendpost.outgoing.webhooks.delay").timeGauge().value(TimeUnit.MINUTES))
						.isBetween(0.0, 5.0);
					context.getBean(WebhookDispatcher.class).start();
					Awaitility.await()
						.atMost(Duration.ofSeconds(20))
						.untilAsserted(() -> assertThat(attempts(registry, "delivered")).isOne());
					assertThat(attempts(registry, "retried")).isZero();
					assertThat(attempts(registry, "given_up")).isZero();
				});
		}
	}

	private static double waiting(MeterRegistry registry, String subscriber) {
		return registry.get("sendpost.outgoing.webhooks.deliveries").tag("subscriber", subscriber).gauge().value();
	}

	private static long attempts(MeterRegistry registry, String result) {
		return registry.get("sendpost.outgoing.webhooks.attempts").tag("result", result).timer().count();
	}

	@Test
	void thePrivateNetworkIsOutOfReachByDefault() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(WebhookDispatcher.class).hasSingleBean(EgressClient.class);
			assertThatExceptionOfType(WebhookException.class)
				.isThrownBy(() -> context.getBean(WebhookSubscribers.class).create(settings("http://127.0.0.1:8080/")))
				.withMessageContaining("sendpost.egress");
		});
	}

	@Test
	void onlySubAccountsThatExistHaveSubscribers() {
		this.contextRunner
			.withPropertyValues("sendpost.sub-accounts.shop.from=shop@acme.example",
					"sendpost.egress.allowed-hosts=hooks.example")
			.run((context) -> {
				WebhookSubscribers subscribers = context.getBean(WebhookSubscribers.class);
				assertThat(subscribers.forSubmitter(Submitter.subAccount("shop"))
					.create(settings("https://hooks.example/"))
					.subscriber()
					.subAccount()).isEqualTo("shop");
				assertThatExceptionOfType(WebhookException.class)
					.isThrownBy(() -> subscribers.create("other", settings("https://hooks.example/"), null));
			});
	}

	@Test
	void oldDeliveriesAreForgottenByAJob() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBeansOfType(ScheduledJob.class)).containsKey("sendpostOutgoingWebhookRetentionJob");
			context.getBean("sendpostOutgoingWebhookRetentionJob", ScheduledJob.class).work().run();
		});
	}

	@Test
	void withoutAStoreThereIsOnlyTheGuard() {
		this.contextRunner.withPropertyValues("sendpost.store.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EgressGuard.class)
				.doesNotHaveBean(WebhookSubscribers.class)
				.doesNotHaveBean(WebhookEventListener.class));
	}

	@Test
	void withoutItsLibrariesThereAreNoOutgoingWebhooks() {
		for (String library : List.of("org.apache.hc.core5", "tools.jackson")) {
			this.contextRunner.withClassLoader(new FilteredClassLoader(library))
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(MailGateway.class)
					.doesNotHaveBean(WebhookSubscribers.class));
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			outgoing-webhooks.concurrency,         0
			outgoing-webhooks.concurrency-per-subscriber, 0
			outgoing-webhooks.poll-interval,       0s
			outgoing-webhooks.pause-after,         -1s
			outgoing-webhooks.retention,           0s
			outgoing-webhooks.retry.delays,        0s
			outgoing-webhooks.retry.jitter,        2
			""")
	void aWrongPropertyIsNamed(String property, String value) {
		this.contextRunner.withPropertyValues("sendpost." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidSendpostPropertyException.class,
						(ex) -> assertThat(ex.getMessage()).contains("sendpost." + property)));
	}

	@Configuration(proxyBeanMethods = false)
	static class ListeningConfiguration {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class Listener {

		private volatile WebhookSubscriberStoppedEvent stopped;

		@EventListener
		void on(WebhookSubscriberStoppedEvent event) {
			this.stopped = event;
		}

	}

}
