package dev.sendpost.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells what to do instead of {@code @SignedWebhook} in a reactive application.
 */
class ReactiveSignedWebhookFailureAnalyzer extends AbstractFailureAnalyzer<ReactiveSignedWebhookException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ReactiveSignedWebhookException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Remove the annotation and verify webhooks in Java, by 'accept' of a WebhookSource, which may block; or "
						+ "serve them with Spring MVC.",
				cause);
	}

}
