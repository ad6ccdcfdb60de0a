package dev.sendpost.autoconfigure;

import javax.sql.DataSource;

import dev.sendpost.store.EmbeddedDatabase;
import dev.sendpost.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link Store}: the
 * application's database, or a private one where it has none.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
		"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
		"org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration",
		"org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
		"org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration" })
@ConditionalOnClass({ JdbcTemplate.class, AbstractScriptDatabaseInitializer.class })
@ConditionalOnBooleanProperty(name = "sendpost.store.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ SendpostStoreProperties.class, SendpostJdbcProperties.class })
public final class SendpostStoreAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SendpostStoreAutoConfiguration.class);

	/**
	 * The application's own database.
	 */
	@Configuration(proxyBeanMethods = false)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnMissingBean(Store.class)
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class ApplicationDatabaseConfiguration {

		@Bean
		@DependsOnDatabaseInitialization
		Store sendpostStore(DataSource dataSource, SendpostJdbcProperties properties,
				ObjectProvider<PlatformTransactionManager> transactionManager) throws Exception {
			return new StoreFactory(dataSource, properties.initializeSchema())
				.create(StoreTransactionManager.of(dataSource, transactionManager));
		}

	}

	/**
	 * A private database in a file.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(org.h2.jdbcx.JdbcConnectionPool.class)
	@ConditionalOnMissingBean({ DataSource.class, Store.class })
	static class EmbeddedDatabaseConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EmbeddedDatabase sendpostEmbeddedDatabase(SendpostStoreProperties properties) {
			return new EmbeddedDatabase(properties.file());
		}

		@Bean
		Store sendpostStore(EmbeddedDatabase database, SendpostStoreProperties properties) throws Exception {
			try {
				return new StoreFactory(database.dataSource(), DatabaseInitializationMode.ALWAYS).create(null);
			}
			catch (CannotGetJdbcConnectionException ex) {
				throw new UnusableStoreFileException(properties.file(), ex);
			}
		}

	}

	/**
	 * Several databases, of which none is the first. That is known only once it is known
	 * whether there is a store, and compilers list member classes in any order.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(DataSource.class)
	@ConditionalOnMissingBean(Store.class)
	static class UndecidedConfiguration {

		UndecidedConfiguration() {
			logger.warn(
					"E-mail is sent at once and not queued: the application has several DataSources. Mark one of them "
							+ "@Primary, define a bean of the type " + Store.class.getName()
							+ ", or set 'sendpost.store.enabled' to 'false'.");
		}

	}

}
