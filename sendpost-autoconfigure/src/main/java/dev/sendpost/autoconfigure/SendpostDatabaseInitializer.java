package dev.sendpost.autoconfigure;

import java.util.List;
import java.util.Objects;

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

/**
 * Creates the tables.
 */
class SendpostDatabaseInitializer extends AbstractScriptDatabaseInitializer {

	/** How often the same statement may fail again before it is no other node's doing. */
	private static final int MAX_REPETITIONS = 3;

	/** More than there are statements: each may meet another node once. */
	private static final int MAX_ATTEMPTS = 500;

	private final DataSource dataSource;

	SendpostDatabaseInitializer(DataSource dataSource, StorePlatform platform, DatabaseInitializationMode mode) {
		super(settings(platform, mode));
		this.dataSource = dataSource;
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
	 * Execute the scripts. On PostgreSQL a table that another node creates at the same
	 * moment fails even an {@code if not exists}; it exists then, so the scripts get
	 * further the next time. Neither one transaction nor a lock would do instead: to find
	 * an index there locks its table, and nodes that run already write to it.
	 */
	private void populate(ResourceDatabasePopulator populator) {
		String failure = null;
		int repetitions = 0;
		for (int attempt = 1;; attempt++) {
			try {
				DatabasePopulatorUtils.execute(populator, this.dataSource);
				return;
			}
			catch (ScriptException ex) {
				repetitions = Objects.equals(failure, ex.getMessage()) ? repetitions + 1 : 0;
				if (repetitions == MAX_REPETITIONS || attempt == MAX_ATTEMPTS) {
					throw ex;
				}
				failure = ex.getMessage();
			}
		}
	}

}
