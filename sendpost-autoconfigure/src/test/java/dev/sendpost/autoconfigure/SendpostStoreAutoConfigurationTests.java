package dev.sendpost.autoconfigure;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.util.Properties;
import java.util.UUID;

import javax.sql.DataSource;

import dev.sendpost.MailGateway;
import dev.sendpost.StoreRequiredException;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.OutboxMailGateway;
import dev.sendpost.store.EmbeddedDatabase;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SendpostStoreAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SendpostStoreAutoConfigurationTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void prepare() {
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					DataSourceTransactionManagerAutoConfiguration.class, MailTransportAutoConfiguration.class,
					SendpostStoreAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
					MailGatewayAutoConfiguration.class))
			.withPropertyValues("sendpost.store.file=" + file());
	}

	private Path file() {
		return this.directory.resolve("mail");
	}

	/**
	 * An application that has H2 on its class path, but no database.
	 */
	private ApplicationContextRunner withoutDataSource() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MailTransportAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
							SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class))
			.withPropertyValues("sendpost.store.file=" + file());
	}

	@Test
	void withoutADataSourceThereIsAPrivateDatabaseInAFile() {
		withoutDataSource().run((context) -> {
			assertThat(context).hasSingleBean(Store.class)
				.hasSingleBean(EmbeddedDatabase.class)
				.hasSingleBean(OutboxMailGateway.class);
			assertThat(this.directory.resolve("mail.mv.db")).exists();
		});
	}

	@Test
	void thePrivateDatabaseIsNothingThatBootWouldTakeForTheHosts() {
		withoutDataSource().run((context) -> assertThat(context).doesNotHaveBean(DataSource.class)
			.doesNotHaveBean(JdbcTemplate.class)
			.doesNotHaveBean(PlatformTransactionManager.class));
	}

	@Test
	void theApplicationsDataSourceIsUsed() {
		try (FreshDatabase database = TestDatabase.H2.fresh()) {
			this.contextRunner.withPropertyValues(database.springDatasource()).run((context) -> {
				assertThat(context).hasSingleBean(Store.class).doesNotHaveBean(EmbeddedDatabase.class);
				assertThat(context.getBean(Store.class).dataSource()).isSameAs(context.getBean(DataSource.class));
				assertThat(this.directory).isEmptyDirectory();
			});
		}
	}

	@Test
	void mailInADatabaseInMemoryIsWarnedOf(CapturedOutput output) {
		this.contextRunner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID())
			.run((context) -> assertThat(output).contains("'spring.datasource.url'"));
	}

	@Test
	void itBacksOffFromAStoreOfTheApplication() {
		try (FreshDatabase database = TestDatabase.H2.fresh()) {
			createTables(database, "h2");
			Store own = new Store(database.dataSource(), StorePlatform.H2, null);
			withoutDataSource().withBean("own", Store.class, () -> own).run((context) -> {
				assertThat(context.getBean(Store.class)).isSameAs(own);
				assertThat(context).doesNotHaveBean(EmbeddedDatabase.class).hasSingleBean(OutboxMailGateway.class);
				assertThat(this.directory).isEmptyDirectory();
			});
		}
	}

	@Test
	void itBacksOffFromAnEmbeddedDatabaseOfTheApplication() {
		withoutDataSource().withBean("own", EmbeddedDatabase.class, EmbeddedDatabase::inMemory).run((context) -> {
			assertThat(context).hasSingleBean(EmbeddedDatabase.class).hasBean("own").hasSingleBean(Store.class);
			assertThat(this.directory).isEmptyDirectory();
		});
	}

	@Test
	void switchedOffItLeavesMailToBeSentAtOnce() {
		withoutDataSource().withPropertyValues("sendpost.store.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(Store.class)
				.doesNotHaveBean(EmbeddedDatabase.class)
				.hasSingleBean(DefaultMailGateway.class);
			assertThat(this.directory).isEmptyDirectory();
		});
	}

	@Test
	void withoutH2AndWithoutADataSourceMailIsSentAtOnce() {
		withoutDataSource().withClassLoader(new FilteredClassLoader(JdbcConnectionPool.class)).run((context) -> {
			assertThat(context).doesNotHaveBean(Store.class).hasSingleBean(DefaultMailGateway.class);
			assertThatExceptionOfType(StoreRequiredException.class)
				.isThrownBy(() -> context.getBean(MailGateway.class).find(UUID.randomUUID()))
				.withMessageContaining("H2 on its class path");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { JdbcTemplate.class, AbstractScriptDatabaseInitializer.class })
	void withoutSpringJdbcOrBootsSqlThereIsNoStore(Class<?> missing) {
		withoutDataSource().withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).doesNotHaveBean(Store.class).hasSingleBean(DefaultMailGateway.class));
	}

	@Test
	void ofSeveralDataSourcesThePrimaryIsUsed() {
		this.contextRunner.withUserConfiguration(TwoDatabases.class, FirstIsPrimary.class).run((context) -> {
			assertThat(context).hasSingleBean(Store.class);
			assertThat(context.getBean(Store.class).dataSource()).isSameAs(context.getBean("primary"));
		});
	}

	@Test
	void ofSeveralDataSourcesWithoutAPrimaryNoneIsUsedAndThatIsSaid(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(TwoDatabases.class).run((context) -> {
			assertThat(context).doesNotHaveBean(Store.class)
				.doesNotHaveBean(EmbeddedDatabase.class)
				.hasSingleBean(DefaultMailGateway.class);
			assertThat(output).contains("several DataSources").contains("@Primary").contains("sendpost.store.enabled");
		});
	}

	@Test
	void thereIsNoWarningAboutDatabasesWhereOneIsUsed(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(Store.class));
		assertThat(output).doesNotContain("several DataSources");
	}

	@Test
	void thereIsNoWarningAboutDatabasesWhereThereAreNone(CapturedOutput output) {
		withoutDataSource().withClassLoader(new FilteredClassLoader(JdbcConnectionPool.class))
			.run((context) -> assertThat(output).doesNotContain("several DataSources"));
	}

	@Test
	void theTransactionManagerOfTheDatabaseIsUsed() {
		DataSource dataSource = h2();
		assertThat(transactionsOf(new CountingTransactionManager(dataSource), dataSource)).isEqualTo(1);
	}

	@Test
	void aTransactionManagerOfAnotherDatabaseIsNotUsed() {
		assertThat(transactionsOf(new CountingTransactionManager(h2()), h2())).isZero();
	}

	@Test
	void aJpaTransactionManagerOfAnotherDatabaseIsNotUsed() {
		DataSource dataSource = h2();
		JpaTransactionManager manager = new JpaTransactionManager(mock(EntityManagerFactory.class));
		manager.setDataSource(h2());
		this.contextRunner.withBean("dataSource", DataSource.class, () -> dataSource)
			.withBean("manager", PlatformTransactionManager.class, () -> manager)
			.run((context) -> assertThat(context.getBean(Store.class).<Boolean>inCallersTransaction(() -> true))
				.isTrue());
	}

	@Test
	void ofSeveralTransactionManagersThatOfTheDatabaseIsUsed() {
		DataSource dataSource = h2();
		CountingTransactionManager manager = new CountingTransactionManager(dataSource);
		this.contextRunner.withBean("dataSource", DataSource.class, () -> dataSource)
			.withBean("other", PlatformTransactionManager.class, () -> new JdbcTransactionManager(h2()))
			.withBean("manager", PlatformTransactionManager.class, () -> manager)
			.run((context) -> {
				int before = manager.transactions;
				context.getBean(Store.class).inCallersTransaction(() -> true);
				assertThat(manager.transactions).isEqualTo(before + 1);
			});
	}

	private int transactionsOf(CountingTransactionManager manager, DataSource dataSource) {
		this.contextRunner.withBean("dataSource", DataSource.class, () -> dataSource)
			.withBean("manager", PlatformTransactionManager.class, () -> manager)
			.run((context) -> {
				manager.transactions = 0;
				context.getBean(Store.class).inCallersTransaction(() -> true);
			});
		return manager.transactions;
	}

	@Test
	void missingTablesFailAtStartAndTheRemedyIsNamed() {
		try (FreshDatabase database = TestDatabase.H2.fresh()) {
			this.contextRunner.withPropertyValues(database.springDatasource())
				.withPropertyValues("sendpost.jdbc.initialize-schema=never")
				.run((context) -> {
					FailureAnalysis analysis = analysis(context.getStartupFailure(),
							new MissingSendpostTablesFailureAnalyzer());
					assertThat(analysis.getDescription()).contains("sendpost_email");
					assertThat(analysis.getAction()).contains("'sendpost.jdbc.initialize-schema' to 'always'")
						.contains("schema-<platform>.sql");
				});
		}
	}

	@Test
	void tablesThatExistAreUsedAsTheyAre() {
		try (FreshDatabase database = TestDatabase.H2.fresh()) {
			createTables(database, "h2");
			this.contextRunner.withPropertyValues(database.springDatasource())
				.withPropertyValues("sendpost.jdbc.initialize-schema=never")
				.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Store.class));
		}
	}

	@Test
	void onAServerTheTablesAreCreatedWhenAskedFor() {
		try (FreshDatabase database = TestDatabase.POSTGRESQL.fresh()) {
			ApplicationContextRunner runner = this.contextRunner.withPropertyValues(database.springDatasource());
			runner.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("sendpost_email"));
			for (int start = 1; start <= 2; start++) {
				runner.withPropertyValues("sendpost.jdbc.initialize-schema=always")
					.run((context) -> assertThat(context).hasNotFailed()
						.getBean(Store.class)
						.extracting(Store::platform)
						.isEqualTo(StorePlatform.POSTGRESQL));
			}
			runner.run((context) -> assertThat(context).hasNotFailed());
		}
	}

	@Test
	void aFileThatIsOpenInAnotherProcessIsExplained() throws Exception {
		URL h2 = org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader other = new URLClassLoader(new URL[] { h2 }, ClassLoader.getPlatformClassLoader())) {
			Driver driver = (Driver) other.loadClass("org.h2.Driver").getConstructor().newInstance();
			try (Connection open = driver.connect("jdbc:h2:file:" + file(), new Properties())) {
				assertThat(open.isClosed()).isFalse();
				withoutDataSource().run((context) -> {
					FailureAnalysis analysis = analysis(context.getStartupFailure(),
							new UnusableStoreFileFailureAnalyzer());
					assertThat(analysis.getDescription()).contains(file() + ".mv.db").contains("another process");
					assertThat(analysis.getAction()).contains("'sendpost.store.file'");
				});
			}
		}
	}

	@Test
	void aFileThatCannotBeOpenedIsExplained() throws Exception {
		Files.writeString(this.directory.resolve("mail.mv.db"), "This is not a database. ".repeat(1000));
		withoutDataSource().run((context) -> {
			FailureAnalysis analysis = analysis(context.getStartupFailure(), new UnusableStoreFileFailureAnalyzer());
			assertThat(analysis.getDescription()).contains(file() + ".mv.db").contains("Reason: ");
			assertThat(analysis.getAction()).contains("'sendpost.store.file'").contains("'sendpost.store.enabled'");
		});
	}

	private static FailureAnalysis analysis(Throwable failure, FailureAnalyzer analyzer) {
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = analyzer.analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis;
	}

	private static DataSource h2() {
		return new SimpleDriverDataSource(new org.h2.Driver(),
				"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
	}

	private static void createTables(FreshDatabase database, String platform) {
		new ResourceDatabasePopulator(new ClassPathResource("dev/sendpost/store/schema-" + platform + ".sql"))
			.execute(database.dataSource());
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDatabases {

		@Bean
		DataSource one() {
			return h2();
		}

		@Bean
		DataSource other() {
			return h2();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstIsPrimary {

		@Bean
		@Primary
		DataSource primary() {
			return h2();
		}

	}

	/**
	 * Counts the transactions it begins.
	 */
	static class CountingTransactionManager extends JdbcTransactionManager {

		private volatile int transactions;

		CountingTransactionManager(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.transactions++;
			super.doBegin(transaction, definition);
		}

	}

}
