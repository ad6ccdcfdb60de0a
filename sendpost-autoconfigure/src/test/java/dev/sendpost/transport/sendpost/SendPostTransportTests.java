package dev.sendpost.transport.sendpost;

import java.net.URI;
import java.nio.charset.StandardCharsets;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SendPostTransport}: the requests and answers of the service's
 * documentation.
 */
class SendPostTransportTests extends HttpTransportContract {

	private SendPostSettings settings = SendPostSettings.DEFAULT;

	@Override
	protected MailTransport transport(HttpApiSettings settings, TransportCredentials credentials) {
		return new SendPostTransport("api", settings, this.settings, credentials);
	}

	@Override
	protected String accepted() {
		return "[" + taken("ann@example.com", "f9b8c4e2") + "]";
	}

	@Override
	protected String acceptedId() {
		return "f9b8c4e2";
	}

	@Override
	protected boolean shows(ReceivedRequest request, String key) {
		return request.header("x-subaccount-apikey").equals(key);
	}

	@Test
	void itCarriesWhatTheServiceCanSay() {
		assertThat(transport().capabilities().features()).containsExactlyInAnyOrder(TransportFeature.CC,
				TransportFeature.BCC, TransportFeature.MULTIPLE_RECIPIENTS, TransportFeature.REPLY_TO,
				TransportFeature.HTML, TransportFeature.AMP, TransportFeature.HEADERS,
				TransportFeature.LIST_UNSUBSCRIBE, TransportFeature.PRIORITY, TransportFeature.ATTACHMENTS,
				TransportFeature.HOSTED_TEMPLATE);
	}

	@Test
	void aMessageIsTheDocumentedRequest() {
		this.settings = new SendPostSettings("PiedPiper", null);
		ReceivedRequest request = request(Email.builder()
			.from("richard@piedpiper.com")
			.to("gavin@hooli.com")
			.subject("Hello World")
			.html("<strong>it works!</strong>"));
		assertThat(request.method() + " " + request.path()).isEqualTo("POST /subaccount/email/");
		assertThat(request.header("x-subaccount-apikey")).isEqualTo(KEY);
		assertThat(request.text()).isEqualTo("{\"from\":{\"email\":\"richard@piedpiper.com\"},"
				+ "\"to\":[{\"email\":\"gavin@hooli.com\"}],\"subject\":\"Hello World\","
				+ "\"htmlBody\":\"<strong>it works!</strong>\",\"ippool\":\"PiedPiper\"}");
	}

