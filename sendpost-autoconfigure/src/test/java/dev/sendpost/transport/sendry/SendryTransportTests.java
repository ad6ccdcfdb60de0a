package dev.sendpost.transport.sendry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailPriority;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.HostedTemplate;
import dev.sendpost.ListUnsubscribe;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.ReceivedRequest;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.TransportFeature;
import dev.sendpost.transport.http.HttpApiSettings;
import dev.sendpost.transport.http.HttpTransportContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SendryTransport}: the requests and answers of the service's
 * documentation.
 */
class SendryTransportTests extends HttpTransportContract {

	private static final URI LEAVE = URI.create("https://acme.com/leave?u=7");

	@Override
	protected MailTransport transport(HttpApiSettings settings, TransportCredentials credentials) {
		return new SendryTransport("api", settings, credentials);
	}

	@Override
	protected String accepted() {
		return "{\"id\":\"em_abc123\",\"from\":\"shop@example.com\",\"to\":[\"ann@example.com\"],"
				+ "\"subject\":\"Hello\",\"status\":\"queued\",\"created_at\":\"2026-01-02T03:04:05Z\"}";
	}

	@Override
	protected String acceptedId() {
		return "em_abc123";
	}

	@Override
	protected boolean shows(ReceivedRequest request, String key) {
		return request.header("authorization").equals("Bearer " + key);
	}

	@Test
	void itCarriesWhatTheServiceCanSay() {
		EnumSet<TransportFeature> features = EnumSet.allOf(TransportFeature.class);
		features.removeAll(EnumSet.of(TransportFeature.AMP, TransportFeature.INLINE_ATTACHMENTS,
				TransportFeature.MULTIPLE_REPLY_TO, TransportFeature.REPEATED_HEADERS,
				TransportFeature.INTERNATIONAL_ADDRESSES));
		assertThat(transport().capabilities().features()).isEqualTo(features);
	}

	@Test
	void aMessageIsTheDocumentedRequest() {
		ReceivedRequest request = request(Email.builder()
			.from("hello@acme.com")
			.to("user@example.com")
			.subject("Hello!")
			.html("<p>Sent via Sendry.</p>"));
		assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/emails");
		assertThat(request.header("authorization")).isEqualTo("Bearer " + KEY);
		assertThat(request.header("idempotency-key")).startsWith("01a1ffba-b675-76fb-830d-feefb92da82d-");
		assertThat(request.text()).isEqualTo("{\"from\":\"hello@acme.com\",\"to\":[\"user@example.com\"],"
				+ "\"subject\":\"Hello!\",\"html\":\"<p>Sent via Sendry.</p>\"}");
	}

	@Test
	void everythingTheServiceKnowsIsMapped() {
		ReceivedRequest request = request(Email.builder()
			.from("Acme <hello@acme.com>")
			.to("Ann <ann@example.com>", "al@example.com")
			.cc("carl@example.com")
			.bcc("bob@example.com")
			.replyTo("Help <help@acme.com>")
			.subject("Gr\u00fc\u00dfe")
			.html("<p>Hi</p>")
			.text("Hi")
			.tags("welcome", "plan b")
			.metadata("order", "7")
			.header("X-Campaign", "12")
			.priority(EmailPriority.LOW)
			.listUnsubscribe(ListUnsubscribe.oneClick(LEAVE))
			.sendAt(Instant.parse("2030-01-02T03:04:05Z"))
			.attach(Attachment.of("a.txt", "Hello, world".getBytes(StandardCharsets.UTF_8))
				.withContentType("text/plain; charset=UTF-8"))
			.trackOpens(true));
		assertThat(request.path()).isEqualTo("/v1/emails");
		assertThat(request.text()).isEqualTo("{\"from\":\"\\\"Acme\\\" <hello@acme.com>\","
				+ "\"to\":[\"\\\"Ann\\\" <ann@example.com>\",\"al@example.com\"],\"cc\":[\"carl@example.com\"],"
				+ "\"bcc\":[\"bob@example.com\"],\"reply_to\":\"\\\"Help\\\" <help@acme.com>\","
				+ "\"subject\":\"Gr\u00fc\u00dfe\",\"html\":\"<p>Hi</p>\",\"text\":\"Hi\","
				+ "\"tags\":[{\"name\":\"order\",\"value\":\"7\"},{\"name\":\"plan_b\",\"value\":\"true\"},"
				+ "{\"name\":\"welcome\",\"value\":\"true\"}],"
				+ "\"headers\":{\"X-Priority\":\"5\",\"Importance\":\"low\","
				+ "\"List-Unsubscribe\":\"<https://acme.com/leave?u=7>\","
				+ "\"List-Unsubscribe-Post\":\"List-Unsubscribe=One-Click\",\"X-Campaign\":\"12\"},"
				+ "\"scheduled_at\":\"2030-01-02T03:04:05Z\",\"attachments\":[{\"filename\":\"a.txt\","
				+ "\"content\":\"SGVsbG8sIHdvcmxk\",\"content_type\":\"text/plain; charset=UTF-8\"}],"
				+ "\"tracking\":true}");
	}

