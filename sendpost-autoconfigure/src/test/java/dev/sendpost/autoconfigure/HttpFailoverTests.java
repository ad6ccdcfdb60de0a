package dev.sendpost.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.health.SendpostHealthContributor;
import dev.sendpost.testhttp.HttpAction;
import dev.sendpost.testhttp.StandInServer;
import dev.sendpost.transport.Transports;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What becomes of mail when one of two HTTP e-mail APIs fails, in an application with and
 * without a store.
 */
@ParameterizedClass(name = "store {0}")
@ValueSource(booleans = { false, true })
class HttpFailoverTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Email EMAIL = Email.builder()
		.from("hello@acme.example")
		.to("reader@example.com")
		.subject("Hello")
		.text("World")
		.build();

	private static final HttpAction TAKEN_BY_A = HttpAction.json(200,
			"[{\"to\":\"reader@example.com\",\"messageId\":\"a-1\",\"errorCode\":0}]");

	private static final HttpAction TAKEN_BY_B = HttpAction.json(200, "{\"id\":\"b-1\",\"status\":\"queued\"}");

	private final StandInServer a = StandInServer.start().will(TAKEN_BY_A);

	private final StandInServer b = StandInServer.start().will(TAKEN_BY_B);

	private final boolean store;

	@TempDir
	private Path directory;

	HttpFailoverTests(boolean store) {
		this.store = store;
	}

	@AfterEach
	void close() {
		this.a.close();
		this.b.close();
	}

	@Test
	void withAllWellTheFirstCarriesTheMail() {
		both().run((context) -> {
			assertThat(sent(context, EMAIL).transport()).isEqualTo("a");
			assertThat(this.a.request().path()).isEqualTo("/subaccount/email/");
			assertThat(this.b.requests()).isEmpty();
		});
	}

	@Test
	void mailOfAServiceThatIsDownGoesOutOnceByTheOther() {
		this.a.will(HttpAction.json(503, "{\"message\":\"maintenance\"}"));
		both().run((context) -> {
			assertThat(sent(context, EMAIL).transport()).isEqualTo("b");
			assertThat(this.a.requests()).hasSize(3);
			assertThat(this.b.request().path()).isEqualTo("/v1/emails");
		});
	}

	@Test
	void whatAServiceThatTimedOutMayHaveTakenIsNotSentByTheOther() {
		this.a.will(HttpAction.silence());
		impatient().run((context) -> {
			assertThat(undelivered(context).perhapsSent()).isTrue();
			assertThat(this.a.requests()).hasSize(1);
			assertThat(this.b.requests()).isEmpty();
		});
	}

	@Test
	void whatAServiceThatTimedOutMayHaveTakenIsTriedAgainByItAlone() {
		assumeTrue(this.store);
		this.a.will(HttpAction.silence(), TAKEN_BY_A);
		impatient().withPropertyValues("sendpost.outbox.retry.delays=50ms").run((context) -> {
			assertThat(sent(context, EMAIL).transport()).isEqualTo("a");
			assertThat(this.a.requests()).hasSizeGreaterThan(1);
			assertThat(this.b.requests()).isEmpty();
		});
	}

	@Test
	void whatMayHaveBeenTakenIsSentByTheOtherWhereThatIsAllowed() {
		this.a.will(HttpAction.silence());
		impatient().withPropertyValues("sendpost.routing.fail-over-perhaps-sent=true").run((context) -> {
			assertThat(sent(context, EMAIL).transport()).isEqualTo("b");
			assertThat(this.a.requests()).hasSize(1);
			assertThat(this.b.requests()).hasSize(1);
		});
	}

	@Test
	void whereBothFailWhatMayHaveBeenTakenIsTriedAgainByBothIfThatIsAllowed() {
		assumeTrue(this.store);
		this.a.will(HttpAction.silence());
		this.b.will(HttpAction.json(429, "{}", "Retry-After: 1"), TAKEN_BY_B);
		impatient()
			.withPropertyValues("sendpost.routing.fail-over-perhaps-sent=true", "sendpost.outbox.retry.delays=50ms")
			.run((context) -> assertThat(sent(context, EMAIL).transport()).isEqualTo("b"));
	}

	@Test
	void aServiceThatRefusesTheKeyIsLeftAloneAtOnceAndHealthSaysSo() {
		this.a.will(HttpAction.json(401, "{\"message\":\"no such key\"}"));
		both().run((context) -> {
			assertThat(sent(context, EMAIL).transport()).isEqualTo("b");
			assertThat(context.getBean(Transports.class).isLeftAlone("a")).isTrue();
			assertThat(sent(context, EMAIL).transport()).isEqualTo("b");
			assertThat(this.a.requests()).hasSize(1);
			assertThat(this.b.requests()).hasSize(2);
			Health refused = health(context, "a");
			assertThat(refused.getStatus()).isEqualTo(Status.DOWN);
			assertThat(refused.getDetails().get("circuit")).asString().startsWith("open");
			assertThat(refused.getDetails().get("error")).asString()
				.contains("refuses the key: 401 no such key")
				.doesNotContain("key-of-a");
			assertThat(health(context, "b").getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void whereAServiceThrottlesTheOtherStandsIn() {
		this.a.will(HttpAction.json(429, "{}", "Retry-After: 120"), TAKEN_BY_A);
		both().run((context) -> {
			assertThat(sent(context, EMAIL).transport()).isEqualTo("b");
			assertThat(sent(context, EMAIL).transport()).isEqualTo("b");
			assertThat(this.a.requests()).hasSize(1);
			assertThat(context.getBean(Transports.class).isLeftAlone("a")).isFalse();
		});
	}

	@Test
	void aServiceThatThrottlesIsLeftAloneUntilItSaid() {
		this.a.will(HttpAction.json(429, "{}", "Retry-After: 1"), TAKEN_BY_A);
		both().run((context) -> {
			assertThat(sent(context, EMAIL).transport()).isEqualTo("b");
			Awaitility.await()
				.atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(100))
				.until(() -> sent(context, EMAIL).transport().equals("a"));
			assertThat(this.a.requests()).hasSize(2);
		});
	}

	@Test
	void mailOfAServiceThatThrottlesWaitsWhereNoOtherStandsIn() {
		this.a.will(HttpAction.json(429, "{\"message\":\"slow down\"}", "Retry-After: 1"), TAKEN_BY_A);
		runner().withPropertyValues(a()).run((context) -> {
			if (this.store) {
				Receipt receipt = context.getBean(MailGateway.class).send(EMAIL);
				Awaitility.await().until(() -> !this.a.requests().isEmpty());
				EmailRecord found = await(context, receipt, EmailStatus.SENT);
				assertThat(found.attempts()).isOne();
				assertThat(context.getBean(DeliveryLog.class).find(receipt.id())).extracting(DeliveryEvent::type)
					.containsExactly(DeliveryEventType.PROCESSED, DeliveryEventType.SENT);
			}
			else {
				assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
					.isThrownBy(() -> context.getBean(MailGateway.class).send(EMAIL))
					.withMessageContaining("slow down");
				Awaitility.await()
					.pollInterval(Duration.ofMillis(100))
					.ignoreException(MailTemporarilyUnavailableException.class)
					.until(() -> context.getBean(MailGateway.class).send(EMAIL).status() == EmailStatus.SENT);
			}
			assertThat(this.a.requests()).hasSize(2);
		});
	}

	@Test
	void aSubAccountsRefusedKeyDoesNotDisturbTheAccountsMail() {
		this.a.will(
				(request,
						socket) -> (request.header("x-subaccount-apikey").equals("key-of-shop")
								? HttpAction.json(401, "{\"message\":\"no such key\"}") : TAKEN_BY_A)
							.act(request, socket));
		both()
			.withPropertyValues("sendpost.sub-accounts.shop.display-name=Shop",
					"sendpost.sub-accounts.shop.credentials.a.secret=key-of-shop")
			.run((context) -> {
				MailGateway shop = context.getBean(MailGateway.class).forSubAccount("shop");
				for (int i = 0; i < 5; i++) {
					Receipt receipt = shop.send(EMAIL);
					assertThat(outcome(context, receipt, EmailStatus.SENT).transport()).isEqualTo("b");
				}
				assertThat(context.getBean(Transports.class).isLeftAlone("a")).isFalse();
				assertThat(sent(context, EMAIL).transport()).isEqualTo("a");
				assertThat(this.a.requests()).extracting((request) -> request.header("x-subaccount-apikey"))
					.containsExactly("key-of-shop", "key-of-shop", "key-of-shop", "key-of-shop", "key-of-shop",
							"key-of-a");
			});
	}

	@Test
	void theIdOfTheServiceThatCarriedTheMailIsKept() {
		this.a.will(HttpAction.json(503, "{}"));
		both().run((context) -> {
			Receipt receipt = context.getBean(MailGateway.class).send(EMAIL);
			if (this.store) {
				await(context, receipt, EmailStatus.SENT);
				assertThat(context.getBean(DeliveryLog.class).find(receipt.id()))
					.filteredOn((event) -> event.type() == DeliveryEventType.SENT)
					.singleElement()
					.satisfies((event) -> assertThat(event.providerMessageId()).isEqualTo("b-1"));
			}
			else {
				assertThat(receipt.outcomes()).singleElement()
					.satisfies((outcome) -> assertThat(outcome.providerMessageId()).isEqualTo("b-1"));
			}
		});
	}

	/**
	 * The time-out includes connecting: it must be the silence that it is about.
	 */
	private ApplicationContextRunner impatient() {
		return both().withPropertyValues("sendpost.transports.a.read-timeout=2s");
	}

	private ApplicationContextRunner both() {
		return runner().withPropertyValues(a())
			.withPropertyValues("sendpost.transports.b.type=sendry", "sendpost.transports.b.api-key=key-of-b",
					"sendpost.transports.b.base-url=" + this.b.uri());
	}

	private String[] a() {
		return new String[] { "sendpost.transports.a.type=sendpost", "sendpost.transports.a.api-key=key-of-a",
				"sendpost.transports.a.base-url=" + this.a.uri() };
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
					SendpostEncryptionAutoConfiguration.class, SendpostStoreAutoConfiguration.class,
					SendpostSubAccountAutoConfiguration.class, SendpostOutboxAutoConfiguration.class,
					MailGatewayAutoConfiguration.class, SendpostHealthContributorAutoConfiguration.class))
			.withPropertyValues("sendpost.routing.retry.initial-delay=10ms", "sendpost.routing.retry.max-delay=20ms")
			.withPropertyValues(this.store ? "sendpost.store.file=" + this.directory.resolve("mail")
					: "sendpost.store.enabled=false");
	}

	/**
	 * Send, wait until the mail is out, and say what became of its recipient.
	 */
	private RecipientOutcome sent(ApplicationContext context, Email email) {
		return outcome(context, context.getBean(MailGateway.class).send(email), EmailStatus.SENT);
	}

	private RecipientOutcome outcome(ApplicationContext context, Receipt receipt, EmailStatus status) {
		List<RecipientOutcome> outcomes = this.store ? await(context, receipt, status).outcomes() : receipt.outcomes();
		assertThat(outcomes).singleElement().extracting(RecipientOutcome::status).isEqualTo(status);
		return outcomes.get(0);
	}

	/**
	 * Send what cannot be sent, and say what became of its recipient.
	 */
	private RecipientOutcome undelivered(ApplicationContext context) {
		MailGateway gateway = context.getBean(MailGateway.class);
		if (this.store) {
			return outcome(context, gateway.send(EMAIL), EmailStatus.DEFERRED);
		}
		MailTemporarilyUnavailableException failure = catchThrowableOfType(MailTemporarilyUnavailableException.class,
				() -> gateway.send(EMAIL));
		return failure.getReceipt().outcomes().get(0);
	}

	private static EmailRecord await(ApplicationContext context, Receipt receipt, EmailStatus status) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> context.getBean(MailGateway.class).find(receipt.id()).orElseThrow(),
					(found) -> found.status() == status);
	}

	private static Health health(ApplicationContext context, String transport) {
		HealthIndicator indicator = (HealthIndicator) context.getBean(SendpostHealthContributor.class)
			.getContributor(transport);
		return indicator.health();
	}

}
