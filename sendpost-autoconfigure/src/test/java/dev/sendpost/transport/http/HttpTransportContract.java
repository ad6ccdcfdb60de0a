package dev.sendpost.transport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import javax.net.ssl.SSLContext;

import com.sun.management.ThreadMXBean;
import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.ReceivedRequest;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.testsmtp.TestCertificates;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.NeedyEmail;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportCredentials.Credentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.TransportFeature;
import dev.sendpost.transport.Transports;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What holds for each transport to an HTTP e-mail API, whatever the service does.
 */
public abstract class HttpTransportContract {

	protected static final String KEY = "key-of-the-account";

	private static final String OWN_KEY = "key-of-the-sub-account";

	private static final TransportCredentials OF_SUB_ACCOUNT = (subAccount, transport) -> subAccount.equals("marketing")
			? Optional.of(new Credentials("own-user", OWN_KEY)) : Optional.empty();

	protected final StandInServer server = StandInServer.start();

	@AfterEach
	void close() {
		this.server.close();
	}

	/**
	 * Make the transport under test.
	 */
	protected abstract MailTransport transport(HttpApiSettings settings, TransportCredentials credentials);

	/**
	 * What the service answers when it takes a message for one recipient.
	 */
	protected abstract String accepted();

	/**
	 * The id in {@link #accepted()} that the service gave the message.
	 */
	protected abstract @Nullable String acceptedId();

	/**
	 * Whether a request shows a key.
	 */
	protected abstract boolean shows(ReceivedRequest request, String key);

	@Test
	void aMessageTheServiceTakesIsSentAndKeepsItsId() {
		this.server.will(HttpAction.json(200, accepted()));
		List<RecipientOutcome> outcomes = send(transport());
		assertThat(outcomes).singleElement().satisfies((outcome) -> {
			assertThat(outcome.status()).isEqualTo(EmailStatus.SENT);
			assertThat(outcome.transport()).isEqualTo("api");
			assertThat(outcome.providerMessageId()).isEqualTo(acceptedId());
		});
		assertThat(this.server.request().header("content-type")).isEqualTo("application/json");
		assertThat(shows(this.server.request(), KEY)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 422 })
	void aMessageTheServiceRefusesIsRefusedForAllWithItsWords(int status) {
		this.server.will(HttpAction.json(status, "{\"error\":{\"code\":\"invalid\",\"message\":\"No\\nway\"}}"));
		assertThat(send(transport())).singleElement().satisfies((outcome) -> {
			assertThat(outcome.status()).isEqualTo(EmailStatus.BOUNCED);
			assertThat(outcome.serverText()).isEqualTo(status + " invalid No way");
			assertThat(outcome.reason()).contains("No way");
		});
	}

	@Test
	void aRefusalWithAPageIsARefusal() {
		this.server.will(HttpAction.html(400));
		assertThat(send(transport())).singleElement()
			.extracting(RecipientOutcome::status)
			.isEqualTo(EmailStatus.BOUNCED);
	}

	@ParameterizedTest
	@CsvSource({ "401, MISCONFIGURED", "402, MISCONFIGURED", "403, MISCONFIGURED", "404, MISCONFIGURED",
			"405, MISCONFIGURED", "408, UNAVAILABLE", "409, DEFERRED", "413, UNSUPPORTED", "423, DEFERRED",
			"425, DEFERRED", "429, THROTTLED", "500, UNAVAILABLE", "502, UNAVAILABLE", "503, UNAVAILABLE",
			"504, PERHAPS_SENT", "520, PERHAPS_SENT", "522, UNAVAILABLE", "524, PERHAPS_SENT" })
	void eachStatusMeansOneThing(int status, Kind kind) {
		this.server.will(HttpAction.json(status, "{\"message\":\"the service's words\"}"));
		TransportException failure = failure(transport());
		assertThat(failure.getKind()).isEqualTo(kind);
		assertThat(failure.getServerText()).isEqualTo(status + " the service's words");
		assertThat(failure).hasMessageContaining("'api'").hasMessageContaining("the service's words");
		this.server.will(HttpAction.html(status));
		assertThat(failure(transport()).getKind()).isEqualTo(kind);
	}

