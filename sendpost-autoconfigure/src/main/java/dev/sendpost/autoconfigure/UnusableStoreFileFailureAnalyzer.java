package dev.sendpost.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/**
 * Tells why the private H2 database cannot be opened, and what to do.
 */
class UnusableStoreFileFailureAnalyzer extends AbstractFailureAnalyzer<UnusableStoreFileException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableStoreFileException cause) {
		String database = "The database in which e-mail is queued, " + cause.getFile() + ".mv.db,";
		if (cause.isOpenElsewhere()) {
			return new FailureAnalysis(database + " is open in another process.",
					"Stop the other process; or set the property 'sendpost.store.file' so that each process has a file of "
							+ "its own. Several nodes that share their mail need a DataSource.",
					cause);
		}
		return new FailureAnalysis(
				database + " cannot be opened.\n\n    Reason: "
						+ NestedExceptionUtils.getMostSpecificCause(cause).getMessage(),
				"Set the property 'sendpost.store.file' to a file that this process may read and write; or give the "
						+ "application a DataSource; or set 'sendpost.store.enabled' to 'false' to send e-mail without a "
						+ "database.",
				cause);
	}

}
