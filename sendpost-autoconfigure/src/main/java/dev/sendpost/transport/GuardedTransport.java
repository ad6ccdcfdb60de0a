package dev.sendpost.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.TransportException.Kind;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.support.RetryTemplate;

/**
 * A transport with quick retries and a circuit around it.
 */
final class GuardedTransport {

	/** How many attempts are let through to see whether the transport has recovered. */
	private static final int TRIALS = 3;

	private final MailTransport transport;

	private final RetryTemplate retry;

	private final CircuitBreaker circuit;

	private volatile @Nullable TransportException lastFailure;

	GuardedTransport(MailTransport transport, QuickRetry retry, Circuit circuit) {
		this.transport = transport;
		this.retry = RetryTemplate.builder()
			.maxAttempts(retry.maxAttempts())
			.exponentialBackoff(retry.initialDelay(), 2, retry.maxDelay(), true)
			.retryOn((ex) -> ex instanceof TransportException failure && failure.getKind().isRetried())
			.build();
		this.circuit = CircuitBreaker.of(transport.name(),
				CircuitBreakerConfig.custom()
					.failureRateThreshold(circuit.failureRate())
					.minimumNumberOfCalls(circuit.minimumAttempts())
					.slidingWindowSize(Math.max(20, circuit.minimumAttempts()))
					.waitDurationInOpenState(circuit.openFor())
					.permittedNumberOfCallsInHalfOpenState(TRIALS)
					.build());
	}

	MailTransport transport() {
		return this.transport;
	}

	boolean isLeftAlone() {
		return this.circuit.getState() == State.OPEN;
	}

	/**
	 * Send, trying again where that is worth it and safe.
	 * @throws TransportException if the last attempt failed; all outcomes that were
	 * settled on the way are with it
	 */
	List<RecipientOutcome> send(OutgoingEmail email) {
		List<RecipientOutcome> settled = new ArrayList<>();
		try {
			settled.addAll(this.retry.execute((context) -> attempt(email, settled)));
			return settled;
		}
		catch (TransportException ex) {
			throw new TransportException(ex.getKind(), ex.getMessage(), ex.getServerText(), ex, settled);
		}
		catch (BackOffInterruptedException ex) {
			throw new TransportException(Kind.DEFERRED, describe() + " was interrupted while waiting to try again",
					null, ex, settled);
		}
	}

	private List<RecipientOutcome> attempt(OutgoingEmail email, List<RecipientOutcome> settled) {
		List<EmailAddress> open = email.recipientsWithout(settled);
		if (open.isEmpty()) {
			return List.of();
		}
		if (!this.circuit.tryAcquirePermission()) {
			throw leftAlone();
		}
		long start = System.nanoTime();
		try {
			List<RecipientOutcome> outcomes = this.transport.send(email.to(open));
			this.circuit.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return outcomes;
		}
		catch (TransportException ex) {
			settled.addAll(ex.getSettled());
			record(ex, System.nanoTime() - start);
			throw ex;
		}
		catch (RuntimeException ex) {
			TransportException failure = new TransportException(Kind.PERHAPS_SENT,
					describe() + " failed in a way it should not: " + ex, ex);
			record(failure, System.nanoTime() - start);
			throw failure;
		}
		catch (Error ex) {
			this.circuit.releasePermission();
			throw ex;
		}
	}

	private void record(TransportException failure, long nanoseconds) {
		if (!failure.getKind().isHeldAgainstTransport()) {
			this.circuit.releasePermission();
			return;
		}
		this.lastFailure = failure;
		this.circuit.onError(nanoseconds, TimeUnit.NANOSECONDS, failure);
		if (failure.getKind() == Kind.MISCONFIGURED) {
			this.circuit.transitionToOpenState();
		}
	}

	private TransportException leftAlone() {
		TransportException last = this.lastFailure;
		Kind kind = (last != null && last.getKind() == Kind.MISCONFIGURED) ? Kind.MISCONFIGURED : Kind.DEFERRED;
		String message = describe() + " is left alone for a while because it kept failing";
		return new TransportException(kind, (last != null) ? message + ": " + last.getMessage() : message,
				(last != null) ? last.getServerText() : null, last, List.of());
	}

	private String describe() {
		return "Transport '" + this.transport.name() + "'";
	}

}