	@Test
	void aTemplateOfTheServiceIsNamedWithWhatToFillIn() {
		assertThat(request(Email.builder()
			.from("hello@acme.com")
			.to("user@example.com")
			.hostedTemplate(new HostedTemplate("tmpl_1", Map.of("name", "Ann", "amount", "7")))).text())
			.isEqualTo("{\"from\":\"hello@acme.com\",\"to\":[\"user@example.com\"],\"template_id\":\"tmpl_1\","
					+ "\"variables\":{\"amount\":\"7\",\"name\":\"Ann\"}}");
	}

	@ParameterizedTest
	@CsvSource({ "true, true, true", "true, , true", ", true, true", "true, false, false", "false, true, false",
			"false, , false", ", false, false", "false, false, false" })
	void opensAndClicksShareASwitchAndWhoeverWantsOneOffGetsBothOff(Boolean opens, Boolean clicks, boolean tracking) {
		assertThat(request(Email.builder()
			.from("hello@acme.com")
			.to("user@example.com")
			.text("Hi")
			.trackOpens(opens)
			.trackClicks(clicks)).text()).contains("\"tracking\":" + tracking + "}");
	}

	@Test
	void aTimeThatHadPassedWhenTheMessageWasAcceptedIsNow() {
		assertThat(request(Email.builder()
			.from("hello@acme.com")
			.to("user@example.com")
			.text("Hi")
			.sendAt(Instant.EPOCH.minusSeconds(1))).text()).doesNotContain("scheduled_at");
	}

	@Test
	void aPreheaderIsPutIntoTheHtml() {
		assertThat(request(Email.builder()
			.from("hello@acme.com")
			.to("user@example.com")
			.preheader("Read on")
			.html("<body><p>Hi</p>")).text()).contains("\"html\":\"<body><div style=\\\"display:none;")
			.contains(">Read on&#847;")
			.contains("</div><p>Hi</p>\"");
	}

	@Test
	void aBroadcastIsMarketingAndSaysWhereToUnsubscribe() {
		ReceivedRequest request = request(Email.builder()
			.from("hello@acme.com")
			.to("user@example.com")
			.subject("News")
			.text("Hi")
			.stream(EmailStream.BROADCAST)
			.listUnsubscribe(URI.create("mailto:leave@acme.com"), LEAVE));
		assertThat(request.path()).isEqualTo("/v1/emails/marketing");
		assertThat(request.text()).isEqualTo("{\"from\":\"hello@acme.com\",\"to\":[\"user@example.com\"],"
				+ "\"subject\":\"News\",\"text\":\"Hi\",\"headers\":"
				+ "{\"List-Unsubscribe\":\"<mailto:leave@acme.com>, <https://acme.com/leave?u=7>\"},"
				+ "\"unsubscribe_url\":\"https://acme.com/leave?u=7\"}");
	}

	@Test
	void aBroadcastThatMarketingCannotCarryIsAnEmail() {
		EmailBuilder broadcast = Email.builder()
			.from("hello@acme.com")
			.to("user@example.com")
			.text("Hi")
			.stream(EmailStream.BROADCAST);
		Email leaving = broadcast.listUnsubscribe(LEAVE).build();
		for (EmailBuilder email : List.of(leaving.toBuilder().listUnsubscribe((ListUnsubscribe) null),
				leaving.toBuilder().listUnsubscribe(URI.create("mailto:leave@acme.com")),
				leaving.toBuilder().cc("carl@example.com"), leaving.toBuilder().bcc("bob@example.com"),
				leaving.toBuilder().attach(Attachment.of("a.txt", new byte[1])), leaving.toBuilder().trackClicks(false),
				leaving.toBuilder().hostedTemplate(new HostedTemplate("t", Map.of("a", "b"))))) {
			this.server.requests().clear();
			ReceivedRequest request = request(email);
			assertThat(request.path()).isEqualTo("/v1/emails");
			assertThat(request.text()).doesNotContain("unsubscribe_url");
		}
	}

