package dev.sendpost.webhook.outbound;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;

import dev.sendpost.egress.EgressAnswer;
import dev.sendpost.egress.EgressClient;
import dev.sendpost.egress.EgressRefusedException;
import dev.sendpost.egress.EgressRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells a subscriber of a fact, once.
 */
final class WebhookSender {

	/** That it is gone, and does not want to be told again. */
	private static final int GONE = 410;

	private final EgressClient client;

	private final Supplier<Instant> clock;

	WebhookSender(EgressClient client, Supplier<Instant> clock) {
		this.client = client;
		this.clock = clock;
	}

	Outcome send(WebhookSettings settings, List<WebhookSecret> secrets, WebhookFact fact) {
		Instant begun = this.clock.get();
		long start = System.nanoTime();
		int number = fact.delivery().attempts();
		EgressAnswer answer = null;
		String problem;
		try {
			byte[] body = WebhookDocument.write(settings.form(), fact);
			answer = this.client.post(new EgressRequest(URI.create(settings.url()),
					WebhookSignatures.headers(settings.form(), secrets, fact.delivery().id(), number, begun, body),
					body));
			problem = problem(answer.status());
		}
		catch (EgressRefusedException ex) {
			problem = ex.getMessage();
		}
		catch (UnknownHostException ex) {
			problem = "The host '" + URI.create(settings.url()).getHost() + "' cannot be found";
		}
		catch (InterruptedIOException ex) {
			problem = (ex.getMessage() != null) ? ex.getMessage() : "It took too long";
		}
		catch (SSLException ex) {
			problem = "No encrypted connection: " + ex.getMessage();
		}
		catch (IOException ex) {
			problem = "No answer: " + ex.getMessage();
		}
		Duration duration = Duration.ofNanos(System.nanoTime() - start);
		WebhookAttempt attempt = new WebhookAttempt(number, begun, duration, (answer != null) ? answer.status() : null,
				(answer != null) ? answer.excerpt() : null, problem);
		return new Outcome(attempt, answer != null && answer.status() == GONE,
				(answer != null) ? answer.retryAfter() : null);
	}

	private static @Nullable String problem(int status) {
		if (status >= 200 && status < 300) {
			return null;
		}
		return (status >= 300 && status < 400) ? "The answer was " + status + "; redirects are not followed"
				: "The answer was " + status;
	}

	/**
	 * What came of it.
	 *
	 * @param attempt the attempt
	 * @param gone whether the subscriber wants to be told no more
	 * @param retryAfter how long it asks to be left alone, or {@code null}
	 */
	record Outcome(WebhookAttempt attempt, boolean gone, @Nullable Duration retryAfter) {

		boolean delivered() {
			return this.attempt.problem() == null;
		}

	}

}