	@Test
	void theServiceSaysHowLongToWait() {
		this.server.will(HttpAction.json(429, "{}", "Retry-After: 30"));
		assertThat(failure(transport()).getRetryAfter()).isEqualTo(Duration.ofSeconds(30));
		this.server.will(HttpAction.json(503, "{}", "Date: Sat, 21 Nov 2026 10:00:00 GMT",
				"Retry-After: Sat, 21 Nov 2026 10:02:00 GMT"));
		assertThat(failure(transport()).getRetryAfter()).isEqualTo(Duration.ofMinutes(2));
		this.server.will(HttpAction.json(429, "{}", "Retry-After: soon"));
		assertThat(failure(transport()).getRetryAfter()).isNull();
		this.server.will(HttpAction.json(429, "{}", "Retry-After: 999999999"));
		assertThat(failure(transport()).getRetryAfter()).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void aSubAccountsOwnKeyIsUsedAndItsFaultIsNotTheTransports() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(email("marketing"));
		assertThat(shows(this.server.request(), OWN_KEY)).isTrue();
		assertThat(shows(this.server.request(), KEY)).isFalse();
		this.server.will(HttpAction.json(401, "{}"));
		assertThat(failure(transport(), email("marketing")).getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
		this.server.will(HttpAction.json(402, "{}"));
		assertThat(failure(transport(), email("marketing")).getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
	}

	@Test
	void withASubAccountsKeyThatIsToWaitNothingIsAskedUntilThen() {
		MailTransport transport = transport();
		this.server.will(HttpAction.json(429, "{}", "Retry-After: 600"));
		TransportException throttled = failure(transport, email("marketing"));
		assertThat(throttled.getKind()).isEqualTo(Kind.CREDENTIALS_THROTTLED);
		assertThat(throttled.getRetryAfter()).isEqualTo(Duration.ofMinutes(10));
		this.server.will(HttpAction.json(200, accepted()));
		TransportException held = failure(transport, email("marketing"));
		assertThat(held.getKind()).isEqualTo(Kind.CREDENTIALS_THROTTLED);
		assertThat(held.getRetryAfter()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
		assertThat(held).hasMessageContaining("asked to wait").hasMessageNotContaining(OWN_KEY);
		assertThat(this.server.requests()).hasSize(1);
		assertThat(send(transport)).singleElement().extracting(RecipientOutcome::status).isEqualTo(EmailStatus.SENT);
	}

	@Test
	void anAnswerThatCannotBeReadMeansThatTheMessageMayBeOnItsWay() {
		for (HttpAction action : List.of(HttpAction.html(200), HttpAction.json(200, "{\"id\":"),
				HttpAction.json(200, ""), HttpAction.json(200, "true"), HttpAction.truncated(200, accepted()),
				HttpAction.endless(200, 100L * 1024 * 1024), HttpAction.hangUp())) {
			this.server.will(action);
			assertThat(failure(transport()).getKind()).isEqualTo(Kind.PERHAPS_SENT);
		}
	}

	@Test
	void anEndlessRefusalIsARefusal() {
		this.server.will(HttpAction.endless(400, 100L * 1024 * 1024));
		assertThat(send(transport())).singleElement()
			.extracting(RecipientOutcome::status)
			.isEqualTo(EmailStatus.BOUNCED);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 302, 400, 503 })
	void aPageWithoutEndIsNotRead(int status) {
		EndlessPage page = new EndlessPage(status);
		this.server.will(page);
		if (status == 400) {
			assertThat(send(transport())).singleElement()
				.extracting(RecipientOutcome::status)
				.isEqualTo(EmailStatus.BOUNCED);
		}
		else {
			failure(transport());
		}
		assertThat(page.written()).isLessThan(EndlessPage.SIZE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 302, 503 })
	void aCheckDoesNotReadAPageWithoutEnd(int status) {
		EndlessPage page = new EndlessPage(status);
		this.server.will(page);
		if (status == 200) {
			transport().check();
		}
		else {
			assertThatExceptionOfType(TransportException.class).isThrownBy(transport()::check);
		}
		assertThat(page.written()).isLessThan(EndlessPage.SIZE);
	}

	/**
	 * The time-outs include connecting and whatever a client does for the first time.
	 */
	@Test
	void aServiceThatIsSilentOrSlowMayHaveTakenTheMessage() {
		MailTransport transport = transport(settings(this.server.uri(), Duration.ofSeconds(4)));
		this.server.will(HttpAction.json(200, accepted()));
		send(transport);
		for (HttpAction action : List.of(HttpAction.silence(), HttpAction.dripping(200))) {
			this.server.will(action);
			assertThat(failure(transport).getKind()).isEqualTo(Kind.PERHAPS_SENT);
		}
	}

	@Test
	void aServiceThatDoesNotTakeTheWholeRequestInTimeHasTakenNothing() throws IOException {
		try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
			MailTransport transport = transport(
					settings(URI.create("http://127.0.0.1:" + deaf.getLocalPort()), Duration.ofSeconds(2)));
			TransportException failure = failure(transport,
					outgoing(Email.builder()
						.from("shop@example.com")
						.to("ann@example.com")
						.subject("Hello")
						.text("x".repeat(32 * 1024 * 1024))));
			assertThat(failure.getKind()).isEqualTo(Kind.TIMED_OUT);
			assertThat(failure).hasMessageContaining("did not take the request in time");
		}
	}

	@Test
	void aConnectionLostWhileItIsSecuredIsNotAMatterOfCertificates() throws IOException {
		try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
			Thread thread = new Thread(() -> hangUpOnAll(rude), "rude-server");
			thread.setDaemon(true);
			thread.start();
			TransportException failure = failure(transport(
					settings(URI.create("https://127.0.0.1:" + rude.getLocalPort()), Duration.ofSeconds(20))));
			assertThat(failure.getKind()).isEqualTo(Kind.UNAVAILABLE);
		}
	}

