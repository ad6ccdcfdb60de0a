package dev.sendpost.transport.smtpmailer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SmtpMailerTransport}: the requests and answers of the service's
 * documentation.
 */
class SmtpMailerTransportTests extends HttpTransportContract {

	private static final Mailbox MAILBOX = new Mailbox("smtp.example.com", 587, true, "your_email@example.com");

	@Override
	protected MailTransport transport(HttpApiSettings settings, TransportCredentials credentials) {
		return new SmtpMailerTransport("api", MAILBOX, settings, credentials);
	}

	@Override
	protected String accepted() {
		return answer("\"ann@example.com\"", "");
	}

	/**
	 * The documented answer.
	 */
	private static String answer(String accepted, String rejected) {
		return """
				{
				"message": "Email sent successfully",
				"info": {
				"accepted": [%s],
				"rejected": [%s],
				"envelopeTime": 129,
				"messageTime": 88,
				"messageSize": 312,
				"response": "250 2.0.0 OK queued as 4XyZ",
				"envelope": {
				"from": "shop@example.com",
				"to": ["ann@example.com"]
				},
				"messageId": "<c0ffee@example.com>"
				}
				}""".formatted(accepted, rejected);
	}

	@Override
	protected String acceptedId() {
		return "<c0ffee@example.com>";
	}

	@Override
	protected boolean shows(ReceivedRequest request, String key) {
		return request.header("password").equals(key) || basic(request).endsWith(":" + key);
	}

	private static String basic(ReceivedRequest request) {
		return new String(Base64.getDecoder().decode(request.header("authorization").substring("Basic ".length())),
				StandardCharsets.UTF_8);
	}

	@Test
	void aMessageIsTheDocumentedRequest() {
		this.server.will(HttpAction.json(200, answer("\"to_email@gmail.com\",\"cc_email@gmail.com\"", "")));
		transport().send(outgoing(Email.builder()
			.from("your_email@testapi.com")
			.to("to_email@gmail.com")
			.cc("cc_email@gmail.com")
			.subject("Test Api")
			.text("Hello, Test Email From API")));
		ReceivedRequest request = this.server.request();
		assertThat(request.method() + " " + request.path()).isEqualTo("POST /api/smtp");
		assertThat(request.text()).isEqualTo("{\"from\":\"your_email@testapi.com\",\"to\":\"to_email@gmail.com\","
				+ "\"cc\":\"cc_email@gmail.com\",\"subject\":\"Test Api\","
				+ "\"text\":\"Hello, Test Email From API\"}");
		assertThat(request.header("content-type")).isEqualTo("application/json");
		assertThat(basic(request)).isEqualTo("your_email@example.com:" + KEY);
	}

	@ParameterizedTest
	@CsvSource({ "X-SMTP-Server, smtp.example.com", "X-SMTP-Port, 587", "X-SMTP-Secure, true",
			"server, smtp.example.com", "port, 587", "secure, true", "email, your_email@example.com",
			"password, " + KEY })
	void theMailboxIsThereInBothOfTheDocumentedSpellings(String header, String value) {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(email("default"));
		assertThat(this.server.request().header(header)).isEqualTo(value);
	}

