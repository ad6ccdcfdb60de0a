package dev.sendpost.transport.sendtrue;

import java.util.Optional;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.ReceivedRequest;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportCredentials.Credentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.TransportFeature;
import dev.sendpost.transport.http.ApiKey;
import dev.sendpost.transport.http.HttpApiSettings;
import dev.sendpost.transport.http.HttpTransportContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SendTrueTransport}: the requests and answers of the service's
 * documentation.
 */
class SendTrueTransportTests extends HttpTransportContract {

	@Override
	protected MailTransport transport(HttpApiSettings settings, TransportCredentials credentials) {
		return new SendTrueTransport("api", "YOUR_SMTP_ID", settings, credentials);
	}

	@Override
	protected String accepted() {
		return """
				{
				"success": true,
				"message": "Email sent successfully",
				"data": {
				"messageId": "123456789"
				}
				}""";
	}

	@Override
	protected String acceptedId() {
		return "123456789";
	}

	@Override
	protected boolean shows(ReceivedRequest request, String key) {
		return request.headers().toString().contains(key) || request.text().contains(key);
	}

	@Test
	void aMessageIsTheDocumentedRequest() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(outgoing(Email.builder()
			.from("hello@example.com")
			.to("user@example.com")
			.subject("Welcome to Our Service")
			.html("<p>Welcome aboard!</p>")
			.text("Welcome aboard!")));
		ReceivedRequest request = this.server.request();
		assertThat(request.method() + " " + request.path()).isEqualTo("POST /smtp/email");
		assertThat(request.header("api-key")).isEqualTo(KEY);
		assertThat(request.header("smtp-id")).isEqualTo("YOUR_SMTP_ID");
		assertThat(request.text()).isEqualTo("{\"from\":\"hello@example.com\",\"to\":\"user@example.com\","
				+ "\"subject\":\"Welcome to Our Service\",\"html\":\"<p>Welcome aboard!</p>\","
				+ "\"text\":\"Welcome aboard!\"}");
	}

	@Test
	void aBodyThatIsNotThereIsNotSent() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(outgoing(Email.builder()
			.from("Shop <hello@example.com>")
			.to("Ann <user@example.com>")
			.subject("Hello")
			.text("Hello World!")));
		assertThat(this.server.request().text()).isEqualTo("{\"from\":\"\\\"Shop\\\" <hello@example.com>\","
				+ "\"to\":\"user@example.com\",\"subject\":\"Hello\",\"text\":\"Hello World!\"}");
	}

	@Test
	void aPreheaderIsPutIntoTheHtml() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(outgoing(Email.builder()
			.from("hello@example.com")
			.to("user@example.com")
			.preheader("Read on")
			.html("<p>Hi</p>")));
		assertThat(this.server.request().text()).contains("\"html\":\"<div style=\\\"display:none;")
			.contains(">Read on&#847;");
	}

	@Test
	void eachRecipientGetsACopyAndAnOutcomeOfItsOwn() {
		this.server.will(HttpAction.json(200, accepted()),
				HttpAction.json(400, "{\"success\":false,\"message\":\"Invalid request parameters\"}"),
				HttpAction.json(200, "{\"success\":false,\"message\":\"The recipient has unsubscribed\"}"),
				HttpAction.json(200, "{\"success\":true,\"data\":{\"messageId\":987}}"));
		assertThat(transport().send(toFour()))
			.extracting((outcome) -> outcome.recipient().address(), RecipientOutcome::status,
					RecipientOutcome::providerMessageId, RecipientOutcome::serverText)
			.containsExactly(tuple("a@example.com", EmailStatus.SENT, "123456789", "200 Email sent successfully"),
					tuple("b@example.com", EmailStatus.BOUNCED, null, "400 Invalid request parameters"),
					tuple("c@example.com", EmailStatus.BOUNCED, null, "200 The recipient has unsubscribed"),
					tuple("d@example.com", EmailStatus.SENT, "987", "200"));
		assertThat(this.server.requests()).extracting(ReceivedRequest::text)
			.extracting((body) -> body.replaceAll(".*\"to\":\"([^\"]*)\".*", "$1"))
			.containsExactly("a@example.com", "b@example.com", "c@example.com", "d@example.com");
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 429, 500 })
	void whoWasSettledBeforeAFailureStaysSettled(int status) {
		this.server.will(HttpAction.json(200, accepted()), HttpAction.json(status, "{\"success\":false}"));
		TransportException failure = failure(toFour());
		assertThat(failure.getSettled()).singleElement()
			.satisfies((outcome) -> assertThat(outcome.recipient().address()).isEqualTo("a@example.com"));
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void onlyTheRecipientOfTheRequestWithoutAnAnswerPerhapsGotTheMessage() {
		this.server.will(HttpAction.json(200, accepted()), HttpAction.hangUp());
		TransportException failure = failure(toFour());
		assertThat(failure.getKind()).isEqualTo(Kind.TIMED_OUT);
		assertThat(failure.getSettled())
			.extracting((outcome) -> outcome.recipient().address(), RecipientOutcome::status,
					RecipientOutcome::perhapsSent)
			.containsExactly(tuple("a@example.com", EmailStatus.SENT, false),
					tuple("b@example.com", EmailStatus.FAILED, true));
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void anAnswerThatDoesNotSayWhetherItWasASuccessMayBeOne() {
		this.server.will(HttpAction.json(200, "{\"message\":\"queued\"}"));
		assertThat(failure(email("default")).getKind()).isEqualTo(Kind.PERHAPS_SENT);
	}

	@Test
	void aSubAccountsSmtpIdIsSentWithItsKeyAndTheTransportsWhereItHasNone() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(email("marketing"));
		assertThat(this.server.request().header("smtp-id")).isEqualTo("own-user");
		new SendTrueTransport("api", "YOUR_SMTP_ID", new HttpApiSettings(this.server.uri(), ApiKey.of(KEY)),
				(subAccount, transport) -> Optional.of(new Credentials(null, "own-key")))
			.send(email("marketing"));
		assertThat(this.server.requests().get(1).header("smtp-id")).isEqualTo("YOUR_SMTP_ID");
		assertThat(this.server.requests().get(1).header("api-key")).isEqualTo("own-key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "own-key\r\nX-Injected: yes", "own-k\u00e9y", "own-key\u0000" })
	void aKeyThatNoHeaderCanHoldIsRefusedAndNotShown(String key) {
		MailTransport transport = new SendTrueTransport("api", "YOUR_SMTP_ID",
				new HttpApiSettings(this.server.uri(), ApiKey.of(KEY)),
				(subAccount, name) -> Optional.of(new Credentials(null, key)));
		assertThatExceptionOfType(TransportException.class).isThrownBy(() -> transport.send(email("marketing")))
			.withMessageContaining("header 'api-key'")
			.withMessageNotContaining("own-k")
			.withNoCause()
			.extracting(TransportException::getKind)
			.isEqualTo(Kind.CREDENTIALS_REFUSED);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void aKeyThatTheAnswerRepeatsIsNotShown() {
		this.server.will(HttpAction.json(401, "{\"message\":\"Invalid API key " + KEY + "\"}"));
		assertThat(failure(email("default")).getServerText()).isEqualTo("401 Invalid API key ******");
	}

	@Test
	void aCheckAcceptsThatThereIsNothingToGetButNotThatTheKeyIsRefused() {
		this.server.will(HttpAction.json(404, "{}"));
		assertThatNoException().isThrownBy(transport()::check);
		assertThat(this.server.request().header("api-key")).isEqualTo(KEY);
		this.server.will(HttpAction.json(401, "{}"));
		assertThatExceptionOfType(TransportException.class).isThrownBy(transport()::check)
			.withMessageContaining("refuses the key");
	}

	@Test
	void itCarriesWhatTheServiceDocuments() {
		assertThat(transport().capabilities()
			.missing(TransportFeature.neededBy(Email.builder()
				.from("a@example.com")
				.to("b@example.com", "c@example.com")
				.subject("Hi")
				.html("<p>Hi</p>")
				.build())))
			.isEmpty();
		assertThat(transport().capabilities()
			.missing(TransportFeature.neededBy(Email.builder()
				.from("a@example.com")
				.to("b@example.com")
				.cc("c@example.com")
				.bcc("d@example.com")
				.replyTo("e@example.com")
				.subject("Hi")
				.text("Hi")
				.header("X-Own", "1")
				.attach(Attachment.of("a.txt", new byte[1]))
				.build())))
			.containsExactlyInAnyOrder(TransportFeature.CC, TransportFeature.BCC, TransportFeature.REPLY_TO,
					TransportFeature.HEADERS, TransportFeature.ATTACHMENTS);
	}

	private TransportException failure(OutgoingEmail email) {
		return catchThrowableOfType(TransportException.class, () -> transport().send(email));
	}

	private static OutgoingEmail toFour() {
		return outgoing(Email.builder()
			.from("hello@example.com")
			.to("a@example.com", "b@example.com", "c@example.com", "d@example.com")
			.subject("Hello")
			.text("Hello World!"));
	}

}
