package dev.sendpost.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGatewayException;
import dev.sendpost.MailMisconfiguredException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.OutgoingEmail;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import dev.sendpost.transport.Transports;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DefaultMailGateway}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DefaultMailGatewayTests {

	private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

	private static final String V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final List<MailPolicy> policies = new ArrayList<>();

	private Duration shutdownTimeout = Duration.ofSeconds(30);

	private int concurrency = 4;

	@Test
	void anAcceptedEmailGivesAReceipt() {
		FakeTransport transport = FakeTransport.accepting("a");
		Receipt receipt = gateway(transport).send(email().build());
		assertThat(receipt.status()).isEqualTo(EmailStatus.SENT);
		assertThat(receipt.outcomes()).extracting((outcome) -> outcome.recipient().address())
			.containsExactly("ann@example.com", "bob@example.com");
		OutgoingEmail sent = transport.attempts().get(0);
		assertThat(sent.id()).isEqualTo(receipt.id());
		assertThat(sent.messageId()).isEqualTo(receipt.messageId()).isEqualTo("<" + receipt.id() + "@shop.example>");
		assertThat(sent.date()).isEqualTo(NOW);
	}

	@Test
	void idsAreOfVersion7AndAscend() {
		DefaultMailGateway gateway = gateway(FakeTransport.accepting("a"));
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			ids.add(gateway.send(email().build()).id().toString());
		}
		assertThat(ids).allSatisfy((id) -> assertThat(id).matches(V7)).isSorted().doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@CsvSource({ "BOUNCED BOUNCED, dev.sendpost.MailRejectedException",
			"DEFERRED DEFERRED, dev.sendpost.MailTemporarilyUnavailableException",
			"BOUNCED DEFERRED, dev.sendpost.MailTemporarilyUnavailableException" })
	void refusalsOfAllRecipientsAreThrown(String statuses, Class<? extends MailGatewayException> type) {
		List<String> names = List.of(statuses.split(" "));
		FakeTransport transport = FakeTransport.behaving("a", (email) -> {
			List<RecipientOutcome> outcomes = new ArrayList<>();
			for (int i = 0; i < names.size(); i++) {
				EmailStatus status = EmailStatus.valueOf(names.get(i));
				outcomes.add(RecipientOutcome.failed(email.recipients().get(i), status, "a",
						(status == EmailStatus.BOUNCED) ? "550 5.1.1 No such user" : "450 4.2.0 Later", null, false));
			}
			return outcomes;
		});
		assertThatExceptionOfType(MailGatewayException.class).isThrownBy(() -> gateway(transport).send(email().build()))
			.isExactlyInstanceOf(type)
			.withMessageContaining("was accepted for no recipient: ")
			.satisfies((ex) -> {
				assertThat(ex.getReceipt().outcomes()).hasSize(2);
				assertThat(ex.getServerText()).isNotNull();
				assertThat(ex.getStatusCode()).isNotNull();
				assertThat(ex.getMessage()).contains(ex.getServerText());
			});
	}

	@Test
	void oneAcceptedRecipientIsEnoughForAReceipt() {
		Receipt receipt = gateway(FakeTransport.answering("a", (recipient) -> recipient.localPart().equals("ann")
				? RecipientOutcome.bounced(recipient, "a", "550 No") : RecipientOutcome.sent(recipient, "a", null)))
			.send(email().build());
		assertThat(receipt.status()).isEqualTo(EmailStatus.SENT);
		assertThat(receipt.recipients(EmailStatus.BOUNCED)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "UNAVAILABLE, dev.sendpost.MailTemporarilyUnavailableException",
			"TIMED_OUT, dev.sendpost.MailTemporarilyUnavailableException",
			"DEFERRED, dev.sendpost.MailTemporarilyUnavailableException",
			"PERHAPS_SENT, dev.sendpost.MailTemporarilyUnavailableException",
			"MISCONFIGURED, dev.sendpost.MailMisconfiguredException",
			"UNSUPPORTED, dev.sendpost.MailRejectedException" })
	void aFailedTransportIsThrown(Kind kind, Class<? extends MailGatewayException> type) {
		DefaultMailGateway gateway = gateway(FakeTransport.failing("a", kind));
		assertThatExceptionOfType(MailGatewayException.class).isThrownBy(() -> gateway.send(email().build()))
			.isExactlyInstanceOf(type)
			.withCauseInstanceOf(TransportException.class)
			.withMessageContaining("Transport 'a' is " + kind)
			.satisfies((ex) -> assertThat(ex.getReceipt().outcomes())
				.allSatisfy((outcome) -> assertThat(outcome.perhapsSent()).isEqualTo(kind == Kind.PERHAPS_SENT)));
	}

	@Test
	void aTransportThatThrowsTheUnexpectedHasPerhapsSent() {
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
			.isThrownBy(() -> gateway(FakeTransport.behaving("a", (email) -> {
				throw new IllegalStateException("bug");
			})).send(email().build()))
			.satisfies((ex) -> assertThat(ex.getReceipt().outcomes().get(0).perhapsSent()).isTrue());
	}

	@Test
	void mailWithoutASenderIsFromTheDefault() {
		FakeTransport transport = FakeTransport.accepting("a");
		Email email = Email.builder().to("ann@example.com").text("Hello").build();
		gateway(transport).send(email);
		assertThat(transport.attempts().get(0).from()).hasToString("\"Default\" <default@acme.example>");
		assertThat(transport.attempts().get(0).messageId()).endsWith("@acme.example>");
	}

	@Test
	void withoutASenderAndADefaultMailIsInvalid() {
		FakeTransport transport = FakeTransport.accepting("a");
		DefaultMailGateway gateway = gatewayWithoutDefault(transport);
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> gateway.send(Email.builder().to("ann@example.com").text("Hello").build()))
			.withMessageContaining("sendpost.from")
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("from"));
		assertThat(transport.attempts()).isEmpty();
	}

	@Test
	void htmlGetsATextBesideIt() {
		FakeTransport transport = FakeTransport.accepting("a");
		DefaultMailGateway gateway = gateway(transport);
		gateway.send(email().text(null).html("<p>Hello <b>World</b></p>").build());
		gateway.send(email().text("").html("<p>Empty</p>").build());
		gateway.send(email().text("Own").html("<p>Other</p>").build());
		gateway.send(email().text(null).html("<img src='cid:x'>").build());
		assertThat(transport.attempts()).extracting((attempt) -> attempt.email().text())
			.containsExactly("Hello World", "Empty", "Own", null);
	}

	@Test
	void policiesAreAskedInOrderAndSeeWhatThoseBeforeThemLeft() {
		List<String> asked = new ArrayList<>();
		for (String name : List.of("first", "second")) {
			this.policies.add(policy((message) -> {
				asked.add(name + " at intake of " + message.email().tags());
				message.replace(message.email().toBuilder().tags(name).build());
			}, (message) -> asked.add(name + " at dispatch of " + message.email().tags())));
		}
		FakeTransport transport = FakeTransport.accepting("a");
		gateway(transport).send(email().build());
		assertThat(asked).containsExactly("first at intake of []", "second at intake of [first]",
				"first at dispatch of [first, second]", "second at dispatch of [first, second]");
		assertThat(transport.attempts().get(0).email().tags()).containsExactly("first", "second");
	}

	@ParameterizedTest
	@CsvSource({ "true", "false" })
	void aRefusalEndsTheWayOfAMessage(boolean atIntake) {
		List<String> asked = new ArrayList<>();
		this.policies.add(atIntake ? policy((message) -> message.refuse("quota exceeded"), (message) -> {
		}) : policy((message) -> {
		}, (message) -> message.refuse("quota exceeded")));
		this.policies.add(policy((message) -> asked.add("intake"), (message) -> asked.add("dispatch")));
		FakeTransport transport = FakeTransport.accepting("a");
		assertThatExceptionOfType(MailRejectedException.class)
			.isThrownBy(() -> gateway(transport).send(email().build()))
			.withMessageContaining("was refused: quota exceeded")
			.satisfies((ex) -> assertThat(ex.getReceipt().outcomes()).hasSize(2).allSatisfy((outcome) -> {
				assertThat(outcome.status()).isEqualTo(EmailStatus.DROPPED);
				assertThat(outcome.reason()).isEqualTo("quota exceeded");
			}));
		assertThat(asked).doesNotContain("dispatch");
		assertThat(transport.attempts()).isEmpty();
	}

	@Test
	void droppedRecipientsKeepTheirPlaceInTheReceipt() {
		this.policies.add(policy((message) -> message.drop(message.recipients().get(0), "unsubscribed"), (message) -> {
		}));
		FakeTransport transport = FakeTransport.accepting("a");
		Receipt receipt = gateway(transport).send(email().build());
		assertThat(receipt.outcomes()).extracting(RecipientOutcome::status)
			.containsExactly(EmailStatus.DROPPED, EmailStatus.SENT);
		assertThat(transport.asked()).containsExactly("bob@example.com");
	}

	@Test
	void whereAllRecipientsAreDroppedNothingIsSentAndNothingThrown() {
		this.policies.add(policy(
				(message) -> message.recipients().forEach((recipient) -> message.drop(recipient, "no")), (message) -> {
				}));
		FakeTransport transport = FakeTransport.accepting("a");
		Receipt receipt = gateway(transport).send(email().build());
		assertThat(receipt.status()).isEqualTo(EmailStatus.DROPPED);
		assertThat(receipt.outcomes()).hasSize(2);
		assertThat(transport.attempts()).isEmpty();
	}

	@Test
	void aBatchKeepsItsOrderAndOutlivesItsFailures() {
		FakeTransport transport = FakeTransport.behaving("a", (email) -> switch (email.email().subject()) {
			case "bounce" -> email.recipients()
				.stream()
				.map((recipient) -> RecipientOutcome.bounced(recipient, "a", "550 5.1.1 No"))
				.toList();
			case "throw" -> throw new IllegalStateException("bug");
			case "down" -> throw new TransportException(Kind.DEFERRED, "down", null);
			default ->
				email.recipients().stream().map((recipient) -> RecipientOutcome.sent(recipient, "a", null)).toList();
		});
		List<Email> emails = new ArrayList<>();
		for (String subject : List.of("1", "bounce", "2", "throw", "3", "down", "4")) {
			emails.add(email().subject(subject).build());
		}
		emails.add(email().route("nowhere").build());
		emails.add(email().subject("5").build());
		List<Receipt> receipts = gateway(transport).send(emails);
		assertThat(receipts).extracting(Receipt::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.BOUNCED, EmailStatus.SENT, EmailStatus.FAILED,
					EmailStatus.SENT, EmailStatus.DEFERRED, EmailStatus.SENT, EmailStatus.FAILED, EmailStatus.SENT);
		assertThat(receipts.get(7).outcomes()).hasSize(2)
			.allSatisfy((outcome) -> assertThat(outcome.reason()).contains("route", "nowhere"));
		assertThat(receipts).allSatisfy((receipt) -> assertThat(receipt.id().toString()).matches(V7));
	}

	@Test
	void anEmailOfABatchWithoutASenderFailsAlone() {
		List<Receipt> receipts = gatewayWithoutDefault(FakeTransport.accepting("a"))
			.send(List.of(email().build(), Email.builder().to("ann@example.com").text("Hello").build()));
		assertThat(receipts).extracting(Receipt::status).containsExactly(EmailStatus.SENT, EmailStatus.FAILED);
		assertThat(receipts.get(1).outcomes().get(0).reason()).contains("sendpost.from");
	}

	@Test
	void aBatchOfNothingGivesNothing() {
		assertThat(gateway(FakeTransport.accepting("a")).send(List.of())).isEmpty();
	}

	@Test
	void aBatchGoesOutSeveralAtATime() {
		CountDownLatch together = new CountDownLatch(4);
		FakeTransport transport = FakeTransport.behaving("a", (email) -> {
			together.countDown();
			await(together);
			return List.of(RecipientOutcome.sent(email.recipients().get(0), "a", null));
		});
		Email email = email().clearRecipients().to("ann@example.com").build();
		assertThat(gateway(transport).send(List.of(email, email, email, email))).extracting(Receipt::status)
			.containsOnly(EmailStatus.SENT);
	}

	@Test
	void anAsyncSendCompletesWithTheReceipt() throws Exception {
		Receipt receipt = gateway(FakeTransport.accepting("a")).sendAsync(email().build()).get(10, TimeUnit.SECONDS);
		assertThat(receipt.status()).isEqualTo(EmailStatus.SENT);
	}

	@Test
	void anAsyncSendCompletesWithWhatSendWouldThrow() {
		assertThat(gateway(FakeTransport.failing("a", Kind.MISCONFIGURED)).sendAsync(email().build()))
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(MailMisconfiguredException.class);
		assertThat(gatewayWithoutDefault(FakeTransport.accepting("a"))
			.sendAsync(Email.builder().to("ann@example.com").text("Hello").build())).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(InvalidEmailException.class);
	}

	@Test
	void closingLetsQueuedMessagesGoOut() throws Exception {
		this.concurrency = 1;
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		DefaultMailGateway gateway = gateway(blocking(started, release));
		List<CompletableFuture<Receipt>> pending = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			pending.add(gateway.sendAsync(email().build()));
		}
		await(started);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::close);
		assertThat(closing).isNotDone();
		release.countDown();
		closing.get(10, TimeUnit.SECONDS);
		assertThat(pending).allSatisfy((future) -> assertThat(future)
			.isCompletedWithValueMatching((receipt) -> receipt.status() == EmailStatus.SENT));
	}

	@Test
	void closingDoesNotWaitForeverAndSaysSoToThoseWhoWait() {
		this.concurrency = 1;
		this.shutdownTimeout = Duration.ofMillis(20);
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		DefaultMailGateway gateway = gateway(blocking(started, release));
		CompletableFuture<Receipt> running = gateway.sendAsync(email().build());
		CompletableFuture<Receipt> queued = gateway.sendAsync(email().build());
		await(started);
		gateway.close();
		assertThat(queued).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RejectedExecutionException.class)
			.withMessageContaining("closed before it was sent");
		release.countDown();
		assertThat(running).satisfies(
				(future) -> assertThat(future.handle((receipt, ex) -> true)).succeedsWithin(Duration.ofSeconds(10)));
	}

	@Test
	void aSendIsObserved() {
		Receipt receipt = gateway(FakeTransport.accepting("a")).send(email().build());
		assertThat(this.observations).hasSingleObservationThat()
			.hasNameEqualTo("sendpost.send")
			.hasContextualNameEqualTo("send e-mail")
			.hasLowCardinalityKeyValue("stream", "transactional")
			.hasLowCardinalityKeyValue("transport", "a")
			.hasLowCardinalityKeyValue("outcome", "sent")
			.hasHighCardinalityKeyValue("sendpost.email.id", receipt.id().toString())
			.doesNotHaveError()
			.hasBeenStarted()
			.hasBeenStopped();
	}

	@Test
	void aFailedSendIsObservedWithItsError() {
		DefaultMailGateway gateway = gateway(FakeTransport.failing("a", Kind.UNAVAILABLE));
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
			.isThrownBy(() -> gateway.send(email().build()));
		assertThat(this.observations).hasSingleObservationThat()
			.hasLowCardinalityKeyValue("outcome", "deferred")
			.hasLowCardinalityKeyValue("transport", "a")
			.hasError()
			.hasBeenStopped();
	}

	@Test
	void anInvalidEmailIsObservedAsRefused() {
		DefaultMailGateway gateway = gatewayWithoutDefault(FakeTransport.accepting("a"));
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> gateway.send(Email.builder().to("ann@example.com").text("Hello").build()));
		assertThat(this.observations).hasSingleObservationThat()
			.hasLowCardinalityKeyValue("outcome", "refused")
			.hasLowCardinalityKeyValue("transport", "none")
			.hasError()
			.hasBeenStopped();
	}

	@Test
	void anAsyncSendBelongsToTheObservationOfItsCaller() throws Exception {
		DefaultMailGateway gateway = gateway(FakeTransport.accepting("a"));
		Observation parent = Observation.createNotStarted("parent", this.observations);
		parent.observeChecked(() -> gateway.sendAsync(email().build()).get(10, TimeUnit.SECONDS));
		assertThat(this.observations).hasObservationWithNameEqualTo("sendpost.send")
			.that()
			.hasParentObservationEqualTo(parent);
	}

	@Test
	void anotherConventionNamesTheObservation() {
		MailSendObservationConvention convention = new DefaultMailSendObservationConvention() {
			@Override
			public String getName() {
				return "acme.mail";
			}
		};
		try (DefaultMailGateway gateway = new DefaultMailGateway(MailDefaults.from(null), List.of(), Submitter::account,
				router(FakeTransport.accepting("a")), 1, this.shutdownTimeout, new EmailIds(Clock.systemUTC()),
				Clock.systemUTC(), this.observations, convention)) {
			gateway.send(email().build());
		}
		assertThat(this.observations).hasSingleObservationThat().hasNameEqualTo("acme.mail");
	}

	@Test
	void aPolicyThatFailsDoesNotStopABatch() {
		this.policies.add(policy((message) -> {
			if (message.email().subject().equals("bug")) {
				throw new IllegalStateException("bug");
			}
		}, (message) -> {
		}));
		FakeTransport transport = FakeTransport.accepting("a");
		List<Receipt> receipts = gateway(transport)
			.send(List.of(email().build(), email().subject("bug").build(), email().build()));
		assertThat(receipts).extracting(Receipt::status)
			.containsExactly(EmailStatus.SENT, EmailStatus.FAILED, EmailStatus.SENT);
	}

	@Test
	void anAsyncSendWhosePolicyFailsCompletesExceptionally() {
		this.policies.add(policy((message) -> {
			throw new IllegalStateException("bug");
		}, (message) -> {
		}));
		assertThat(gateway(FakeTransport.accepting("a")).sendAsync(email().build())).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void afterClosingAnAsyncSendCompletesExceptionallyAndABatchFailsMailByMail() {
		FakeTransport transport = FakeTransport.accepting("a");
		DefaultMailGateway gateway = gateway(transport);
		gateway.close();
		assertThat(gateway.sendAsync(email().build())).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RejectedExecutionException.class)
			.withMessageContaining("The mail gateway is closed");
		assertThat(gateway.send(List.of(email().build(), email().build()))).extracting(Receipt::status)
			.containsExactly(EmailStatus.FAILED, EmailStatus.FAILED);
		assertThat(transport.attempts()).isEmpty();
	}

	@Test
	void whileASendIsUnderWayItsOutcomeIsUnknown() {
		List<String> outcomes = new ArrayList<>();
		this.observations.observationConfig().observationHandler(new ObservationHandler<MailSendContext>() {

			@Override
			public void onStart(MailSendContext context) {
				outcomes.add(context.getLowCardinalityKeyValue("outcome").getValue());
			}

			@Override
			public void onStop(MailSendContext context) {
				outcomes.add(context.getLowCardinalityKeyValue("outcome").getValue());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof MailSendContext;
			}

		});
		gateway(FakeTransport.accepting("a")).send(email().build());
		assertThat(outcomes).containsExactly("unknown", "sent");
	}

	@Test
	void threadsDoNotOutliveTheirWorkForLong() throws Exception {
		AtomicReference<Thread> sender = new AtomicReference<>();
		DefaultMailGateway gateway = gateway(FakeTransport.behaving("a", (email) -> {
			sender.set(Thread.currentThread());
			return email.recipients().stream().map((recipient) -> RecipientOutcome.sent(recipient, "a", null)).toList();
		}));
		gateway.sendAsync(email().build()).get();
		sender.get().join(30_000);
		assertThat(sender.get().isAlive()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "<img src=\"cid:logo\">, logo", "<img src='cid:logo'><img src = cid:photo@x >, `logo, photo@x`",
					"<td style=\"background: url(cid:logo)\">, logo", "<img src=\"cid:photo%40x\">, photo@x" })
	void aReferenceToNothingIsLoggedOnceAndTheMailSent(String html, String missing, CapturedOutput output) {
		FakeTransport transport = FakeTransport.accepting("a");
		Receipt receipt = gateway(transport).send(email().html(html).build());
		assertThat(receipt.status()).isEqualTo(EmailStatus.SENT);
		assertThat(output).containsOnlyOnce("E-mail " + receipt.id()
				+ " has no attachment for what its HTML refers to by 'cid:': [" + missing + "].");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "<img src=\"cid:there\"> <img src=cid:there>", "<p>cid:logo is how one writes it", "<p>Hi" })
	void otherMailIsNotWarnedOf(String html, CapturedOutput output) {
		gateway(FakeTransport.accepting("a"))
			.send(email().html(html).attach(Attachment.of("a.png", new byte[1]).inline("there")).build());
		assertThat(output).doesNotContain("by 'cid:'");
	}

	private DefaultMailGateway gateway(FakeTransport... transports) {
		return create(EmailAddress.parse("Default <default@acme.example>"), transports);
	}

	private DefaultMailGateway gatewayWithoutDefault(FakeTransport... transports) {
		return create(null, transports);
	}

	private DefaultMailGateway create(@Nullable EmailAddress defaultFrom, FakeTransport... transports) {
		return new DefaultMailGateway(MailDefaults.from(defaultFrom), this.policies, Submitter::account,
				router(transports), this.concurrency, this.shutdownTimeout, new EmailIds(Clock.systemUTC()),
				Clock.fixed(NOW, ZoneOffset.UTC), this.observations, null);
	}

	private static MailRouter router(FakeTransport... transports) {
		Transports all = new Transports(Arrays.asList(transports),
				new QuickRetry(1, Duration.ofMillis(1), Duration.ofMillis(2)),
				new Circuit(100, 1_000_000, Duration.ofSeconds(30)));
		return new MailRouter(all,
				new RoutingTable(List.of(), List.of(), Route.inOrder("default", all.names()), all.names()),
				new Random(42));
	}

	private static EmailBuilder email() {
		return Email.builder()
			.from("shop@shop.example")
			.to("ann@example.com", "bob@example.com")
			.subject("Hello")
			.text("World");
	}

	private static MailPolicy policy(Consumer<PolicyMessage> atIntake, Consumer<PolicyMessage> atDispatch) {
		return new MailPolicy() {

			@Override
			public void atIntake(PolicyMessage message) {
				atIntake.accept(message);
			}

			@Override
			public void atDispatch(PolicyMessage message) {
				atDispatch.accept(message);
			}

		};
	}

	private static FakeTransport blocking(CountDownLatch started, CountDownLatch release) {
		Function<OutgoingEmail, List<RecipientOutcome>> behaviour = (email) -> {
			started.countDown();
			await(release);
			return email.recipients().stream().map((recipient) -> RecipientOutcome.sent(recipient, "a", null)).toList();
		};
		return FakeTransport.behaving("a", behaviour);
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("It never happened");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
