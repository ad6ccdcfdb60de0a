package dev.sendpost.autoconfigure;

import java.util.Objects;

import javax.sql.DataSource;

import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Makes the store of a database, with its tables.
 */
final class StoreFactory {

	private static final Log logger = LogFactory.getLog(StoreFactory.class);

	private final DataSource dataSource;

	private final DatabaseInitializationMode initialization;

	StoreFactory(DataSource dataSource, DatabaseInitializationMode initialization) {
		this.dataSource = dataSource;
		this.initialization = initialization;
	}

	/**
	 * Make the store.
	 * @param transactionManager what manages the application's transactions on this
	 * database, or {@code null} if nothing does
	 * @throws MissingSendpostTablesException if the tables do not exist
	 */
	Store create(@Nullable PlatformTransactionManager transactionManager) throws Exception {
		StorePlatform platform = Objects.requireNonNull(
				new JdbcTemplate(this.dataSource).execute((ConnectionCallback<StorePlatform>) StorePlatform::of));
		SendpostDatabaseInitializer initializer = new SendpostDatabaseInitializer(this.dataSource, platform,
				this.initialization);
		initializer.setResourceLoader(new DefaultResourceLoader(StoreFactory.class.getClassLoader()));
		initializer.afterPropertiesSet();
		if (transactionManager != null && initializer.isEmbeddedDatabase()) {
			logger.warn("E-mail is queued in an H2 database in memory: what is not sent when the application stops is "
					+ "lost. Set 'spring.datasource.url' to a database that stays.");
		}
		Store store = new Store(this.dataSource, platform, transactionManager);
		requireTables(store);
		return store;
	}

	private static void requireTables(Store store) {
		try {
			store.jdbc().queryForObject("select count(*) from sendpost_email where 1 = 0", Long.class);
		}
		catch (BadSqlGrammarException ex) {
			throw new MissingSendpostTablesException(ex);
		}
	}

}
