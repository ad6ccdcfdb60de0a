package dev.sendpost.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.TransportException.Kind;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * A transport with quick retries and a circuit around it.
 */
final class GuardedTransport {

	/** How many attempts are let through to see whether the transport has recovered. */
	private static final int TRIALS = 3;

	private final MailTransport transport;

	/*
	 * Made with the first attempt: the start of an application that sends nothing yet
	 * does not pay for them.
	 */
	private final SingletonSupplier<RetryTemplate> retry;

	private final SingletonSupplier<CircuitBreaker> circuit;

	private final AtomicReference<@Nullable Long> leftAloneUntil = new AtomicReference<>();

	private volatile @Nullable TransportException lastFailure;

	private volatile boolean paused;

	GuardedTransport(MailTransport transport, QuickRetry retry, Circuit circuit) {
		this.transport = transport;
		this.retry = SingletonSupplier.of(() -> createRetry(retry));
		this.circuit = SingletonSupplier.of(() -> createCircuit(transport.name(), circuit));
	}

	private static RetryTemplate createRetry(QuickRetry retry) {
		long initialDelay = Math.max(1, retry.initialDelay().toMillis());
		long maxDelay = Math.max(initialDelay + 1, retry.maxDelay().toMillis());
		return RetryTemplate.builder()
			.maxAttempts(retry.maxAttempts())
			.exponentialBackoff(initialDelay, 2, maxDelay, true)
			.retryOn((ex) -> ex instanceof TransportException failure && failure.getKind().isRetried())
			.build();
	}

	private CircuitBreaker createCircuit(String name, Circuit settings) {
		CircuitBreaker circuit = CircuitBreaker.of(name,
				CircuitBreakerConfig.custom()
					.failureRateThreshold(settings.failureRate())
					.minimumNumberOfCalls(settings.minimumAttempts())
					.slidingWindowSize(Math.max(20, settings.minimumAttempts()))
					.waitDurationInOpenState(settings.openFor())
					.permittedNumberOfCallsInHalfOpenState(TRIALS)
					.build());
		circuit.getEventPublisher().onStateTransition((event) -> {
			if (event.getStateTransition().getToState() == State.OPEN) {
				this.leftAloneUntil.set(System.nanoTime() + settings.openFor().toNanos());
			}
		});
		return circuit;
	}

	MailTransport transport() {
		return this.transport;
	}

	void setPaused(boolean paused) {
		this.paused = paused;
	}

	boolean isLeftAlone() {
		Long until = this.leftAloneUntil.get();
		return until != null && System.nanoTime() - until < 0;
	}

	/**
	 * Send, trying again where that is worth it and safe.
	 * @throws TransportException if the last attempt failed; all outcomes that were
	 * settled on the way are with it
	 */
	List<RecipientOutcome> send(OutgoingEmail email) {
		List<RecipientOutcome> settled = new ArrayList<>();
		try {
			settled.addAll(this.retry.obtain().execute((context) -> attempt(email, settled)));
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
		if (this.paused) {
			throw new TransportException(Kind.PAUSED, describe() + " is paused", null);
		}
		CircuitBreaker circuit = this.circuit.obtain();
		if (!circuit.tryAcquirePermission()) {
			throw leftAlone();
		}
		long start = System.nanoTime();
		try {
			List<RecipientOutcome> outcomes = this.transport.send(email.to(open));
			circuit.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return outcomes;
		}
		catch (TransportException ex) {
			settled.addAll(ex.getSettled());
			record(ex, circuit, System.nanoTime() - start);
			throw ex;
		}
		catch (RuntimeException ex) {
			TransportException failure = new TransportException(Kind.PERHAPS_SENT,
					describe() + " failed in a way it should not: " + ex, ex);
			record(failure, circuit, System.nanoTime() - start);
			throw failure;
		}
		catch (Error ex) {
			circuit.releasePermission();
			throw ex;
		}
	}

	private void record(TransportException failure, CircuitBreaker circuit, long nanoseconds) {
		if (!failure.getKind().isHeldAgainstTransport()) {
			circuit.releasePermission();
			return;
		}
		this.lastFailure = failure;
		circuit.onError(nanoseconds, TimeUnit.NANOSECONDS, failure);
		if (failure.getKind() == Kind.MISCONFIGURED) {
			circuit.transitionToOpenState();
		}
	}

	private TransportException leftAlone() {
		TransportException last = this.lastFailure;
		Kind kind = (last != null && last.getKind() == Kind.MISCONFIGURED && isLeftAlone()) ? Kind.MISCONFIGURED
				: Kind.DEFERRED;
		String message = describe() + " is left alone for a while because it kept failing";
		return new TransportException(kind, (last != null) ? message + ": " + last.getMessage() : message,
				(last != null) ? last.getServerText() : null, last, List.of());
	}

	private String describe() {
		return "Transport '" + this.transport.name() + "'";
	}

}
