package dev.sendpost.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.sendpost.RecipientOutcome;
import org.jspecify.annotations.Nullable;

/**
 * An attempt failed as a whole. Its {@link Kind} decides what happens next.
 */
public class TransportException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	private final @Nullable String serverText;

	private final transient List<RecipientOutcome> settled;

	private final @Nullable Duration retryAfter;

	/**
	 * Create an exception for an attempt that no server answered.
	 * @param kind what kind of failure it is
	 * @param message what happened, naming the transport
	 * @param cause what caused it, or {@code null}
	 */
	public TransportException(Kind kind, String message, @Nullable Throwable cause) {
		this(kind, message, null, cause, List.of());
	}

	/**
	 * Create an exception.
	 * @param kind what kind of failure it is
	 * @param message what happened, naming the transport
	 * @param serverText the server's reply, word for word, or {@code null} if there was
	 * none
	 * @param cause what caused it, or {@code null}
	 * @param settled outcomes of recipients that no other attempt may change: they were
	 * accepted, or refused for good, before the attempt failed
	 */
	public TransportException(Kind kind, String message, @Nullable String serverText, @Nullable Throwable cause,
			List<RecipientOutcome> settled) {
		this(kind, message, serverText, cause, settled, null);
	}

	private TransportException(Kind kind, String message, @Nullable String serverText, @Nullable Throwable cause,
			List<RecipientOutcome> settled, @Nullable Duration retryAfter) {
		super(message, cause);
		this.kind = kind;
		this.serverText = serverText;
		this.settled = List.copyOf(settled);
		this.retryAfter = retryAfter;
	}

	/**
	 * What kind of failure it is.
	 * @return the kind
	 */
	public Kind getKind() {
		return this.kind;
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

	/**
	 * What the server said, word for word.
	 * @return its reply, or {@code null} if there was none
	 */
	public @Nullable String getServerText() {
		return this.serverText;
	}

	/**
	 * Outcomes that no other attempt may change.
	 * @return the outcomes of recipients that were settled before the attempt failed,
	 * possibly none
	 */
	public List<RecipientOutcome> getSettled() {
		return this.settled;
	}

	/**
	 * How long the server asks to wait before the next attempt.
	 * @return the time to wait, or {@code null} if it did not ask
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

	/**
	 * The same failure of a server that asks to wait.
	 * @param retryAfter how long, or {@code null} if it does not say
	 * @return the exception
	 */
	public TransportException retryAfter(@Nullable Duration retryAfter) {
		return copy(this.settled, retryAfter);
	}

	/**
	 * The same failure after some recipients were settled.
	 * @param settled outcomes that no other attempt may change; those of a transport that
	 * hands a message over in several requests
	 * @return the exception
	 */
	public TransportException with(List<RecipientOutcome> settled) {
		return copy(settled, this.retryAfter);
	}

	private TransportException copy(List<RecipientOutcome> settled, @Nullable Duration retryAfter) {
		TransportException copy = new TransportException(this.kind, getMessage(), this.serverText, getCause(), settled,
				retryAfter);
		copy.setStackTrace(getStackTrace());
		return copy;
	}

	/**
	 * What an attempt that failed as a whole means for the next one.
	 */
	public enum Kind {

		/**
		 * No connection, a lost connection, or a server that asks to come back (421). The
		 * same transport is tried again after a moment, then the next one.
		 */
		UNAVAILABLE(true, true, true),

		/**
		 * No answer in time. Waiting once more would take as long again, so the next
		 * transport is tried at once.
		 */
		TIMED_OUT(false, true, true),

		/**
		 * The server works but does not take this message now (4xx). The next transport
		 * is tried at once.
		 */
		DEFERRED(false, true, false),

		/**
		 * This transport cannot carry this message: it is too large, needs an extension
		 * that the server lacks, or its content cannot be read. The next transport is
		 * tried at once.
		 */
		UNSUPPORTED(false, true, false),

		/**
		 * Credentials refused, a certificate that cannot be trusted, a wrong address of
		 * the service. The next transport is tried; this one is left alone for a while.
		 */
		MISCONFIGURED(false, true, true),

		/**
		 * The service asks all senders with these credentials to come back later (429).
		 * Nothing goes to it until then; the next transport is tried at once.
		 */
		THROTTLED(false, true, false),

		/**
		 * The service asks to come back later with the credentials that a sub-account
		 * brought (429). Nothing goes to it with them until then; the next transport is
		 * tried, and this one works on for everybody else.
		 */
		CREDENTIALS_THROTTLED(false, true, false),

		/**
		 * The service refuses the credentials that a sub-account brought. The next
		 * transport is tried; this one works on for everybody else.
		 */
		CREDENTIALS_REFUSED(false, true, false),

		/**
		 * The whole message was written and no answer came: it may be on its way. Nothing
		 * is tried, so that nobody gets it twice.
		 */
		PERHAPS_SENT(false, false, true),

		/**
		 * The transport is paused. The next one is tried at once.
		 */
		PAUSED(false, true, false);

		private final boolean retried;

		private final boolean failedOver;

		private final boolean heldAgainstTransport;

		Kind(boolean retried, boolean failedOver, boolean heldAgainstTransport) {
			this.retried = retried;
			this.failedOver = failedOver;
			this.heldAgainstTransport = heldAgainstTransport;
		}

		boolean isRetried() {
			return this.retried;
		}

		boolean isFailedOver() {
			return this.failedOver;
		}

		boolean isHeldAgainstTransport() {
			return this.heldAgainstTransport;
		}

	}

}