	@Test
	void withoutCopiesThereIsNoCcAndSeveralRecipientsAreAList() {
		this.server.will(HttpAction.json(200, answer("\"a@example.com\",\"b@example.com\"", "")));
		assertThat(transport().send(outgoing(toTwo()))).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.SENT);
		assertThat(this.server.request().text()).isEqualTo("{\"from\":\"\\\"Shop\\\" <shop@example.com>\","
				+ "\"to\":\"a@example.com, b@example.com\",\"subject\":\"Hi\",\"text\":\"Hello\"}");
	}

	@Test
	void whoeverIsSettledAlreadyIsNotAskedForAgain() {
		OutgoingEmail email = outgoing(toTwo().cc("c@example.com"));
		this.server.will(HttpAction.json(200, answer("\"c@example.com\"", "")));
		transport().send(email.to(List.of(EmailAddress.parse("Carl <c@example.com>"))));
		assertThat(this.server.request().text()).contains("\"to\":\"c@example.com\"").doesNotContain("cc\":", "a@");
	}

	@Test
	void eachRecipientHasTheOutcomeOfTheAnswer() {
		this.server.will(HttpAction.json(200, answer("\"B@Example.com\"", "\"a@example.com\"")));
		assertThat(transport().send(outgoing(toTwo())))
			.extracting((outcome) -> outcome.recipient().address(), RecipientOutcome::status,
					RecipientOutcome::serverText, RecipientOutcome::providerMessageId)
			.containsExactly(tuple("a@example.com", EmailStatus.BOUNCED, null, null),
					tuple("b@example.com", EmailStatus.SENT, "250 2.0.0 OK queued as 4XyZ", "<c0ffee@example.com>"));
	}

	@Test
	void theReplyOfTheServerIsOnOneLineAndWithoutThePassword() {
		this.server.will(HttpAction.json(200, accepted().replace("OK queued", "OK\\r\\n250 " + KEY + " queued")));
		assertThat(transport().send(email("default"))).singleElement()
			.extracting(RecipientOutcome::serverText)
			.isEqualTo("250 2.0.0 OK 250 ****** queued as 4XyZ");
	}

	/**
	 * The check does not show the password, so it cannot tell whether that is good.
	 */
	@Override
	protected boolean checksKey() {
		return false;
	}

	@Test
	void whomTheAnswerDoesNotNamePerhapsGotTheMessage() {
		this.server.will(HttpAction.json(200, answer("\"a@example.com\"", "")));
		TransportException failure = failure(transport(), outgoing(toTwo()));
		assertThat(failure.getKind()).isEqualTo(Kind.PERHAPS_SENT);
		assertThat(failure.getSettled()).singleElement().satisfies((outcome) -> {
			assertThat(outcome.recipient().address()).isEqualTo("a@example.com");
			assertThat(outcome.status()).isEqualTo(EmailStatus.SENT);
		});
		this.server.will(HttpAction.json(200, "{\"message\":\"Email sent successfully\"}"));
		assertThat(failure(transport(), outgoing(toTwo())).getKind()).isEqualTo(Kind.PERHAPS_SENT);
	}

	@Test
	void otherWordsThanThoseOfASuccessMeanThatNothingWasSent() {
		this.server.will(HttpAction.json(200, "{\"message\":\"Invalid login: 535 Authentication failed\"}"));
		TransportException failure = failure(transport(), outgoing(toTwo()));
		assertThat(failure.getKind()).isEqualTo(Kind.DEFERRED);
		assertThat(failure).hasMessageContaining("535 Authentication failed");
	}

	@Test
	void aSubAccountsMailboxIsItsUserName() {
		this.server.will(HttpAction.json(200, accepted()));
		transport().send(email("marketing"));
		assertThat(this.server.request().header("email")).isEqualTo("own-user");
		assertThat(basic(this.server.request())).startsWith("own-user:");
		assertThat(this.server.request().header("server")).isEqualTo("smtp.example.com");
	}

	@ParameterizedTest
	@ValueSource(strings = { "own:user", "own\r\nX-Injected: yes", "\u00f6wn" })
	void aMailboxThatNoHeaderCanHoldIsRefused(String username) {
		TransportException failure = failure(
				new SmtpMailerTransport("api", MAILBOX, new HttpApiSettings(this.server.uri(), ApiKey.of(KEY)),
						(subAccount, name) -> Optional.of(new Credentials(username, "own-password"))),
				email("marketing"));
		assertThat(failure.getKind()).isEqualTo(Kind.CREDENTIALS_REFUSED);
		assertThat(failure).hasMessageNotContaining("own-password").hasMessageNotContaining(username);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void aCheckDoesNotShowThePassword() {
		this.server.will(HttpAction.json(401, "{}"));
		assertThatNoException().isThrownBy(transport()::check);
		assertThat(this.server.request().hasHeader("password")).isFalse();
		assertThat(this.server.request().hasHeader("authorization")).isFalse();
	}

	@Test
	void itTellsWhereMailGoesButNotTheMailbox() {
		assertThat(transport()).asString()
			.startsWith("api (smtp-mailer http")
			.endsWith(" for smtp.example.com:587)")
			.doesNotContain("your_email");
	}

	@Test
	void itCarriesWhatTheServiceDocuments() {
		assertThat(transport().capabilities().missing(TransportFeature.neededBy(toTwo().cc("c@example.com").build())))
			.isEmpty();
		assertThat(transport().capabilities()
			.missing(TransportFeature.neededBy(Email.builder()
				.from("a@example.com")
				.to("b@example.com")
				.bcc("d@example.com")
				.replyTo("e@example.com")
				.subject("Hi")
				.text("Hi")
				.html("<p>Hi</p>")
				.header("X-Own", "1")
				.attach(Attachment.of("a.txt", new byte[1]))
				.build())))
			.containsExactlyInAnyOrder(TransportFeature.BCC, TransportFeature.REPLY_TO, TransportFeature.HTML,
					TransportFeature.HEADERS, TransportFeature.ATTACHMENTS);
	}

	private static EmailBuilder toTwo() {
		return Email.builder()
			.from("Shop <shop@example.com>")
			.to("a@example.com", "b@example.com")
			.subject("Hi")
			.text("Hello");
	}

	private static TransportException failure(MailTransport transport, OutgoingEmail email) {
		return catchThrowableOfType(TransportException.class, () -> transport.send(email));
	}

}