	@Test
	void onlyThoseNotSettledAreInTheRequestUnderAKeyOfTheirOwn() {
		OutgoingEmail email = outgoing(Email.builder()
			.from("hello@acme.com")
			.to("ann@example.com")
			.cc("carl@example.com")
			.bcc("bob@example.com")
			.text("Hi"));
		this.server.will(HttpAction.json(200, accepted()));
		MailTransport transport = transport();
		assertThat(transport.send(email)).hasSize(3)
			.allSatisfy((outcome) -> assertThat(outcome.providerMessageId()).isEqualTo("em_abc123"));
		transport.send(email.to(addresses("carl@example.com", "bob@example.com")));
		transport.send(email.to(addresses("bob@example.com")));
		assertThat(this.server.requests())
			.extracting((request) -> request.text().substring(0, request.text().indexOf(",\"subject\"")))
			.containsExactly(
					"{\"from\":\"hello@acme.com\",\"to\":[\"ann@example.com\"],\"cc\":[\"carl@example.com\"],"
							+ "\"bcc\":[\"bob@example.com\"]",
					"{\"from\":\"hello@acme.com\",\"to\":[\"carl@example.com\"],\"bcc\":[\"bob@example.com\"]",
					"{\"from\":\"hello@acme.com\",\"to\":[\"bob@example.com\"]");
		assertThat(this.server.requests()).extracting((request) -> request.header("idempotency-key"))
			.doesNotHaveDuplicates();
	}

	@Test
	void hiddenRecipientsAloneAreABatch() {
		this.server.will(HttpAction.json(200, """
				{"data": [{"id": "em_1", "status": "queued"}, {"id": "em_2", "status": "failed"}]}"""));
		List<RecipientOutcome> outcomes = transport().send(outgoing(Email.builder()
			.from("hello@acme.com")
			.bcc("bob@example.com", "ben@example.com")
			.subject("Hi")
			.text("Hello")));
		assertThat(this.server.request().path()).isEqualTo("/v1/emails/batch");
		assertThat(this.server.request().text()).isEqualTo("{\"emails\":["
				+ "{\"from\":\"hello@acme.com\",\"to\":[\"bob@example.com\"],\"subject\":\"Hi\",\"text\":\"Hello\"},"
				+ "{\"from\":\"hello@acme.com\",\"to\":[\"ben@example.com\"],\"subject\":\"Hi\",\"text\":\"Hello\"}]}");
		assertThat(outcomes).extracting(RecipientOutcome::status, RecipientOutcome::providerMessageId)
			.containsExactly(tuple(EmailStatus.SENT, "em_1"), tuple(EmailStatus.BOUNCED, null));
	}

	@Test
	void aBatchThatIsRefusedIsRefusedForAll() {
		this.server.will(HttpAction.json(422, error("validation_error", "from is not verified")));
		assertThat(transport().send(hidden(2))).hasSize(2).allSatisfy((outcome) -> {
			assertThat(outcome.status()).isEqualTo(EmailStatus.BOUNCED);
			assertThat(outcome.serverText()).isEqualTo("422 validation_error from is not verified");
		});
	}

