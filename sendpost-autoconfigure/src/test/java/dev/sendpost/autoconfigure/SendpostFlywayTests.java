package dev.sendpost.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.MailGateway;
import dev.sendpost.outbox.Dispatcher;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables by Flyway, beside the application's own migrations.
 */
class SendpostFlywayTests {

	@ParameterizedTest
	@EnumSource(names = "H2_FILE", mode = EnumSource.Mode.EXCLUDE)
	void theMigrationIsTheSchema(TestDatabase kind) throws IOException {
		String platform = kind.platform();
		assertThat(read("dev/sendpost/flyway/" + platform + "/V1__sendpost.sql"))
			.isEqualTo(read("dev/sendpost/store/schema-" + platform + ".sql"));
	}

	private static String read(String path) throws IOException {
		return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@EnumSource(names = "H2_FILE", mode = EnumSource.Mode.EXCLUDE)
	void theOutboxRunsOnWhatFlywayCreated(TestDatabase kind, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("V1__shop.sql"), "create table shop_order (id int primary key)");
		try (FreshDatabase database = kind.fresh()) {
			ApplicationContextRunner runner = new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
						DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
						FlywayAutoConfiguration.class, MailTransportAutoConfiguration.class,
						SendpostStoreAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
						MailGatewayAutoConfiguration.class))
				.withBean(FlywayMigrationStrategy.class, () -> migrateWithSendpost(kind.platform()))
				.withPropertyValues(database.springDatasource())
				.withPropertyValues("spring.flyway.locations=filesystem:" + directory,
						"sendpost.jdbc.initialize-schema=never");
			for (int start = 1; start <= 2; start++) {
				runner.run((context) -> {
					assertThat(context).hasNotFailed().hasSingleBean(Dispatcher.class);
					context.getBean(MailGateway.class)
						.send(Email.builder()
							.from("shop@acme.example")
							.to("reader@example.com")
							.subject("Hello")
							.text("World")
							.build());
					CapturedMailbox mailbox = context.getBean(CapturedMailbox.class);
					assertThat(mailbox.awaitArrival(Duration.ofSeconds(10))).isTrue();
					assertThat(mailbox.emails()).hasSize(1);
					assertThat(
							migrations(context.getBean(JdbcTemplate.class), kind.platform(), "flyway_schema_history"))
						.containsExactly("shop");
					assertThat(
							migrations(context.getBean(JdbcTemplate.class), kind.platform(), "sendpost_schema_history"))
						.containsExactly("sendpost");
				});
			}
		}
	}

	private static FlywayMigrationStrategy migrateWithSendpost(String platform) {
		return (flyway) -> {
			flyway.migrate();
			Flyway.configure()
				.dataSource(flyway.getConfiguration().getDataSource())
				.locations("classpath:dev/sendpost/flyway/" + platform)
				.table("sendpost_schema_history")
				.baselineOnMigrate(true)
				.baselineVersion("0")
				.load()
				.migrate();
		};
	}

	private static List<String> migrations(JdbcTemplate jdbc, String platform, String table) {
		String quote = (platform.equals("mysql") || platform.equals("mariadb")) ? "`" : "\"";
		return jdbc.queryForList(
				"select 'description' from 'TABLE' where 'version' = ?".replace("TABLE", table).replace("'", quote),
				String.class, "1");
	}

}