	private static void hangUpOnAll(ServerSocket listener) {
		while (!listener.isClosed()) {
			try (Socket socket = listener.accept()) {
				socket.getInputStream().readNBytes(5);
			}
			catch (IOException ex) {
				// The client was first, or the test is over.
			}
		}
	}

	@Test
	void aRedirectIsNotFollowedAndNobodyElseSeesTheKey() {
		try (StandInServer elsewhere = StandInServer.start()) {
			for (int status : List.of(301, 302, 303, 307, 308)) {
				this.server.will(HttpAction.json(status, "{}", "Location: " + elsewhere.uri()));
				assertThat(failure(transport()).getKind()).isEqualTo(Kind.MISCONFIGURED);
			}
			assertThat(elsewhere.requests()).isEmpty();
		}
	}

	@Test
	void aServiceThatIsNotThereHasTakenNothing() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		TransportException failure = failure(transport(settings(URI.create("http://127.0.0.1:" + port))));
		assertThat(failure.getKind()).isEqualTo(Kind.UNAVAILABLE);
	}

	@ParameterizedTest
	@EnumSource
	void aCertificateMustBeTrustedInForceAndOfTheHost(TestCertificates.Kind kind) {
		SSLContext trusting = TestCertificates.client();
		try (StandInServer secure = StandInServer.startWithTls(TestCertificates.server(kind))) {
			secure.will(HttpAction.json(200, accepted()));
			HttpApiSettings settings = new HttpApiSettings(secure.uri(), ApiKey.of(KEY), Duration.ofSeconds(20),
					Duration.ofSeconds(20), null, HttpApiSettings.DEFAULT_MAX_CONCURRENT_REQUESTS, trusting);
			if (kind == TestCertificates.Kind.VALID) {
				assertThat(send(transport(settings))).singleElement()
					.extracting(RecipientOutcome::status)
					.isEqualTo(EmailStatus.SENT);
			}
			else {
				assertThat(failure(transport(settings)).getKind()).isEqualTo(Kind.MISCONFIGURED);
				assertThat(secure.requests()).isEmpty();
			}
		}
	}

	@Test
	void whatCannotBeReadIsNotSent() {
		Email unreadable = Email.builder()
			.from("shop@example.com")
			.to("ann@example.com")
			.subject("Hello")
			.html("<p>Hi</p>")
			.attach(Attachment.of("gone.txt", () -> {
				throw new UncheckedIOException(new IOException("the file is gone"));
			}))
			.build();
		MailTransport transport = transport();
		assumeTrue(transport.capabilities().features().contains(TransportFeature.ATTACHMENTS));
		OutgoingEmail email = new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, unreadable,
				unreadable.recipients());
		assertThat(failure(transport, email).getKind()).isEqualTo(Kind.UNSUPPORTED);
		assertThat(this.server.requests()).isEmpty();
	}

	/**
	 * 25 MiB are 35 million octets in base64: they are held once, and no other copy of
	 * the file is made.
	 */
	@Test
	void aLargeFileIsHeldOnce() {
		MailTransport transport = transport();
		assumeTrue(transport.capabilities().features().contains(TransportFeature.ATTACHMENTS));
		this.server.will(HttpAction.json(200, accepted()));
		send(transport);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		transport.send(outgoing(Email.builder()
			.from("shop@example.com")
			.to("ann@example.com")
			.subject("Hello")
			.text("Hi Ann")
			.attach(Attachment.of("large.bin", () -> zeros(25 * 1024 * 1024)))));
		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		byte[] body = this.server.requests().get(1).body();
		assertThat(body.length).isGreaterThan(25 * 1024 * 1024 / 3 * 4);
		assertThat(new String(body, StandardCharsets.ISO_8859_1)).contains("\"" + "A".repeat(34_952_534) + "==\"");
		assertThat(allocated).isLessThan(body.length + 3 * 1024 * 1024);
	}

	private static InputStream zeros(int length) {
		return new InputStream() {

			private int left = length;

			@Override
			public int read() {
				return (this.left-- > 0) ? 0 : -1;
			}

			@Override
			public int read(byte[] octets, int offset, int max) {
				if (this.left <= 0) {
					return -1;
				}
				int read = Math.min(max, this.left);
				Arrays.fill(octets, offset, offset + read, (byte) 0);
				this.left -= read;
				return read;
			}

		};
	}

	@Test
	void whatTheServiceCannotCarryIsRefusedByItsNameOrGoesByTheNextTransport() {
		MailTransport transport = transport();
		Set<TransportFeature> missing = EnumSet.allOf(TransportFeature.class);
		missing.removeAll(transport.capabilities().features());
		assertThat(missing).isNotEmpty();
		for (TransportFeature feature : missing) {
			Email email = NeedyEmail.needing(feature);
			OutgoingEmail outgoing = new OutgoingEmail(UUID.randomUUID(), "<1@example.com>", Instant.EPOCH, email,
					email.recipients());
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> router(transport).send(outgoing))
				.withMessageContaining("api lacks")
				.withMessageContaining(feature.name());
			FakeTransport next = FakeTransport.accepting("next");
			router(transport, next).send(outgoing);
			assertThat(next.attempts()).hasSize(1);
		}
		assertThat(this.server.requests()).isEmpty();
	}

	private static MailRouter router(MailTransport... transports) {
		Transports all = new Transports(List.of(transports), QuickRetry.DEFAULT, Circuit.DEFAULT);
		return new MailRouter(all,
				new RoutingTable(List.of(), List.of(), Route.inOrder("default", all.names()), all.names()),
				new Random(1));
	}

	@Test
	void noMoreRequestsAreMadeThanAllowed() {
		this.server.will(HttpAction.json(200, accepted()));
		MailTransport transport = transport(
				new HttpApiSettings(this.server.uri(), ApiKey.of(KEY), Duration.ofSeconds(20), Duration.ofSeconds(20),
						1, HttpApiSettings.DEFAULT_MAX_CONCURRENT_REQUESTS, null));
		send(transport);
		TransportException failure = failure(transport);
		assertThat(failure.getKind()).isEqualTo(Kind.THROTTLED);
		assertThat(failure.getRetryAfter()).isBetween(Duration.ofNanos(1), Duration.ofMinutes(1));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void theKeyIsInNoDescriptionAndNoMessage() {
		String repeated = "{\"error\":{\"code\":\"" + KEY + "\",\"message\":\"What is " + KEY + "?\"}}";
		for (int status : List.of(401, 402, 409, 429, 503, 504)) {
			this.server.will(HttpAction.json(status, repeated));
			TransportException failure = failure(transport());
			assertThat(failure).hasMessageContaining("What is ******?").hasMessageNotContaining(KEY);
			assertThat(failure.getServerText()).isEqualTo(status + " ****** What is ******?");
		}
		this.server.will(HttpAction.json(400, repeated));
		assertThat(send(transport())).singleElement()
			.satisfies((outcome) -> assertThat(outcome.toString()).contains("What is ******?").doesNotContain(KEY));
		this.server.will(HttpAction.json(302, "{}", "Location: http://localhost/?key=" + KEY));
		assertThat(failure(transport())).hasMessageContaining("?key=******").hasMessageNotContaining(KEY);
		assertThat(transport().toString()).startsWith("api (").doesNotContain(KEY);
	}

	@Test
	void aCheckSendsNothingAndTellsOfAServiceInTrouble() {
		MailTransport transport = transport();
		this.server.will(HttpAction.json(200, "{}"));
		transport.check();
		assertThat(this.server.requests()).allSatisfy((request) -> assertThat(request.method()).isNotEqualTo("POST"));
		this.server.will(HttpAction.json(500, "{}"));
		assertThatExceptionOfType(TransportException.class).isThrownBy(transport::check);
	}

	@Test
	void aCheckTellsOfAWrongKey() {
		assumeTrue(checksKey());
		this.server.will(HttpAction.json(401, "{\"message\":\"What is " + KEY + "?\"}"));
		assertThatExceptionOfType(TransportException.class).isThrownBy(transport()::check)
			.withMessageContaining("What is ******?")
			.withMessageNotContaining(KEY)
			.extracting(TransportException::getKind)
			.isEqualTo(Kind.MISCONFIGURED);
	}

	/**
	 * Whether a check shows the service the key.
	 */
	protected boolean checksKey() {
		return true;
	}

	protected final MailTransport transport() {
		return transport(settings(this.server.uri()));
	}

	private MailTransport transport(HttpApiSettings settings) {
		return transport(settings, OF_SUB_ACCOUNT);
	}

	private static HttpApiSettings settings(URI uri) {
		return new HttpApiSettings(uri, ApiKey.of(KEY));
	}

	private static HttpApiSettings settings(URI uri, Duration readTimeout) {
		return new HttpApiSettings(uri, ApiKey.of(KEY), Duration.ofSeconds(20), readTimeout, null,
				HttpApiSettings.DEFAULT_MAX_CONCURRENT_REQUESTS, null);
	}

	private static List<RecipientOutcome> send(MailTransport transport) {
		return transport.send(email("default"));
	}

	protected static TransportException failure(MailTransport transport) {
		return failure(transport, email("default"));
	}

	private static TransportException failure(MailTransport transport, OutgoingEmail email) {
		try {
			List<RecipientOutcome> outcomes = transport.send(email);
			throw new AssertionError("There are outcomes: " + outcomes);
		}
		catch (TransportException ex) {
			return ex;
		}
	}

	/**
	 * A message that each service can carry.
	 */
	protected static OutgoingEmail email(String subAccount) {
		Email email = Email.builder()
			.from("shop@example.com")
			.to("ann@example.com")
			.subject("Hello")
			.text("Hi Ann")
			.build();
		return new OutgoingEmail(UUID.fromString("01a1ffba-b675-76fb-830d-feefb92da82d"), "<1@example.com>",
				Instant.EPOCH, email, email.recipients(), subAccount);
	}

	protected static OutgoingEmail outgoing(EmailBuilder builder) {
		Email email = builder.build();
		return new OutgoingEmail(UUID.fromString("01a1ffba-b675-76fb-830d-feefb92da82d"), "<1@example.com>",
				Instant.EPOCH, email, email.recipients());
	}

}
