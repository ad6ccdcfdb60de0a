package dev.sendpost.transport.emailapi;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.ReceivedRequest;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.http.HttpApiSettings;
import dev.sendpost.transport.http.HttpTransportContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link EmailApiTransport}: the requests and answers of the service's
 * documentation.
 */
class EmailApiTransportTests extends HttpTransportContract {

	@Override
	protected MailTransport transport(HttpApiSettings settings, TransportCredentials credentials) {
		return new EmailApiTransport("api", settings, credentials);
	}

	@Override
	protected String accepted() {
		return """
				{
				"id": "clx1234...",
				"status": "sent",
				"messageId": "ses-message-id"
				}""";
	}

	@Override
	protected String acceptedId() {
		return "clx1234...";
	}

	@Override
	protected boolean shows(ReceivedRequest request, String key) {
		return request.header("authorization").equals("Bearer " + key);
	}

	@Test
	void oneRecipientIsTheDocumentedRequest() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(outgoing(Email.builder()
			.to("user@example.com")
			.from("you@yourdomain.com")
			.subject("Welcome!")
			.html("<h1>Hello!</h1><p>Welcome aboard.</p>")
			.metadata("type", "welcome")));
		ReceivedRequest request = this.server.request();
		assertThat(request.method() + " " + request.path()).isEqualTo("POST /emails");
		assertThat(request.text()).isEqualTo("{\"to\":\"user@example.com\",\"from\":\"you@yourdomain.com\","
				+ "\"subject\":\"Welcome!\",\"html\":\"<h1>Hello!</h1><p>Welcome aboard.</p>\","
				+ "\"tags\":{\"type\":\"welcome\"}}");
		assertThat(request.header("idempotency-key")).startsWith("01a1ffba-b675-76fb-830d-feefb92da82d-");
	}

	@Test
	void severalRecipientsAreTheDocumentedBatch() {
		this.server.will(HttpAction.json(200, """
				{
				"results": [
				{ "to": "a@example.com", "id": "clx1", "status": "sent" },
				{ "to": "b@example.com", "status": "failed", "error": "the mailbox is on the list" }
				],
				"total": 2, "sent": 1, "failed": 1
				}"""));
		var outcomes = transport().send(outgoing(Email.builder()
			.to("a@example.com", "b@example.com")
			.from("you@domain.com")
			.subject("Hi")
			.html("<p>Hello</p>")));
		assertThat(this.server.request().path()).isEqualTo("/emails/batch");
		assertThat(this.server.request().text()).isEqualTo("{\"emails\":["
				+ "{\"to\":\"a@example.com\",\"from\":\"you@domain.com\",\"subject\":\"Hi\",\"html\":\"<p>Hello</p>\"},"
				+ "{\"to\":\"b@example.com\",\"from\":\"you@domain.com\",\"subject\":\"Hi\",\"html\":\"<p>Hello</p>\"}"
				+ "]}");
		assertThat(outcomes).extracting(RecipientOutcome::status, RecipientOutcome::providerMessageId)
			.containsExactly(tuple(EmailStatus.SENT, "clx1"), tuple(EmailStatus.BOUNCED, null));
		assertThat(outcomes.get(1).reason()).contains("the mailbox is on the list");
	}

	@Test
	void whatWasTakenBeforeABatchFailedIsSettled() {
		this.server.will(results(100), HttpAction.json(503, "{}"));
		TransportException failure = catchThrowableOfType(TransportException.class,
				() -> transport().send(toMany(130)));
		assertThat(failure.getKind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(failure.getSettled()).hasSize(100)
			.allSatisfy((outcome) -> assertThat(outcome.status()).isEqualTo(EmailStatus.SENT));
	}

	@Test
	void oneBadAddressCostsOnlyItself() {
		HttpAction refused = HttpAction.json(422, "{\"error\": \"one of these is no address\"}");
		HttpAction taken = HttpAction.json(200, accepted());
		this.server.will(refused, taken, refused, taken);
		OutgoingEmail email = toMany(3);
		assertThat(transport().send(email)).extracting(RecipientOutcome::recipient, RecipientOutcome::status)
			.containsExactly(tuple(email.recipients().get(0), EmailStatus.SENT),
					tuple(email.recipients().get(1), EmailStatus.BOUNCED),
					tuple(email.recipients().get(2), EmailStatus.SENT));
		assertThat(this.server.requests()).extracting(ReceivedRequest::path)
			.containsExactly("/emails/batch", "/emails", "/emails", "/emails");
	}

	@Test
	void onlyTheBatchWithoutAnAnswerMayBeOnItsWay() {
		this.server.will(HttpAction.json(200, "{\"results\":[]}"));
		TransportException failure = catchThrowableOfType(TransportException.class,
				() -> transport().send(toMany(130)));
		assertThat(failure.getKind()).isEqualTo(Kind.TIMED_OUT);
		assertThat(failure.getSettled()).hasSize(100).allSatisfy((outcome) -> {
			assertThat(outcome.status()).isEqualTo(EmailStatus.FAILED);
			assertThat(outcome.perhapsSent()).isTrue();
		});
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aBatchAnsweredForOthersMayBeOnItsWay() {
		this.server.will(HttpAction.json(200, "{\"results\":[]}"));
		TransportException failure = catchThrowableOfType(TransportException.class,
				() -> transport().send(outgoing(Email.builder()
					.to("a@example.com", "b@example.com")
					.from("you@domain.com")
					.subject("Hi")
					.text("Hello"))));
		assertThat(failure.getKind()).isEqualTo(Kind.PERHAPS_SENT);
	}

	@Test
	void aLastBatchOfOneIsTheRequestOfOneRecipient() {
		this.server.will(results(100), HttpAction.json(200, accepted()));
		OutgoingEmail email = toMany(101);
		assertThat(transport().send(email)).hasSize(101)
			.allSatisfy((outcome) -> assertThat(outcome.status()).isEqualTo(EmailStatus.SENT));
		transport().send(email.to(email.recipients().subList(100, 101)));
		ReceivedRequest last = this.server.requests().get(1);
		ReceivedRequest again = this.server.requests().get(2);
		assertThat(last.path()).isEqualTo("/emails");
		assertThat(again.header("idempotency-key")).isEqualTo(last.header("idempotency-key"));
		assertThat(again.path()).isEqualTo(last.path());
		assertThat(again.text()).isEqualTo(last.text());
	}

	@Test
	void aResultCountsForWhomItNames() {
		this.server.will(HttpAction.json(200, """
				{ "results": [
				{ "to": "\\"Bob\\" <B@example.com>", "status": "failed", "error": "What is %s?\\nNo" },
				{ "to": "A@Example.com", "id": "clx1", "status": "sent" },
				{ "id": "clx3", "status": "sent" }
				] }""".formatted(KEY)));
		var outcomes = transport().send(toThree());
		assertThat(outcomes)
			.extracting((outcome) -> outcome.recipient().address(), RecipientOutcome::status,
					RecipientOutcome::providerMessageId, RecipientOutcome::serverText)
			.containsExactly(tuple("a@example.com", EmailStatus.SENT, "clx1", "200"),
					tuple("B@example.com", EmailStatus.BOUNCED, null, "200 What is ******? No"),
					tuple("c@example.com", EmailStatus.SENT, "clx3", "200"));
		assertThat(outcomes.get(1).reason()).contains("What is ******? No");
	}

	@Test
	void whomNoResultNamesPerhapsGotTheMessage() {
		this.server.will(HttpAction.json(200, """
				{ "results": [
				{ "to": "c@example.com", "id": "clx3", "status": "sent" },
				{ "to": "a@example.com", "id": "clx1", "status": "sent" },
				{ "to": "d@example.com", "id": "clx4", "status": "sent" }
				] }"""));
		TransportException failure = catchThrowableOfType(TransportException.class, () -> transport().send(toThree()));
		assertThat(failure.getKind()).isEqualTo(Kind.PERHAPS_SENT);
		assertThat(failure.getSettled())
			.extracting((outcome) -> outcome.recipient().address(), RecipientOutcome::providerMessageId)
			.containsExactly(tuple("a@example.com", "clx1"), tuple("c@example.com", "clx3"));
	}

	private static OutgoingEmail toThree() {
		return outgoing(Email.builder()
			.to("a@example.com", "Bob <B@example.com>", "c@example.com")
			.from("you@domain.com")
			.subject("Hi")
			.text("Hello"));
	}

	private static OutgoingEmail toMany(int recipients) {
		return outgoing(Email.builder()
			.to(IntStream.range(0, recipients).mapToObj((n) -> EmailAddress.parse("p" + n + "@example.com")).toList())
			.from("you@domain.com")
			.subject("Hi")
			.text("Hello"));
	}

	/**
	 * The answer to a batch of which all are taken.
	 */
	private static HttpAction results(int count) {
		return HttpAction.json(200,
				IntStream.range(0, count)
					.mapToObj((n) -> "{\"id\":\"" + n + "\",\"status\":\"sent\"}")
					.collect(Collectors.joining(",", "{\"results\":[", "]}")));
	}

	@Test
	void aPreheaderIsPutIntoTheHtml() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(outgoing(
				Email.builder().to("user@example.com").from("you@domain.com").preheader("Read on").html("<p>Hi</p>")));
		assertThat(this.server.request().text()).contains("\"html\":\"<div style=\\\"display:none;")
			.contains(">Read on&#847;");
	}

	@Test
	void aTextBecomesHtmlThatSaysTheSame() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(outgoing(
				Email.builder().to("user@example.com").from("you@domain.com").subject("1 < 2").text("1 < 2\n& so on")));
		assertThat(this.server.request().text()).contains("1 &lt; 2\\n&amp; so on").contains("\"subject\":\"1 < 2\"");
	}

}
