package dev.sendpost.transport.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.sendpost.egress.RetryAfter;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Speaks JSON over HTTP with one e-mail API, and says what its answers mean. Redirects
 * are not followed, so that no other host gets to see the key.
 */
public final class HttpApi {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** No service keeps us away for longer. */
	private static final Duration LONGEST_WAIT = Duration.ofHours(1);

	private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

	/**
	 * How long a key is not used with which a service asked to wait without saying for
	 * how long.
	 */
	private static final Duration DEFAULT_WAIT = Duration.ofMinutes(1);

	/** The largest answer that is read. */
	private static final int MAX_ANSWER = 1024 * 1024;

	private final String transport;

	private final HttpApiSettings settings;

	private final TransportCredentials credentials;

	private final RestClient client;

	private final @Nullable RequestLimit limit;

	private final RequestSlots slots;

	private final HeldKeys heldKeys = new HeldKeys(System::nanoTime);

	/**
	 * Create a client. It connects with the first request.
	 * @param transport the name of the transport
	 * @param settings where the API is and how to speak to it
	 * @param credentials the keys that sub-accounts bring
	 */
	public HttpApi(String transport, HttpApiSettings settings, TransportCredentials credentials) {
		this.transport = transport;
		this.settings = settings;
		this.credentials = credentials;
		this.client = RestClient.builder().requestFactory(requestFactory(settings)).build();
		this.limit = (settings.requestsPerMinute() != null) ? new RequestLimit(settings.requestsPerMinute()) : null;
		this.slots = new RequestSlots(settings.maxConcurrentRequests());
	}

	private static JdkClientHttpRequestFactory requestFactory(HttpApiSettings settings) {
		HttpClient.Builder client = HttpClient.newBuilder()
			.connectTimeout(settings.connectTimeout())
			.followRedirects(Redirect.NEVER)
			.version("https".equals(settings.baseUri().getScheme()) ? Version.HTTP_2 : Version.HTTP_1_1);
		if (settings.sslContext() != null) {
			client.sslContext(settings.sslContext());
		}
		JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(client.build());
		factory.setReadTimeout(settings.readTimeout());
		return factory;
	}

	/**
	 * By what a message is let in: the key of its sub-account, if that has one.
	 * @param email the message
	 * @return the key
	 */
	public ApiKey key(OutgoingEmail email) {
		return this.credentials.find(email.subAccount(), this.transport)
			.map((own) -> new ApiKey(own.username(), own.secret(), true))
			.orElse(this.settings.key());
	}

	/**
	 * By what the application itself is let in.
	 * @return the key
	 */
	public ApiKey key() {
		return this.settings.key();
	}

	/**
	 * The base URI, for descriptions.
	 * @return the URI
	 */
	public URI baseUri() {
		return this.settings.baseUri();
	}

	/**
	 * Hand over a message.
	 * @param request the request
	 * @return the answer of a service that took the request or refused the message
	 * @throws TransportException if it did neither
	 */
	public ApiAnswer post(ApiRequest request) {
		request.headers().forEach((name, value) -> requirePrintable(request.key(), name, value));
		requireNotHeld(request.key());
		requireWithinLimit();
		RequestOctets body = write(request.body());
		AtomicBoolean written = new AtomicBoolean();
		return inSlot(written,
				() -> this.client.post()
					.uri(URI.create(this.settings.baseUri() + request.path()))
					.headers((headers) -> request.headers().forEach(headers::set))
					.contentType(MediaType.APPLICATION_JSON)
					.accept(MediaType.APPLICATION_JSON)
					.contentLength(body.size())
					.body((StreamingHttpOutputMessage.Body) (out) -> {
						body.writeTo(out, () -> written.set(true));
						out.flush();
					})
					.exchange((sent, response) -> {
						try (InputStream unread = response.getBody()) {
							return answer(request, response);
						}
					}));
	}

	/**
	 * Make a request as soon as there are not too many of them.
	 * @param written whether the request was written as a whole
	 */
	private <T> T inSlot(AtomicBoolean written, Supplier<T> request) {
		while (true) {
			takeSlot();
			boolean lost = false;
			try {
				return request.get();
			}
			catch (ResourceAccessException ex) {
				lost = ConnectionFailure.isTooManyStreams(ex);
				if (!lost || !this.slots.lose()) {
					throw failed(ex, written.get() && !lost);
				}
				written.set(false);
			}
			finally {
				if (!lost) {
					this.slots.giveBack();
				}
			}
		}
	}

