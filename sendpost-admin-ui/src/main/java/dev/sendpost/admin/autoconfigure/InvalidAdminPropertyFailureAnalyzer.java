package dev.sendpost.admin.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidAdminPropertyException}.
 */
class InvalidAdminPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidAdminPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidAdminPropertyException cause) {
		return new FailureAnalysis("The property '" + cause.property() + "' is not right: " + cause.reason() + ".",
				cause.action(), cause);
	}

}
