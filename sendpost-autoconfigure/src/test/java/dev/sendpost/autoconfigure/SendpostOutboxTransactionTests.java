package dev.sendpost.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
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
		return Awaitility.await().atMost(Duration.ofSeconds(10));
	}

}