	private void takeSlot() {
		try {
			if (!this.slots.take(this.settings.readTimeout())) {
				throw new TransportException(Kind.DEFERRED,
						describe() + " is busy: no request of those under way ended within "
								+ this.settings.readTimeout().toMillis() + " ms",
						null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TransportException(Kind.DEFERRED, describe() + " was interrupted before it asked", ex);
		}
	}

	/**
	 * Find out whether the API is there and lets the application in, without sending
	 * anything.
	 * @param request what to get
	 * @throws TransportException if it is not there or does not let the application in
	 */
	public void check(ApiRequest request) {
		check(request, Set.of());
	}

	/**
	 * Find out whether an API is there that documents nothing to get, without sending
	 * anything.
	 * @param request what to get
	 * @param expected the statuses, beside those of success, that tell that it is there
	 * @throws TransportException if it is not there or does not let the application in
	 */
	public void check(ApiRequest request, Set<Integer> expected) {
		inSlot(new AtomicBoolean(),
				() -> this.client.get()
					.uri(URI.create(this.settings.baseUri() + request.path()))
					.headers((headers) -> request.headers().forEach(headers::set))
					.accept(MediaType.APPLICATION_JSON)
					.exchange((sent, response) -> {
						try (InputStream unread = response.getBody()) {
							return checked(request, expected, response);
						}
					}));
	}

	private int checked(ApiRequest request, Set<Integer> expected, ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		TransportException failure = failure(request.key(), response, status);
		if (failure != null && !expected.contains(status)) {
			throw failure;
		}
		return status;
	}

	/*
	 * The HTTP client would refuse it too, and show it.
	 */
	private void requirePrintable(ApiKey key, String name, String value) {
		if (value.chars().anyMatch((character) -> character < ' ' || character > '~')) {
			throw new TransportException(key.subAccounts() ? Kind.CREDENTIALS_REFUSED : Kind.MISCONFIGURED,
					describe() + " cannot write the header '" + name + "': the key, or the user name with it, has "
							+ "characters that no header may have",
					null);
		}
	}

	private void requireNotHeld(ApiKey key) {
		Duration wait = key.subAccounts() ? this.heldKeys.remaining(key) : null;
		if (wait != null) {
			throw new TransportException(Kind.CREDENTIALS_THROTTLED,
					describe() + " was asked to wait with the key of the sub-account", null)
				.retryAfter(wait);
		}
	}

	private void requireWithinLimit() {
		Duration wait = (this.limit != null) ? this.limit.take() : null;
		if (wait != null) {
			throw new TransportException(Kind.THROTTLED,
					describe() + " makes no more than " + this.settings.requestsPerMinute() + " requests a minute",
					null)
				.retryAfter(wait);
		}
	}

	private RequestOctets write(JsonBody body) {
		RequestOctets octets = new RequestOctets();
		try (JsonGenerator json = JSON.createGenerator(octets)) {
			body.write(json);
		}
		catch (IOException | RuntimeException ex) {
			if (ex instanceof TransportException failure) {
				throw failure;
			}
			throw new TransportException(Kind.UNSUPPORTED, "The content of the message cannot be read: " + ex, ex);
		}
		return octets;
	}

	private ApiAnswer answer(ApiRequest request, ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		TransportException failure = request.refusals().contains(status) ? null
				: failure(request.key(), response, status);
		if (failure != null) {
			throw failure;
		}
		boolean success = status < 300;
		JsonNode body;
		try {
			body = json(response);
		}
		catch (IOException | RuntimeException ex) {
			if (success) {
				throw new TransportException(Kind.PERHAPS_SENT,
						describe() + " answered " + status
								+ " with what cannot be read, so it may have taken the message: " + ex.getMessage(),
						ex);
			}
			body = MissingNode.getInstance();
		}
		return new ApiAnswer(this.transport, status, body, AnswerText.of(status, body, request.key()), request.key());
	}

	/**
	 * What an answer means that is neither about a message taken nor about one refused.
	 */
	private @Nullable TransportException failure(ApiKey key, ClientHttpResponse response, int status) {
		if (status >= 200 && status < 300) {
			return null;
		}
		if (status < 400) {
			String location = response.getHeaders().getFirst("Location");
			return new TransportException(Kind.MISCONFIGURED,
					describe() + " answered " + status
							+ " and wants to be asked elsewhere, which is not done: set its base URL to where it is"
							+ ((location != null) ? " (" + AnswerText.printable(location, key) + ")" : ""),
					null);
		}
		Kind kind = switch (status) {
			case 401, 402, 403 -> key.subAccounts() ? Kind.CREDENTIALS_REFUSED : Kind.MISCONFIGURED;
			case 404, 405, 407 -> Kind.MISCONFIGURED;
			case 408 -> Kind.UNAVAILABLE;
			case 409, 423, 425 -> Kind.DEFERRED;
			case 413 -> Kind.UNSUPPORTED;
			case 429 -> key.subAccounts() ? Kind.CREDENTIALS_THROTTLED : Kind.THROTTLED;
			case 504, 520, 524 -> Kind.PERHAPS_SENT;
			default -> (status >= 500) ? Kind.UNAVAILABLE : null;
		};
		if (kind == null) {
			return null;
		}
		Duration wait = retryAfter(response.getHeaders());
		if (kind == Kind.CREDENTIALS_THROTTLED) {
			wait = (wait != null) ? wait : DEFAULT_WAIT;
			this.heldKeys.hold(key, wait);
		}
		String text = text(key, response, status);
		return new TransportException(kind, describe() + meaning(kind, status) + text, text, null, List.of())
			.retryAfter(wait);
	}

	private static @Nullable Duration retryAfter(HttpHeaders headers) {
		Duration wait = RetryAfter.parse(headers.getFirst(HttpHeaders.RETRY_AFTER), headers.getFirst(HttpHeaders.DATE));
		if (wait == null || wait.compareTo(SHORTEST_WAIT) < 0) {
			return (wait != null) ? SHORTEST_WAIT : null;
		}
		return (wait.compareTo(LONGEST_WAIT) > 0) ? LONGEST_WAIT : wait;
	}

	private static String meaning(Kind kind, int status) {
		return switch (kind) {
			case MISCONFIGURED -> switch (status) {
				case 401, 403 -> " refuses the key: ";
				case 402 -> " wants to be paid first: ";
				default -> " is not where its base URL says: ";
			};
			case CREDENTIALS_REFUSED -> (status != 402) ? " refuses the key of the sub-account: "
					: " wants to be paid first by the owner of the sub-account's key: ";
			case UNSUPPORTED -> " cannot carry the message: ";
			case THROTTLED -> " asks to wait: ";
			case CREDENTIALS_THROTTLED -> " asks to wait with the key of the sub-account: ";
			case DEFERRED -> " does not take the message yet: ";
			case PERHAPS_SENT -> " did not hear from the service behind it, which may have taken the message: ";
			default -> " cannot take the message now: ";
		};
	}

	private static String text(ApiKey key, ClientHttpResponse response, int status) {
		try {
			return AnswerText.of(status, json(response), key);
		}
		catch (IOException | RuntimeException ex) {
			return AnswerText.of(status, MissingNode.getInstance(), key);
		}
	}

	private static JsonNode json(ClientHttpResponse response) throws IOException {
		MediaType type = response.getHeaders().getContentType();
		if (type != null && !type.getSubtype().equals("json") && !type.getSubtype().endsWith("+json")) {
			throw new IOException("its content is " + type.getType() + "/" + type.getSubtype() + ", not JSON");
		}
		try (InputStream in = response.getBody()) {
			byte[] octets = in.readNBytes(MAX_ANSWER + 1);
			if (octets.length > MAX_ANSWER) {
				throw new IOException("it is larger than " + MAX_ANSWER + " octets");
			}
			JsonNode body = JSON.readTree(new String(octets, StandardCharsets.UTF_8));
			if (!body.isContainer()) {
				throw new IOException("it is neither a JSON object nor an array");
			}
			return body;
		}
		catch (JacksonException ex) {
			throw new IOException("it is not JSON", ex);
		}
	}

	private TransportException failed(ResourceAccessException ex, boolean written) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		return ConnectionFailure.of(describe(), cause, written);
	}

	private String describe() {
		return "Transport '" + this.transport + "'";
	}

}
