package dev.sendpost.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import dev.sendpost.store.StorePlatform;

import org.springframework.boot.sql.init.AbstractScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates the tables.
 */
class SendpostDatabaseInitializer extends AbstractScriptDatabaseInitializer {

	/**
	 * Held on PostgreSQL while the tables are created: {@code sendpost} in ASCII.
	 */
	static final long ADVISORY_LOCK = 0x73656e64706f7374L;

	private static final int MAX_ATTEMPTS = 10;

	private final DataSource dataSource;

	private final StorePlatform platform;

	SendpostDatabaseInitializer(DataSource dataSource, StorePlatform platform, DatabaseInitializationMode mode) {
		super(settings(platform, mode));
		this.dataSource = dataSource;
		this.platform = platform;
	}

	private static DatabaseInitializationSettings settings(StorePlatform platform, DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(List.of("classpath:dev/sendpost/store/schema-" + platform.id() + ".sql"));
		settings.setMode(mode);
		return settings;
	}

	@Override
	protected boolean isEmbeddedDatabase() {
		String url = new JdbcTemplate(this.dataSource)
			.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getURL());
		return url != null && url.startsWith("jdbc:h2:mem:");
	}

	@Override
	protected void runScripts(Scripts scripts) {
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator();
		populator.setContinueOnError(scripts.isContinueOnError());
		populator.setSeparator(scripts.getSeparator());
		for (Resource script : scripts) {
			populator.addScript(script);
		}
		populate(populator);
	}

	/**
	 * Execute the scripts. Nodes that start at once take turns on PostgreSQL, where a
	 * table that another node creates at the same moment fails even an
	 * {@code if not exists}.
	 */
	private void populate(ResourceDatabasePopulator populator) {
		if (this.platform != StorePlatform.POSTGRESQL) {
			populateTogether(populator);
			return;
		}
		new TransactionTemplate(new JdbcTransactionManager(this.dataSource)).executeWithoutResult((status) -> {
			new JdbcTemplate(this.dataSource).query("select pg_advisory_xact_lock(?)", (row) -> {
			}, ADVISORY_LOCK);
			DatabasePopulatorUtils.execute(populator, this.dataSource);
		});
	}

	/**
	 * Where another node got in between, its table exists, and the scripts get further
	 * the next time.
	 */
	private void populateTogether(ResourceDatabasePopulator populator) {
		for (int attempt = 1;; attempt++) {
			try {
				DatabasePopulatorUtils.execute(populator, this.dataSource);
				return;
			}
			catch (ScriptException ex) {
				if (attempt == MAX_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

}
