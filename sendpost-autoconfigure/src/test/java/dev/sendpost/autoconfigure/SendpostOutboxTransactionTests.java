package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.OutgoingEmail;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The outbox beside the transactions of the application, on a pool that commits each
 * statement by itself, and on one that does not.
 */
@ParameterizedClass(name = "auto-commit {0}")
@ValueSource(booleans = { true, false })
class SendpostOutboxTransactionTests {

	private static final Email EMAIL = Email.builder()
		.from("shop@acme.example")
		.to("reader@example.com")
		.subject("Your order")
		.text("Thank you")
		.build();

	private final boolean autoCommit;

	private FreshDatabase database;

	private ApplicationContextRunner contextRunner;

	SendpostOutboxTransactionTests(boolean autoCommit) {
		this.autoCommit = autoCommit;
	}

	@BeforeEach
	void createDatabase() {
		this.database = TestDatabase.H2.fresh();
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
					SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class))
			.withBean(Listener.class)
			.withPropertyValues(this.database.springDatasource())
			.withPropertyValues("spring.datasource.hikari.auto-commit=" + this.autoCommit);
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	@Test
	void mailIsCommittedAndRolledBackWithTheCallersTransaction() {
		this.contextRunner.run((context) -> {
			MailGateway gateway = context.getBean(MailGateway.class);
			transaction(context).executeWithoutResult((status) -> {
				gateway.send(EMAIL);
				status.setRollbackOnly();
			});
			transaction(context)
				.executeWithoutResult((status) -> gateway.send(EMAIL.toBuilder().subject("Committed").build()));
			gateway.send(EMAIL.toBuilder().subject("Alone").build());
			await().untilAsserted(() -> assertThat(sent(context)).containsExactly("Alone", "Committed"));
		});
	}

	@Test
	void aListenerSendsMailWhenMailWasSent() {
		this.contextRunner.run((context) -> {
			MailGateway gateway = context.getBean(MailGateway.class);
			context.getBean(Listener.class).action = (event) -> {
				if (gateway.find(event.emailId()).map(EmailRecord::subject).orElseThrow().equals("Your order")) {
					gateway.send(EMAIL.toBuilder().subject("Tell us how it was").build());
				}
			};
			gateway.send(EMAIL);
			await().untilAsserted(() -> assertThat(sent(context)).containsExactly("Tell us how it was", "Your order"));
		});
	}

	@Test
	void aListenerWritesInATransactionWhenMailWasSent() {
		this.contextRunner.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			transaction(context)
				.executeWithoutResult((status) -> jdbc.execute("create table heard (type varchar(10))"));
			context.getBean(Listener.class).action = (event) -> transaction(context)
				.executeWithoutResult((status) -> jdbc.update("insert into heard values (?)", event.type().name()));
			context.getBean(MailGateway.class).send(EMAIL);
			await().untilAsserted(() -> assertThat(jdbc.queryForList("select type from heard", String.class))
				.containsExactly("SENT"));
		});
	}

	@Test
	void whatIsResumedStaysResumed() {
		this.contextRunner.run((context) -> {
			MailQueue queue = context.getBean(MailQueue.class);
			queue.pause();
			assertThat(queue.state().paused()).isTrue();
			context.getBean(MailGateway.class).send(EMAIL);
			queue.resume();
			assertThat(queue.state().paused()).isFalse();
			await().untilAsserted(() -> assertThat(sent(context)).hasSize(1));
		});
	}

	@Test
	void aLeaseIsHeldWhileAMessageIsBeingSent() {
		FakeTransport slow = FakeTransport.behaving("slow", SendpostOutboxTransactionTests::sendSlowly);
		this.contextRunner.withBean("slow", FakeTransport.class, () -> slow)
			.withPropertyValues("sendpost.outbox.lease=5s", "sendpost.outbox.poll-interval=100ms")
			.run((context) -> {
				context.getBean(MailGateway.class).send(EMAIL);
				await().untilAsserted(() -> assertThat(sent(context)).hasSize(1));
				assertThat(slow.attempts()).hasSize(1);
			});
	}

	private static List<RecipientOutcome> sendSlowly(OutgoingEmail email) {
		try {
			TimeUnit.SECONDS.sleep(7);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return email.recipients()
			.stream()
			.map((recipient) -> RecipientOutcome.sent(recipient, "slow", "250 2.0.0 Ok"))
			.toList();
	}

	private static TransactionTemplate transaction(ApplicationContext context) {
		return new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
	}

	private static List<String> sent(ApplicationContext context) {
		return context.getBean(MailGateway.class)
			.search(EmailSearch.all().status(EmailStatus.SENT))
			.emails()
			.stream()
			.map(EmailRecord::subject)
			.toList();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	/**
	 * Hears of mail that was sent.
	 */
	static class Listener {

		private volatile Consumer<DeliveryEvent> action = (event) -> {
		};

		@EventListener
		void on(DeliveryEvent event) {
			if (event.type() == DeliveryEventType.SENT) {
				this.action.accept(event);
			}
		}

	}

}
