package dev.sendpost.api;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A request that is not done. Each service says it in its own form. It has no stack
 * trace, so that bad requests cost little.
 */
public final class ApiProblem extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	private final String detail;

	private final @Nullable String field;

	private final @Nullable Duration retryAfter;

	private ApiProblem(Kind kind, String detail, @Nullable String field, @Nullable Duration retryAfter) {
		super(detail, null, false, false);
		this.kind = kind;
		this.detail = detail;
		this.field = field;
		this.retryAfter = retryAfter;
	}

	/**
	 * A problem with the request as a whole.
	 * @param kind what kind of problem
	 * @param detail what is wrong and what to do, for whoever wrote the client
	 * @return the problem
	 */
	public static ApiProblem of(Kind kind, String detail) {
		return new ApiProblem(kind, detail, null, null);
	}

	/**
	 * A value that is not allowed.
	 * @param field the name of the field, as the service calls it
	 * @param detail what is wrong with it
	 * @return the problem
	 */
	public static ApiProblem invalid(String field, String detail) {
		return new ApiProblem(Kind.INVALID, detail, field, null);
	}

	/**
	 * Something that does not exist, as far as the caller may know.
	 * @param what what kind of thing
	 * @param id which
	 * @return the problem
	 */
	public static ApiProblem notFound(String what, Object id) {
		String shown = Printable.shortened(String.valueOf(id));
		return of(Kind.NOT_FOUND, "there is no " + what + " '" + shown + "'");
	}

	/**
	 * The caller has to wait.
	 * @param detail what there is too much of
	 * @param retryAfter how long to wait
	 * @return the problem
	 */
	public static ApiProblem tooMany(String detail, Duration retryAfter) {
		return new ApiProblem(Kind.TOO_MANY_REQUESTS, detail, null, retryAfter);
	}

	/**
	 * What kind of problem it is.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * What is wrong, without the field.
	 * @return the detail, in printable characters
	 */
	public String detail() {
		return this.detail;
	}

	/**
	 * Which field is wrong.
	 * @return its name as the service calls it, or {@code null} if it is none
	 */
	public @Nullable String field() {
		return this.field;
	}

	/**
	 * When to come back.
	 * @return after how long, or {@code null} if it is not known
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * The kinds of problems, with the status that most services answer.
	 */
	public enum Kind {

		/** The request cannot be read. */
		MALFORMED(400),

		/** There is no key, or it is not good. */
		UNAUTHENTICATED(401),

		/** The key is not good for this. */
		FORBIDDEN(403),

		/** There is no such thing. */
		NOT_FOUND(404),

		/** There is no such path. */
		UNKNOWN_PATH(404),

		/** The path is there, and the method is not. */
		METHOD_NOT_ALLOWED(405),

		/** The body did not come in time. */
		TOO_SLOW(408),

		/** It exists already, or is in a state in which this cannot be done. */
		CONFLICT(409),

		/** The body is too large. */
		TOO_LARGE(413),

		/** The body is not JSON. */
		UNSUPPORTED_MEDIA_TYPE(415),

		/** A value is not allowed. */
		INVALID(422),

		/** The message was refused for good, by a policy or a server. */
		REJECTED(422),

		/** A limit is reached. */
		TOO_MANY_REQUESTS(429),

		/** The fault is on this side. */
		INTERNAL(500),

		/** This application has not what it takes. */
		NOT_SUPPORTED(501),

		/** It cannot be done at the moment. */
		UNAVAILABLE(503);

		private final int status;

		Kind(int status) {
			this.status = status;
		}

		/**
		 * The status of HTTP (RFC 9110).
		 * @return the status
		 */
		public int status() {
			return this.status;
		}

	}

}