	@Test
	void oneBadAddressCostsOnlyItself() {
		HttpAction refused = HttpAction.json(422, error("validation_error", "one of these is no address"));
		HttpAction taken = HttpAction.json(200, accepted());
		this.server.will(refused, taken, refused, taken);
		assertThat(transport().send(hidden(3))).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.BOUNCED, EmailStatus.SENT);
		assertThat(this.server.requests()).extracting(ReceivedRequest::path)
			.containsExactly("/v1/emails/batch", "/v1/emails", "/v1/emails", "/v1/emails");
	}

	@Test
	void aBatchAnsweredForOthersMayBeOnItsWay() {
		this.server.will(HttpAction.json(200, "{\"data\":[{\"id\":\"em_1\"}]}"));
		TransportException failure = catchThrowableOfType(TransportException.class, () -> transport().send(hidden(2)));
		assertThat(failure.getKind()).isEqualTo(Kind.PERHAPS_SENT);
	}

	@Test
	void whatWasTakenBeforeABatchFailedIsSettled() {
		this.server.will(HttpAction.json(200,
				IntStream.range(0, 100)
					.mapToObj((n) -> "{\"id\":\"em_" + n + "\",\"status\":\"queued\"}")
					.collect(Collectors.joining(",", "{\"data\":[", "]}"))),
				HttpAction.json(503, "{}"));
		TransportException failure = catchThrowableOfType(TransportException.class,
				() -> transport().send(hidden(130)));
		assertThat(failure.getKind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(failure.getSettled()).hasSize(100)
			.allSatisfy((outcome) -> assertThat(outcome.status()).isEqualTo(EmailStatus.SENT));
	}

	@Test
	void hiddenRecipientsGetTheirMessagesOneByOneWhereABatchCannotCarryThem() {
		Email plain = Email.builder()
			.from("hello@acme.com")
			.bcc("bob@example.com", "ben@example.com")
			.text("Hi")
			.build();
		for (EmailBuilder email : List.of(plain.toBuilder().header("X-Order", "7"),
				plain.toBuilder().priority(EmailPriority.HIGH), plain.toBuilder().trackOpens(false),
				plain.toBuilder().sendAt(Instant.parse("2030-01-02T03:04:05Z")),
				plain.toBuilder().attach(Attachment.of("a.txt", new byte[1])),
				plain.toBuilder().hostedTemplate(new HostedTemplate("t", Map.of())))) {
			this.server.requests().clear();
			this.server.will(HttpAction.json(200, accepted()));
			assertThat(transport().send(outgoing(email))).hasSize(2);
			assertThat(this.server.requests()).extracting(ReceivedRequest::path)
				.containsExactly("/v1/emails", "/v1/emails");
			assertThat(this.server.requests()).extracting((request) -> request.header("idempotency-key"))
				.doesNotHaveDuplicates();
		}
	}

	@Test
	void aMessageThatFailedAtOnceIsRefused() {
		this.server.will(HttpAction.json(200, "{\"id\":\"em_1\",\"status\":\"failed\"}"));
		assertThat(transport().send(email("default"))).singleElement()
			.extracting(RecipientOutcome::status)
			.isEqualTo(EmailStatus.BOUNCED);
	}

	@Test
	void aTemplateThatTheServiceDoesNotKnowIsTheFaultOfTheMessage() {
		this.server.will(HttpAction.json(404, error("not_found", "Template not found")));
		assertThat(transport().send(outgoing(Email.builder()
			.from("hello@acme.com")
			.to("user@example.com")
			.hostedTemplate(new HostedTemplate("nowhere", Map.of()))))).singleElement().satisfies((outcome) -> {
				assertThat(outcome.status()).isEqualTo(EmailStatus.BOUNCED);
				assertThat(outcome.serverText()).isEqualTo("404 not_found Template not found");
			});
	}

	@Test
	void itsErrorsAreUnderstood() {
		this.server.will(HttpAction.json(401, error("unauthorized", "Invalid API key")));
		assertThat(failure(transport())).hasMessageContaining("refuses the key: 401 unauthorized Invalid API key")
			.extracting(TransportException::getKind)
			.isEqualTo(Kind.MISCONFIGURED);
		this.server.will(HttpAction.json(429, error("rate_limit_exceeded", "Too many requests"), "Retry-After: 7"));
		TransportException throttled = failure(transport());
		assertThat(throttled.getKind()).isEqualTo(Kind.THROTTLED);
		assertThat(throttled.getRetryAfter()).isEqualTo(Duration.ofSeconds(7));
		this.server.will(HttpAction.json(422, error("validation_error", "to is not an address")));
		assertThat(transport().send(email("default"))).singleElement()
			.extracting(RecipientOutcome::serverText)
			.isEqualTo("422 validation_error to is not an address");
	}

	@Test
	void aCheckAsksForTheSmtpRelay() {
		transport().check();
		assertThat(this.server.request().path()).isEqualTo("/v1/smtp/info");
		assertThat(shows(this.server.request(), KEY)).isTrue();
	}

	private ReceivedRequest request(EmailBuilder email) {
		this.server.will(HttpAction.json(200, accepted()));
		assertThat(transport().send(outgoing(email)))
			.allSatisfy((outcome) -> assertThat(outcome.status()).isEqualTo(EmailStatus.SENT));
		return this.server.request();
	}

	private static OutgoingEmail hidden(int count) {
		return outgoing(Email.builder()
			.from("hello@acme.com")
			.bcc(IntStream.range(0, count).mapToObj((n) -> EmailAddress.parse("p" + n + "@example.com")).toList())
			.text("Hi"));
	}

	private static List<EmailAddress> addresses(String... addresses) {
		return List.of(addresses).stream().map(EmailAddress::parse).toList();
	}

	private static String error(String code, String message) {
		return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"details\":null}}";
	}

}
