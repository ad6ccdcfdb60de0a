package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.OutboxDelivery;
import dev.sendpost.gateway.OutboxMailGateway;
import dev.sendpost.job.JobScheduler;
import dev.sendpost.outbox.DeliveryAttempt;
import dev.sendpost.outbox.Dispatcher;
import dev.sendpost.outbox.JdbcOutbox;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.outbox.QueuedEmailDelivery;
import dev.sendpost.store.Store;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.capture.CapturedMailbox;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.TaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SendpostOutboxAutoConfiguration}.
 */
class SendpostOutboxAutoConfigurationTests {

	private static final Email EMAIL = Email.builder()
		.from("hello@acme.example")
		.to("reader@example.com")
		.subject("Hello")
		.text("World")
		.build();

	@TempDir
	private Path directory;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void prepare() {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
							SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class))
			.withPropertyValues("sendpost.store.file=" + this.directory.resolve("mail"));
	}

	@Test
	void withAStoreMailIsQueuedAndDelivered() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(MailGateway.class)
				.hasSingleBean(OutboxMailGateway.class)
				.hasSingleBean(JdbcOutbox.class)
				.hasSingleBean(JdbcDeliveryLog.class)
				.hasSingleBean(MailQueue.class);
			assertThat(context.getBean(Dispatcher.class).isRunning()).isTrue();
			assertThat(context.getBean(JobScheduler.class).isRunning()).isTrue();
			Receipt receipt = context.getBean(MailGateway.class).send(EMAIL);
			assertThat(receipt.status()).isEqualTo(EmailStatus.QUEUED);
			CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
			assertThat(mailbox.awaitArrival(Duration.ofSeconds(10))).isTrue();
			assertThat(mailbox.emails()).singleElement()
				.satisfies((captured) -> assertThat(captured.id()).isEqualTo(receipt.id()));
		});
	}

	@Test
	void whatWasQueuedByOneStartIsDeliveredByTheNext() {
		this.contextRunner.run((context) -> {
			context.getBean(MailQueue.class).pause();
			context.getBean(MailGateway.class).send(EMAIL);
		});
		this.contextRunner.run((context) -> {
			context.getBean(MailQueue.class).resume();
			CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
			assertThat(mailbox.awaitArrival(Duration.ofSeconds(10))).isTrue();
			assertThat(mailbox.emails()).hasSize(1);
		});
	}

	@Test
	void itAddsNothingThatBootWouldTakeForTheHosts() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(Executor.class)
			.doesNotHaveBean(TaskExecutor.class)
			.doesNotHaveBean(Scheduler.class));
	}

	@Test
	void itBacksOffFromAGatewayOfTheApplication() {
		this.contextRunner.withBean("own", MailGateway.class, () -> mock(MailGateway.class))
			.run((context) -> assertThat(context).hasSingleBean(MailGateway.class)
				.hasBean("own")
				.hasSingleBean(JdbcOutbox.class));
	}

	@Test
	void itBacksOffFromADeliveryOfTheApplication() {
		this.contextRunner
			.withBean("own", QueuedEmailDelivery.class,
					() -> (email) -> new DeliveryAttempt(email.email()
						.recipients()
						.stream()
						.map((recipient) -> RecipientOutcome.bounced(recipient, "own", "550 5.1.1 Nobody"))
						.toList(), false))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(OutboxDelivery.class);
				MailGateway gateway = context.getBean(MailGateway.class);
				Receipt receipt = gateway.send(EMAIL);
				Awaitility.await()
					.untilAsserted(() -> assertThat(gateway.find(receipt.id())).map(EmailRecord::status)
						.hasValue(EmailStatus.BOUNCED));
			});
	}

	@Test
	void retriesFollowTheProperties() {
		FakeTransport busy = FakeTransport.answering("busy",
				(recipient) -> RecipientOutcome.deferred(recipient, "busy", "451 4.7.1 Later"));
		this.contextRunner.withBean("busy", FakeTransport.class, () -> busy)
			.withPropertyValues("sendpost.outbox.retry.delays=100ms,200ms", "sendpost.outbox.retry.jitter=0",
					"sendpost.outbox.retry.max-age=4s", "sendpost.outbox.poll-interval=50ms")
			.run((context) -> {
				MailGateway gateway = context.getBean(MailGateway.class);
				Receipt receipt = gateway.send(EMAIL);
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(gateway.find(receipt.id())).map(EmailRecord::status)
						.hasValue(EmailStatus.BOUNCED));
				assertThat(busy.attempts()).hasSizeBetween(3, 22);
				assertThat(gateway.find(receipt.id()).orElseThrow().outcomes()).singleElement()
					.satisfies((outcome) -> assertThat(outcome.reason()).startsWith("given up after PT4S"));
			});
	}

	@Test
	void anIdempotencyKeyIsRecognisedForAsLongAsThePropertySays() {
		this.contextRunner.withPropertyValues("sendpost.outbox.idempotency-window=1h").run((context) -> {
			MailGateway gateway = context.getBean(MailGateway.class);
			Email email = EMAIL.toBuilder().idempotencyKey("order-42").build();
			assertThat(gateway.send(email).id()).isEqualTo(gateway.send(email).id());
		});
		this.contextRunner.withClassLoader(new FilteredClassLoader(Scheduler.class))
			.withPropertyValues("sendpost.outbox.idempotency-window=0",
					"sendpost.store.file=" + this.directory.resolve("other"))
			.run((context) -> {
				MailGateway gateway = context.getBean(MailGateway.class);
				Email email = EMAIL.toBuilder().idempotencyKey("order-42").build();
				assertThat(gateway.send(email).id()).isNotEqualTo(gateway.send(email).id());
			});
	}

	@Test
	void withoutAStoreThereIsNoOutbox() {
		this.contextRunner.withPropertyValues("sendpost.store.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(JdbcOutbox.class)
				.doesNotHaveBean(Dispatcher.class)
				.doesNotHaveBean(MailQueue.class)
				.doesNotHaveBean(JobScheduler.class)
				.hasSingleBean(DefaultMailGateway.class));
	}

	@Test
	void withoutDbSchedulerMailIsDeliveredAndNothingIsCleanedUp() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Scheduler.class))
			.run((context) -> assertThat(context).hasSingleBean(OutboxMailGateway.class)
				.hasSingleBean(Dispatcher.class)
				.doesNotHaveBean(JobScheduler.class));
	}

	@Test
	void withoutMicrometerObservationThereIsNoOutbox() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> assertThat(context).hasSingleBean(Store.class)
				.doesNotHaveBean(JdbcOutbox.class)
				.doesNotHaveBean(MailGateway.class));
	}

	@Test
	void stoppingTheApplicationStopsTheThreads() {
		this.contextRunner.run((context) -> {
			List<Object> running = List.of(context.getBean(Dispatcher.class), context.getBean(JobScheduler.class));
			context.getSourceApplicationContext().close();
			assertThat(((Dispatcher) running.get(0)).isRunning()).isFalse();
			assertThat(((JobScheduler) running.get(1)).isRunning()).isFalse();
		});
	}

}
