package dev.sendpost.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.sendpost.EmailAddress;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.TransportState.Condition;
import dev.sendpost.transport.TransportState.Failure;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * A transport with quick retries and a circuit around it.
 */
final class GuardedTransport {

	private static final Log logger = LogFactory.getLog(GuardedTransport.class);

	/**
	 * How long nothing goes to a service that is throttling and does not say for how
	 * long.
	 */
	private static final Duration DEFAULT_THROTTLE = Duration.ofMinutes(1);

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

	private final AtomicReference<@Nullable Throttle> throttle = new AtomicReference<>();

	private volatile @Nullable TransportException lastFailure;

	private volatile @Nullable Failed lastFailed;

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
		circuit.getEventPublisher()
			.onStateTransition((event) -> changed(event.getStateTransition(), settings.openFor()));
		return circuit;
	}

	/**
	 * Each outage is one warning, however often the transport is tried meanwhile.
	 */
	private void changed(StateTransition transition, Duration openFor) {
		if (transition.getToState() == State.OPEN) {
			this.leftAloneUntil.set(System.nanoTime() + openFor.toNanos());
			String message = describe() + " is left alone for " + describe(openFor) + ": " + reason(this.lastFailure);
			if (transition.getFromState() == State.CLOSED) {
				logger.warn(message);
			}
			else {
				logger.debug(message);
			}
		}
		else if (transition.getToState() == State.CLOSED) {
			logger.info(describe() + " is well again");
		}
	}

	MailTransport transport() {
		return this.transport;
	}

	void setPaused(boolean paused) {
		this.paused = paused;
	}

	/**
	 * Whether an attempt would be made now.
	 */
	boolean isReady() {
		return !this.paused && !isLeftAlone() && currentThrottle() == null;
	}

	TransportState state() {
		Duration leftAlone = leftAloneFor();
		Throttle throttle = currentThrottle();
		Failed failed = this.lastFailed;
		Failure lastFailure = (failed != null) ? failed.described() : null;
		if (leftAlone.toNanos() > 0) {
			return new TransportState(Condition.OPEN, leftAlone, lastFailure);
		}
		if (throttle != null) {
			return new TransportState(Condition.THROTTLED, throttle.remaining(), lastFailure);
		}
		boolean closed = this.circuit.obtain().getState() == State.CLOSED;
		return new TransportState(closed ? Condition.CLOSED : Condition.HALF_OPEN, Duration.ZERO, lastFailure);
	}

	boolean isLeftAlone() {
		return leftAloneFor().toNanos() > 0;
	}

	/**
	 * How long no attempt is made, from now; zero or less if attempts are made.
	 */
	private Duration leftAloneFor() {
		Long until = this.leftAloneUntil.get();
		return (until != null) ? Duration.ofNanos(until - System.nanoTime()) : Duration.ZERO;
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
			throw settled.equals(ex.getSettled()) ? ex : ex.with(settled);
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
		requireNotThrottled();
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

	private void requireNotThrottled() {
		Throttle throttle = currentThrottle();
		if (throttle != null) {
			Duration remaining = throttle.remaining();
			throw new TransportException(Kind.THROTTLED,
					describe() + " is to be tried again in " + describe(remaining) + ", after: "
							+ reason(throttle.cause()),
					throttle.cause().getServerText(), throttle.cause(), List.of())
				.retryAfter(remaining);
		}
	}

	private @Nullable Throttle currentThrottle() {
		Throttle throttle = this.throttle.get();
		return (throttle != null && throttle.remaining().toNanos() > 0) ? throttle : null;
	}

	private void throttled(TransportException failure) {
		Duration asked = failure.getRetryAfter();
		Throttle throttle = new Throttle(System.nanoTime() + ((asked != null) ? asked : DEFAULT_THROTTLE).toNanos(),
				failure);
		this.throttle.accumulateAndGet(throttle, (before,
				later) -> (before != null && later != null && before.until() - later.until() > 0) ? before : later);
	}

	private void record(TransportException failure, CircuitBreaker circuit, long nanoseconds) {
		this.lastFailed = new Failed(failure, System.nanoTime());
		if (failure.getKind() == Kind.THROTTLED) {
			throttled(failure);
		}
		if (!failure.getKind().isHeldAgainstTransport()) {
			circuit.releasePermission();
			return;
		}
		this.lastFailure = failure;
		circuit.onError(nanoseconds, TimeUnit.NANOSECONDS, failure);
		if (failure.getKind() == Kind.MISCONFIGURED && circuit.getState() != State.OPEN) {
			circuit.transitionToOpenState();
		}
	}

	private TransportException leftAlone() {
		TransportException last = this.lastFailure;
		Duration remaining = leftAloneFor();
		boolean leftAlone = remaining.toNanos() > 0;
		Kind kind = (last != null && last.getKind() == Kind.MISCONFIGURED && leftAlone) ? Kind.MISCONFIGURED
				: Kind.DEFERRED;
		String message = describe()
				+ (leftAlone ? " is left alone for " + describe(remaining)
						: " is left alone while other e-mails show whether it is well again,")
				+ " after: " + reason(last);
		return new TransportException(kind, message, (last != null) ? last.getServerText() : null, last, List.of());
	}

	/**
	 * What happened, less the name of the transport, which stands before it already.
	 */
	private String reason(@Nullable TransportException failure) {
		if (failure == null) {
			return "no reason is known";
		}
		String message = failure.getMessage();
		return message.startsWith(describe()) ? message.substring(describe().length()).replaceFirst("^:? *", "")
				: message;
	}

	private static String describe(Duration duration) {
		long millis = Math.max(1, duration.toMillis());
		return (millis < 1000) ? millis + " ms" : (millis + 999) / 1000 + " s";
	}

	private String describe() {
		return "Transport '" + this.transport.name() + "'";
	}

	/**
	 * An attempt that failed.
	 *
	 * @param failure what happened
	 * @param at when, as {@link System#nanoTime()} tells the time
	 */
	private record Failed(TransportException failure, long at) {

		Failure described() {
			return new Failure(this.failure.getKind(), this.failure.getMessage(), this.failure.getServerText(),
					Duration.ofNanos(System.nanoTime() - this.at));
		}

	}

	/**
	 * A service's wish to be left alone.
	 *
	 * @param until until when, as {@link System#nanoTime()} tells the time
	 * @param cause what it said
	 */
	private record Throttle(long until, TransportException cause) {

		Duration remaining() {
			return Duration.ofNanos(this.until - System.nanoTime());
		}

	}

}
