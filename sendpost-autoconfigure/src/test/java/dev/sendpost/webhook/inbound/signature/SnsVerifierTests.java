package dev.sendpost.webhook.inbound.signature;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SnsVerifier} and what it fetches.
 */
class SnsVerifierTests {

	private static final String CERTIFICATE_URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";

	private final SignedExample notification = SignedExample.named("SNS, version 2");

	@Test
	void aSubscriptionIsConfirmedAtAmazon() {
		SignedExample example = SignedExample.named("SNS, subscription");
		assertThat(example.verifier().verify(example.request()).confirmationUrl())
			.isEqualTo(URI.create("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc"));
	}

	@Test
	void nothingElseIsConfirmed() {
		SignedExample unsubscription = SignedExample.named("SNS, unsubscription");
		assertThat(unsubscription.verifier().verify(unsubscription.request()).confirmationUrl()).isNull();
		assertThat(this.notification.verifier().verify(this.notification.request()).confirmationUrl()).isNull();
	}

	@Test
	void aConfirmationThatLeadsElsewhereIsRefused() {
		SignedExample example = SignedExample.named("SNS, subscription elsewhere");
		assertFault(Reason.NOT_ALLOWED, example.verifier(), example.request());
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example/a.pem", "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
			"http://sns.eu-west-1.amazonaws.com/a.pem", "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
			"https://evil@sns.eu-west-1.amazonaws.com/a.pem", "https://sns.eu-west-1.amazonaws.com/a.txt",
			"https://sns.eu-west-1.amazonaws.com/x/a.pem", "https://sns.eu-west-1.amazonaws.com/a.pem?x=a.pem",
			"https://sns.eu-west-1.amazonaws.com/../a.pem", "https://sns.s3-us-west-2.amazonaws.com/a.pem",
			"https://sns.s3.amazonaws.com/a.pem", "https://sns.eu-west-1.amazonaws.org/a.pem",
			"https://xsns.eu-west-1.amazonaws.com/a.pem", "https://SNS.eu-west-1.amazonaws.com\\\\@evil.example/a.pem",
			"https://sns.eu-west-1.amazonaws.com.cn.evil.example/a.pem", "file:///a.pem", "not a url", "",
			"https://127.0.0.1/a.pem", "https://sns.eu-west-1.amazonaws.com%2f.evil.example/a.pem" })
	void nothingIsFetchedFromElsewhere(String url) {
		AtomicInteger fetched = new AtomicInteger();
		WebhookVerifier verifier = verifier((asked) -> {
			fetched.incrementAndGet();
			return this.notification.secret().getBytes(StandardCharsets.US_ASCII);
		});
		WebhookRequest request = this.notification.withBody(this.notification.body().replace(CERTIFICATE_URL, url));
		assertFault(Reason.NOT_ALLOWED, verifier, request);
		assertThat(fetched).hasValue(0);
		verifier.verify(this.notification.request());
		assertThat(fetched).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "us-gov-west-1", "cn-north-1", "ap-southeast-2" })
	void amazonHasManyRegions(String region) {
		String host = "sns." + region + ".amazonaws.com" + (region.startsWith("cn") ? ".cn" : "");
		this.notification.verifier()
			.verify(this.notification.withBody(this.notification.body()
				.replace("https://sns.eu-west-1.amazonaws.com/S", "https://" + host + "/S")));
	}

	@Test
	void anotherTopicMayNotNotify() {
		WebhookVerifier verifier = WebhookVerifiers.sns(List.of(SignedExample.TOPIC + "2"), (url) -> {
			throw new AssertionError("Nothing is to be fetched");
		}, SignedExample.TOLERANCE, this.notification.clock());
		assertFault(Reason.NOT_ALLOWED, verifier, this.notification.request());
	}

	@Test
	void theTypeIsTheOneThatIsSigned() {
		assertFault(Reason.MALFORMED, this.notification.verifier(),
				this.notification.with("x-amz-sns-message-type", "SubscriptionConfirmation"));
		WebhookRequest other = this.notification
			.withBody(this.notification.body().replace("\"Notification\"", "\"X\""));
		assertFault(Reason.MALFORMED, this.notification.verifier(), other);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Type", "MessageId", "TopicArn", "Message", "Timestamp", "SignatureVersion", "Signature",
			"SigningCertURL" })
	void eachFieldIsNeededOnce(String name) {
		String body = this.notification.body();
		assertThat(body).contains("\"" + name + "\": ");
		assertFault(Reason.MISSING, this.notification.verifier(),
				this.notification.withBody(body.replace("\"" + name + "\": ", "\"Other\": ")));
		assertFault(Reason.MALFORMED, this.notification.verifier(),
				this.notification.withBody(body.replaceFirst("\\{", "{\"" + name + "\": \"x\", ")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "MessageId", "Message", "Subject" })
	void eachSignedFieldMatters(String name) {
		assertFault(Reason.WRONG_SIGNATURE, this.notification.verifier(), this.notification
			.withBody(this.notification.body().replace("\"" + name + "\": \"", "\"" + name + "\": \"x")));
	}

	@Test
	void signaturesOfOtherFormAreMalformed() {
		String body = this.notification.body();
		assertFault(Reason.MALFORMED, this.notification.verifier(),
				this.notification.withBody(body.replace("\"SignatureVersion\": \"2\"", "\"SignatureVersion\": \"3\"")));
		assertFault(Reason.WRONG_SIGNATURE, this.notification.verifier(),
				this.notification.withBody(body.replace("\"SignatureVersion\": \"2\"", "\"SignatureVersion\": \"1\"")));
		assertFault(Reason.MALFORMED, this.notification.verifier(),
				this.notification.withBody(body.replace("\"Signature\": \"", "\"Signature\": \"AAAA")));
		assertFault(Reason.MALFORMED, this.notification.verifier(),
				this.notification.withBody(body.replace("\"Signature\": \"", "\"Signature\": \"!")));
		assertFault(Reason.MALFORMED, this.notification.verifier(),
				this.notification.withBody(body.replace("2023-11-14T", "2023-11-14 ")));
	}

	@Test
	void timeIsSigned() {
		assertFault(Reason.WRONG_SIGNATURE, this.notification.verifier(),
				this.notification.withBody(this.notification.body().replace("22:13:20.000Z", "22:13:21.000Z")));
	}

	@Test
	void anExpiredCertificateIsRefused() {
		assertThat(this.notification.expired()).isNotNull();
		assertFault(Reason.NOT_ALLOWED,
				verifier((url) -> this.notification.expired().getBytes(StandardCharsets.US_ASCII)),
				this.notification.request());
	}

	@Test
	void aCertificateIsFetchedOnce() {
		AtomicInteger fetched = new AtomicInteger();
		WebhookVerifier verifier = verifier((url) -> {
			fetched.incrementAndGet();
			return this.notification.secret().getBytes(StandardCharsets.US_ASCII);
		});
		for (int i = 0; i < 5; i++) {
			verifier.verify(this.notification.request());
		}
		assertThat(fetched).hasValue(1);
	}

	@Test
	void whatCannotBeFetchedIsNotAskedForAgainAtOnce() {
		AtomicInteger fetched = new AtomicInteger();
		WebhookVerifier failing = verifier((url) -> {
			fetched.incrementAndGet();
			throw new IOException("down");
		});
		WebhookVerifier garbled = verifier((url) -> {
			fetched.incrementAndGet();
			return "no certificate".getBytes(StandardCharsets.US_ASCII);
		});
		for (int i = 0; i < 5; i++) {
			assertFault(Reason.UNAVAILABLE, failing, this.notification.request());
			assertFault(Reason.UNAVAILABLE, garbled, this.notification.request());
		}
		assertThat(fetched).hasValue(2);
	}

	@Test
	void fewCertificatesAreFetchedAtOnce() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(2);
		CountDownLatch go = new CountDownLatch(1);
		WebhookVerifier verifier = verifier((url) -> {
			started.countDown();
			try {
				go.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return this.notification.secret().getBytes(StandardCharsets.US_ASCII);
		});
		List<Thread> threads = List.of(verifying(verifier, "a"), verifying(verifier, "b"));
		assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
		assertFault(Reason.UNAVAILABLE, verifier, named("c"));
		go.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		verifier.verify(named("c"));
	}

	private Thread verifying(WebhookVerifier verifier, String certificate) {
		Thread thread = new Thread(() -> verifier.verify(named(certificate)));
		thread.start();
		return thread;
	}

	private WebhookRequest named(String certificate) {
		return this.notification
			.withBody(this.notification.body().replace("SimpleNotificationService-0123456789abcdef", certificate));
	}

	private WebhookVerifier verifier(CertificateSource certificates) {
		return WebhookVerifiers.sns(List.of(SignedExample.TOPIC), certificates, SignedExample.TOLERANCE,
				this.notification.clock());
	}

	private static void assertFault(Reason reason, WebhookVerifier verifier, WebhookRequest request) {
		assertThatExceptionOfType(WebhookVerificationException.class).isThrownBy(() -> verifier.verify(request))
			.satisfies((ex) -> assertThat(ex.getReason()).as(ex.getMessage()).isEqualTo(reason));
	}

}