	@Test
	void oneBadAddressCostsOnlyItself() {
		HttpAction refused = HttpAction.json(422, "{\"message\": \"one of these is no address\"}");
		this.server.will(refused, HttpAction.json(200, "[" + taken("a@example.com", "1") + "]"), refused,
				HttpAction.json(200, "[" + taken("c@example.com", "3") + "]"));
		assertThat(transport().send(outgoing(Email.builder()
			.from("richard@piedpiper.com")
			.to("a@example.com", "b@example.com", "c@example.com")
			.subject("Hi")
			.text("Hi")))).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.BOUNCED, EmailStatus.SENT);
		assertThat(this.server.requests()).hasSize(4);
	}

	@Test
	void everythingTheServiceKnowsIsMapped() {
		this.settings = new SendPostSettings("transactional-piedpiper", "https://webhook.example.com/webhook");
		ReceivedRequest request = request(
				Email.builder()
					.from("Richard H\u00e4ndricks <richard@piedpiper.com>")
					.replyTo("Help <help@piedpiper.com>")
					.to("Gavin <gavin@hooli.com>", "dinesh@hooli.com")
					.cc("Monica <monica@raviga.com>")
					.bcc("jared@piedpiper.com")
					.subject("Gr\u00fc\u00dfe")
					.preheader("Read on")
					.html("<p>\"Hi\"</p>")
					.text("Hi\n")
					.amp("<!doctype html><html amp4email></html>")
					.header("X-Campaign-Id", "12345")
					.priority(EmailPriority.HIGH)
					.listUnsubscribe(new ListUnsubscribe(List.of(URI.create("mailto:leave@piedpiper.com"),
							URI.create("https://piedpiper.com/leave?u=7")), true))
					.trackOpens(true)
					.trackClicks(false)
					.tags("welcome", "user-onboarding")
					.metadata("Company", "Hooli")
					.metadata("Account", "7")
					.attach(Attachment.of("a.txt", "Hello, world".getBytes(StandardCharsets.UTF_8)),
							Attachment.of("b.bin", new byte[] { -1, -2, 0 })));
		String customFields = "\"customFields\":{\"Account\":\"7\",\"Company\":\"Hooli\"}";
		assertThat(request.text())
			.isEqualTo("{\"from\":{\"email\":\"richard@piedpiper.com\",\"name\":\"Richard H\u00e4ndricks\"},"
					+ "\"replyTo\":{\"email\":\"help@piedpiper.com\",\"name\":\"Help\"},\"to\":["
					+ "{\"email\":\"gavin@hooli.com\",\"name\":\"Gavin\"," + customFields
					+ ",\"cc\":[{\"email\":\"monica@raviga.com\",\"name\":\"Monica\"," + customFields
					+ "}],\"bcc\":[{\"email\":\"jared@piedpiper.com\"," + customFields + "}]},"
					+ "{\"email\":\"dinesh@hooli.com\"," + customFields + "}]," + "\"subject\":\"Gr\u00fc\u00dfe\","
					+ "\"preText\":\"Read on\",\"htmlBody\":\"<p>\\\"Hi\\\"</p>\",\"textBody\":\"Hi\\n\","
					+ "\"ampBody\":\"<!doctype html><html amp4email></html>\",\"ippool\":\"transactional-piedpiper\","
					+ "\"headers\":{\"X-Priority\":\"1\",\"Importance\":\"high\","
					+ "\"List-Unsubscribe\":\"<https://piedpiper.com/leave?u=7>, <mailto:leave@piedpiper.com>\","
					+ "\"List-Unsubscribe-Post\":\"List-Unsubscribe=One-Click\",\"X-Campaign-Id\":\"12345\"},"
					+ "\"trackOpens\":true,\"trackClicks\":false,\"groups\":[\"welcome\",\"user-onboarding\"],"
					+ "\"attachments\":[{\"filename\":\"a.txt\",\"content\":\"SGVsbG8sIHdvcmxk\"},"
					+ "{\"filename\":\"b.bin\",\"content\":\"//4A\"}],"
					+ "\"webhookEndpoint\":\"https://webhook.example.com/webhook\"}");
	}

	@Test
	void aTemplateOfTheServiceIsTheDocumentedRequest() {
		this.settings = new SendPostSettings("PiedPiper", null);
		ReceivedRequest request = request(Email.builder()
			.from("richard@piedpiper.com")
			.to("gavin@hooli.com")
			.hostedTemplate(new HostedTemplate("12345", Map.of("product", "Compression Algorithm", "name", "Gavin"))));
		assertThat(request.path()).isEqualTo("/subaccount/email/template");
		assertThat(request.text()).isEqualTo("{\"from\":{\"email\":\"richard@piedpiper.com\"},"
				+ "\"to\":[{\"email\":\"gavin@hooli.com\"}],\"templateId\":\"12345\","
				+ "\"templateVariables\":{\"name\":\"Gavin\",\"product\":\"Compression Algorithm\"},"
				+ "\"ippool\":\"PiedPiper\"}");
	}

	@Test
	void aTemplateMayHaveASubjectOfItsOwnMessage() {
		assertThat(request(Email.builder()
			.from("richard@piedpiper.com")
			.to("gavin@hooli.com")
			.subject("Welcome")
			.hostedTemplate(new HostedTemplate("12345", Map.of()))).text())
			.contains("\"subject\":\"Welcome\",\"templateId\":\"12345\"}");
	}

	@Test
	void aMessageWithoutASubjectHasAnEmptyOne() {
		assertThat(request(Email.builder().from("richard@piedpiper.com").to("gavin@hooli.com").text("Hi")).text())
			.contains("\"subject\":\"\"");
	}

	@Test
	void onlyThoseNotSettledAreInTheRequest() {
		OutgoingEmail email = outgoing(Email.builder()
			.from("richard@piedpiper.com")
			.to("gavin@hooli.com", "dinesh@hooli.com")
			.cc("monica@raviga.com")
			.bcc("jared@piedpiper.com")
			.text("Hi"));
		this.server.will(HttpAction.json(200, "[" + taken("dinesh@hooli.com", "1") + "]"),
				HttpAction.json(200, "[" + taken("monica@raviga.com", "2") + "]"),
				HttpAction.json(200, "[" + taken("jared@piedpiper.com", "3") + "]"));
		MailTransport transport = transport();
		assertThat(transport.send(email.to(addresses("dinesh@hooli.com", "jared@piedpiper.com"))))
			.extracting((outcome) -> outcome.recipient().address(), RecipientOutcome::providerMessageId)
			.containsExactly(tuple("dinesh@hooli.com", "1"), tuple("jared@piedpiper.com", "1"));
		transport.send(email.to(addresses("monica@raviga.com", "jared@piedpiper.com")));
		transport.send(email.to(addresses("jared@piedpiper.com")));
		assertThat(this.server.requests()).extracting((request) -> to(request.text()))
			.containsExactly("{\"email\":\"dinesh@hooli.com\",\"bcc\":[{\"email\":\"jared@piedpiper.com\"}]}",
					"{\"email\":\"monica@raviga.com\",\"bcc\":[{\"email\":\"jared@piedpiper.com\"}]}",
					"{\"email\":\"jared@piedpiper.com\"}");
	}

	@Test
	void hiddenRecipientsAloneGetACopyEach() {
		this.server.will(
				HttpAction.json(200, "[" + taken("bob@example.com", "1") + "," + taken("ben@example.com", "2") + "]"));
		List<RecipientOutcome> outcomes = transport().send(outgoing(
				Email.builder().from("richard@piedpiper.com").bcc("bob@example.com", "ben@example.com").text("Hi")));
		assertThat(to(this.server.request().text()))
			.isEqualTo("{\"email\":\"bob@example.com\"},{\"email\":\"ben@example.com\"}");
		assertThat(outcomes).extracting(RecipientOutcome::providerMessageId).containsExactly("1", "2");
	}

	@Test
	void eachRecipientHasItsOutcomeWhateverTheOrder() {
		this.server.will(HttpAction.json(200, """
				[{"to": "Dinesh@Hooli.com", "errorCode": 6, "message": "the recipient is\\nsuppressed"},
				{"to": "gavin@hooli.com", "submittedAt": 1567512491587205024, "messageId": "m-1", "errorCode": 0,
				"message": "OK"}]"""));
		List<RecipientOutcome> outcomes = transport().send(outgoing(Email.builder()
			.from("richard@piedpiper.com")
			.to("gavin@hooli.com", "dinesh@hooli.com")
			.cc("monica@raviga.com")
			.text("Hi")));
		assertThat(outcomes)
			.extracting((outcome) -> outcome.recipient().address(), RecipientOutcome::status,
					RecipientOutcome::providerMessageId)
			.containsExactly(tuple("gavin@hooli.com", EmailStatus.SENT, "m-1"),
					tuple("monica@raviga.com", EmailStatus.SENT, "m-1"),
					tuple("dinesh@hooli.com", EmailStatus.BOUNCED, null));
		assertThat(outcomes.get(2).serverText()).isEqualTo("200 6 the recipient is suppressed");
		assertThat(outcomes.get(2).reason()).contains("the recipient is suppressed");
	}

	@Test
	void wordsWithoutAnIdAreARefusal() {
		this.server.will(HttpAction.json(200, "[{\"to\":\"ann@example.com\",\"message\":\"the sender is blocked\"}]"));
		assertThat(transport().send(email("default"))).singleElement().satisfies((outcome) -> {
			assertThat(outcome.status()).isEqualTo(EmailStatus.BOUNCED);
			assertThat(outcome.serverText()).isEqualTo("200 the sender is blocked");
		});
	}

	@Test
	void whoeverWasCopiedInToARefusedMessageIsTriedAgainWithoutIt() {
		this.server.will(HttpAction.json(200, "[{\"to\":\"gavin@hooli.com\",\"errorCode\":6,\"message\":\"no\"}]"));
		List<RecipientOutcome> outcomes = transport().send(outgoing(Email.builder()
			.from("richard@piedpiper.com")
			.to("gavin@hooli.com")
			.cc("monica@raviga.com")
			.text("Hi")));
		assertThat(outcomes).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.BOUNCED, EmailStatus.DEFERRED);
		assertThat(outcomes.get(1).reason()).contains("gavin@hooli.com");
	}

	@Test
	void whoeverWasCopiedInMayHaveAnAnswerOfTheirOwn() {
		this.server.will(HttpAction.json(200, "[" + taken("gavin@hooli.com", "1") + ","
				+ taken("monica@raviga.com", "2") + ",{\"to\":\"jared@piedpiper.com\",\"errorCode\":6}]"));
		assertThat(transport().send(outgoing(Email.builder()
			.from("richard@piedpiper.com")
			.to("gavin@hooli.com")
			.cc("monica@raviga.com")
			.bcc("jared@piedpiper.com")
			.text("Hi")))).extracting(RecipientOutcome::status, RecipientOutcome::providerMessageId)
			.containsExactly(tuple(EmailStatus.SENT, "1"), tuple(EmailStatus.SENT, "2"),
					tuple(EmailStatus.BOUNCED, null));
	}

	@Test
	void anAnswerWithoutRecipientsIsReadInTheirOrder() {
		this.server.will(HttpAction.json(200, "[{\"messageId\":\"1\"},{\"messageId\":\"2\"}]"));
		assertThat(transport().send(outgoing(
				Email.builder().from("richard@piedpiper.com").to("gavin@hooli.com", "dinesh@hooli.com").text("Hi"))))
			.extracting(RecipientOutcome::providerMessageId)
			.containsExactly("1", "2");
	}

	@Test
	void anAnswerThatLeavesSomebodyOutSettlesTheOthers() {
		this.server.will(HttpAction.json(200, "[" + taken("gavin@hooli.com", "1") + "]"));
		TransportException failure = catchThrowableOfType(TransportException.class, () -> transport().send(outgoing(
				Email.builder().from("richard@piedpiper.com").to("gavin@hooli.com", "dinesh@hooli.com").text("Hi"))));
		assertThat(failure.getKind()).isEqualTo(Kind.PERHAPS_SENT);
		assertThat(failure.getSettled()).singleElement()
			.satisfies((outcome) -> assertThat(outcome.recipient().address()).isEqualTo("gavin@hooli.com"));
	}

	@Test
	void manyRecipientsAreSeveralRequestsAndWhatWasTakenIsSettled() {
		this.server.will(HttpAction.json(200, taken(0, 100)), HttpAction.json(200, taken(100, 200)),
				HttpAction.json(503, "{}"));
		TransportException failure = catchThrowableOfType(TransportException.class,
				() -> transport().send(outgoing(Email.builder()
					.from("richard@piedpiper.com")
					.to(IntStream.range(0, 230).mapToObj((n) -> EmailAddress.parse("p" + n + "@example.com")).toList())
					.cc("monica@raviga.com")
					.text("Hi"))));
		assertThat(failure.getKind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(failure.getSettled()).hasSize(201)
			.allSatisfy((outcome) -> assertThat(outcome.status()).isEqualTo(EmailStatus.SENT));
		assertThat(this.server.requests()).extracting((request) -> request.text().split("@example.com").length - 1)
			.containsExactly(100, 100, 30);
		assertThat(this.server.requests()).extracting((request) -> request.text().contains("monica"))
			.containsExactly(true, false, false);
	}

	@Test
	void aTemplateThatTheServiceDoesNotKnowIsTheFaultOfTheMessage() {
		this.server.will(HttpAction.json(406, "{\"message\":\"Missing resource id\"}"));
		assertThat(transport().send(outgoing(Email.builder()
			.from("richard@piedpiper.com")
			.to("gavin@hooli.com")
			.hostedTemplate(new HostedTemplate("nowhere", Map.of()))))).singleElement().satisfies((outcome) -> {
				assertThat(outcome.status()).isEqualTo(EmailStatus.BOUNCED);
				assertThat(outcome.serverText()).isEqualTo("406 Missing resource id");
			});
	}

	@Test
	void aCheckAsksForADomain() {
		transport().check();
		assertThat(this.server.request().path()).isEqualTo("/subaccount/domain?limit=1");
		assertThat(shows(this.server.request(), KEY)).isTrue();
	}

	private ReceivedRequest request(EmailBuilder email) {
		OutgoingEmail outgoing = outgoing(email);
		this.server.will(HttpAction.json(200,
				outgoing.recipients()
					.stream()
					.map((recipient) -> taken(recipient.address(), "1"))
					.collect(Collectors.joining(",", "[", "]"))));
		assertThat(transport().send(outgoing))
			.allSatisfy((outcome) -> assertThat(outcome.status()).isEqualTo(EmailStatus.SENT));
		return this.server.request();
	}

	private static String to(String request) {
		return request.substring(request.indexOf("\"to\":[") + 6, request.indexOf("],\"subject\""));
	}

	private static List<EmailAddress> addresses(String... addresses) {
		return List.of(addresses).stream().map(EmailAddress::parse).toList();
	}

	private static String taken(int from, int to) {
		return IntStream.range(from, to)
			.mapToObj((n) -> taken("p" + n + "@example.com", "m-" + n))
			.collect(Collectors.joining(",", "[", "]"));
	}

	private static String taken(String to, String messageId) {
		return "{\"to\":\"" + to + "\",\"submittedAt\":1567512491587205024,\"messageId\":\"" + messageId
				+ "\",\"errorCode\":0,\"message\":\"\"}";
	}

}
