package dev.sendpost.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells how the tables come into the database.
 */
class MissingSendpostTablesFailureAnalyzer extends AbstractFailureAnalyzer<MissingSendpostTablesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingSendpostTablesException cause) {
		return new FailureAnalysis(
				"The application's database has no tables for e-mail: sendpost_email cannot be read.\n\n    Reason: "
						+ rootFailure.getMessage(),
				"Set the property 'sendpost.jdbc.initialize-schema' to 'always' to have them created at start; or create "
						+ "them with dev/sendpost/store/schema-<platform>.sql, or by Flyway with "
						+ "dev/sendpost/flyway/<platform>, both on the class path; "
						+ "or set 'sendpost.store.enabled' to 'false' to send e-mail without a database.",
				cause);
	}

}
