package dev.sendpost.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import dev.sendpost.Submitter;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.servlet.BodyReader;
import dev.sendpost.servlet.BodyTooLargeException;
import dev.sendpost.servlet.BodyTooSlowException;
import dev.sendpost.servlet.NoRoomForBodyException;
import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ClientNetwork;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * One request, of a caller who may make it.
 */
public final class ApiCall {

	private final ServerRequest request;

	private final @Nullable ApiKey key;

	private final ApiJson json;

	private final BodyReader bodies;

	private final Semaphore room;

	private int taken;

	ApiCall(ServerRequest request, @Nullable ApiKey key, ApiJson json, BodyReader bodies, Semaphore room) {
		this.request = request;
		this.key = key;
		this.json = json;
		this.bodies = bodies;
		this.room = room;
	}

	/**
	 * Note that the request is answered, and its body needed no more.
	 */
	void end() {
		this.room.release(this.taken);
		this.taken = 0;
	}

	/**
	 * The key of the caller.
	 * @return the key
	 * @throws IllegalStateException if the operation takes none
	 */
	public ApiKey key() {
		if (this.key == null) {
			throw new IllegalStateException("The operation takes no key");
		}
		return this.key;
	}

	/**
	 * Where the request comes from.
	 * @return the IPv4 address or the IPv6 network, to count by
	 */
	public String source() {
		return ClientNetwork.of(this.request.servletRequest().getRemoteAddr());
	}

	/**
	 * Who calls.
	 * @return the submitter; the default sub-account if the operation takes no key
	 */
	public Submitter submitter() {
		return (this.key != null) ? this.key.submitter() : Submitter.subAccount(Submitter.DEFAULT_SUB_ACCOUNT);
	}

	/**
	 * The headers of the request.
	 * @return the headers
	 */
	public HttpHeaders headers() {
		return this.request.headers().asHttpHeaders();
	}

	/**
	 * What makes this request the same as one before, from the header
	 * {@code Idempotency-Key}.
	 * @return the key, or {@code null} if there is none
	 * @throws ApiProblem if it is there twice
	 */
	public @Nullable String idempotencyKey() {
		List<String> values = headers().getOrEmpty("Idempotency-Key");
		if (values.size() > 1) {
			throw ApiProblem.invalid("Idempotency-Key", "is there " + values.size() + " times");
		}
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * Read the body.
	 * @param <T> what it is
	 * @param type what it is
	 * @return the body
	 * @throws ApiProblem if it is not JSON of that form, or too large
	 */
	public <T> T body(Class<T> type) {
		if (!isJson()) {
			throw ApiProblem.of(Kind.UNSUPPORTED_MEDIA_TYPE,
					"the body must be JSON: send it with the header Content-Type: application/json");
		}
		return bodyOfAnyType(type);
	}

	private boolean isJson() {
		try {
			MediaType contentType = this.request.headers().contentType().orElse(MediaType.APPLICATION_JSON);
			return contentType.getSubtype().equals("json") || contentType.getSubtype().endsWith("+json");
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	/**
	 * Read the body, whatever the header {@code Content-Type} calls it: some services
	 * document calls without that header, which clients then fill in by themselves.
	 * @param <T> what it is
	 * @param type what it is
	 * @return the body
	 * @throws ApiProblem if it is not JSON of that form, or too large
	 */
	public <T> T bodyOfAnyType(Class<T> type) {
		return this.json.read(octets(), type);
	}

	private byte[] octets() {
		try {
			return this.bodies.read(this.request.servletRequest(), this::take);
		}
		catch (BodyTooLargeException ex) {
			throw ApiProblem.of(Kind.TOO_LARGE, Objects.requireNonNull(ex.getMessage()));
		}
		catch (BodyTooSlowException ex) {
			throw ApiProblem.of(Kind.TOO_SLOW, Objects.requireNonNull(ex.getMessage()));
		}
		catch (NoRoomForBodyException ex) {
			throw ApiProblem.of(Kind.UNAVAILABLE, Objects.requireNonNull(ex.getMessage()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean take() {
		if (!this.room.tryAcquire()) {
			return false;
		}
		this.taken++;
		return true;
	}

	/**
	 * A variable of the path.
	 * @param name its name
	 * @return its value
	 */
	public String path(String name) {
		return this.request.pathVariable(name);
	}

	/**
	 * A variable of the path that is an id.
	 * @param name its name
	 * @param what what it is the id of
	 * @return the id
	 * @throws ApiProblem if it is none, and so there is nothing with that id
	 */
	public UUID id(String name, String what) {
		return parseId(path(name), what);
	}

	/**
	 * Read an id.
	 * @param value the id, from wherever in the request
	 * @param what what it is the id of
	 * @return the id
	 * @throws ApiProblem if it is none, and so there is nothing with that id
	 */
	public static UUID parseId(String value, String what) {
		try {
			UUID id = UUID.fromString(value);
			if (id.toString().equalsIgnoreCase(value)) {
				return id;
			}
		}
		catch (IllegalArgumentException ex) {
			// Not an id is as unknown as an id of nothing.
		}
		throw ApiProblem.notFound(what, value);
	}

	/**
	 * A parameter of the query.
	 * @param name its name
	 * @return its value, nothing if it is not there or empty
	 * @throws ApiProblem if it is there twice
	 */
	public Optional<String> query(String name) {
		List<String> values = this.request.params().getOrDefault(name, List.of());
		if (values.size() > 1) {
			throw ApiProblem.invalid(name, "is there " + values.size() + " times");
		}
		return values.stream().filter((value) -> !value.isEmpty()).findFirst();
	}

	/**
	 * A parameter of the query that is a whole number.
	 * @param name its name
	 * @param absent what it is if it is not there
	 * @param min the smallest that is allowed
	 * @param max the largest that is allowed
	 * @return the number
	 * @throws ApiProblem if it is no such number
	 */
	public int query(String name, int absent, int min, int max) {
		@Nullable String value = query(name).orElse(null);
		if (value == null) {
			return absent;
		}
		try {
			int number = Integer.parseInt(value);
			if (number >= min && number <= max) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// What is no number is said below.
		}
		throw ApiProblem.invalid(name, "must be a number from " + min + " to " + max);
	}

}
