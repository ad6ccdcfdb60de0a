package dev.sendpost.suppression;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.autoconfigure.MailGatewayAutoConfiguration;
import dev.sendpost.autoconfigure.MailTransportAutoConfiguration;
import dev.sendpost.autoconfigure.SendpostOutboxAutoConfiguration;
import dev.sendpost.autoconfigure.SendpostStoreAutoConfiguration;
import dev.sendpost.autoconfigure.SendpostSuppressionAutoConfiguration;
import dev.sendpost.outbox.Dispatcher;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.store.Store;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.capture.CapturedEmail;
import dev.sendpost.transport.capture.CapturedMailbox;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * There is no way to send past suppressions: each public way is tried with one suppressed
 * and one clean recipient.
 */
class SuppressionPathsTests {

	private static final String SUPPRESSED = "Blocked@Example.com";

	private static final String CLEAN = "clean@example.com";

	@TempDir
	private Path directory;

	private volatile boolean bouncing;

	private final FakeTransport transport = FakeTransport.answering("fake",
			(recipient) -> this.bouncing ? RecipientOutcome.bounced(recipient, "fake", "550 5.1.1 No such user")
					: RecipientOutcome.sent(recipient, "fake", "250 2.0.0 Ok"));

	static Stream<Arguments> ways() {
		return Stream.of(way("send", (gateway) -> gateway.send(both().build())),
				way("send many", (gateway) -> gateway.send(List.of(both().build(), both().build())).get(1)),
				way("sendAsync", (gateway) -> gateway.sendAsync(both().build()).join()),
				way("several asynchronously", (gateway) -> {
					CompletableFuture<Receipt> first = gateway.sendAsync(both().build());
					gateway.sendAsync(both().build()).join();
					return first.join();
				}), way("for a sub-account", (gateway) -> gateway.forSubAccount("shop").send(both().build())),
				way("many for a sub-account",
						(gateway) -> gateway.forSubAccount("shop")
							.send(List.of(both().build(), both().build(), both().build()))
							.get(0)),
				way("for a submitter",
						(gateway) -> gateway.forSubmitter(Submitter.subAccount("shop"))
							.sendAsync(both().build())
							.join()),
				way("for a test key",
						(gateway) -> gateway.forSubmitter(new Submitter("shop", false, null, true))
							.send(both().build())),
				way("broadcast", (gateway) -> gateway.send(both().stream(EmailStream.BROADCAST).build())),
				way("as cc", (gateway) -> gateway.send(clean().cc(SUPPRESSED).build())),
				way("as bcc", (gateway) -> gateway.send(clean().bcc(SUPPRESSED).build())), way("many as bcc",
						(gateway) -> gateway.send(List.of(clean().build(), clean().bcc(SUPPRESSED).build())).get(1)));
	}

	private static Arguments way(String name, Function<MailGateway, Receipt> way) {
		return Arguments.of(name, way);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("ways")
	void withoutAStore(String name, Function<MailGateway, Receipt> way) {
		runner("sendpost.store.enabled=false").withPropertyValues("sendpost.suppression.addresses=blocked@example.com")
			.run((context) -> {
				Receipt receipt = way.apply(context.getBean(MailGateway.class));
				assertThat(status(receipt, CLEAN)).isEqualTo(EmailStatus.SENT);
				assertOnlyCleanGotMail(context, receipt);
			});
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("ways")
	void withAStore(String name, Function<MailGateway, Receipt> way) {
		runner().run((context) -> {
			context.getBean(Suppressions.class).add(NewSuppression.of(SUPPRESSED, SuppressionReason.MANUAL));
			Receipt receipt = way.apply(context.getBean(MailGateway.class));
			assertThat(status(receipt, SUPPRESSED)).isEqualTo(EmailStatus.DROPPED);
			assertOnlyCleanGotMail(context, sent(context, receipt));
		});
	}

	@Test
	void whatIsConfiguredHoldsWithAStoreToo() {
		runner()
			.withPropertyValues("sendpost.suppression.domains=*.com,blocked.example",
					"sendpost.suppression.addresses=blocked@example.com")
			.run((context) -> {
				Suppressions suppressions = context.getBean(Suppressions.class);
				assertThat(suppressions.explain(EmailAddress.parse("ann@blocked.example"), "default",
						EmailStream.TRANSACTIONAL))
					.asString()
					.contains("by configuration");
				Receipt receipt = context.getBean(MailGateway.class)
					.send(Email.builder()
						.from("shop@acme.example")
						.to("x@blocked.example", CLEAN, "y@example.org")
						.subject("Hello")
						.text("World")
						.build());
				assertThat(receipt.outcomes()).extracting(RecipientOutcome::status)
					.containsExactly(EmailStatus.DROPPED, EmailStatus.DROPPED, EmailStatus.QUEUED);
			});
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("ways")
	void suppressedAfterIntake(String name, Function<MailGateway, Receipt> way) {
		runner("sendpost.outbox.poll-interval=1h").run((context) -> {
			// Another node that knows nothing of the filter of this one.
			Suppressions other = new Suppressions(SuppressionSettings.DEFAULT, List.of(), context.getBean(Store.class),
					List::of);
			MailGateway gateway = context.getBean(MailGateway.class);
			context.getBean(Dispatcher.class).stop();
			Receipt receipt = way.apply(gateway);
			assertThat(status(receipt, SUPPRESSED)).isEqualTo(EmailStatus.QUEUED);
			other.add(NewSuppression.of(SUPPRESSED, SuppressionReason.SPAM_COMPLAINT));
			context.getBean(Dispatcher.class).start();
			assertOnlyCleanGotMail(context, sent(context, receipt));
		});
	}

	@Test
	void whomAPolicyPutsInAtDispatchIsChecked() {
		MailPolicy catchAll = new MailPolicy() {

			@Override
			public void atDispatch(PolicyMessage message) {
				message.replace(message.email().toBuilder().bcc(SUPPRESSED).build());
			}

		};
		runner().withBean("catchAll", MailPolicy.class, () -> catchAll).run((context) -> {
			context.getBean(Suppressions.class).add(NewSuppression.of(SUPPRESSED, SuppressionReason.MANUAL));
			sent(context, context.getBean(MailGateway.class).send(clean().build()));
			assertThat(this.transport.asked()).containsExactly(CLEAN);
		});
		this.transport.attempts().clear();
		runner("sendpost.store.enabled=false", "sendpost.safety.redirect-to=" + SUPPRESSED,
				"sendpost.suppression.addresses=" + SUPPRESSED)
			.run((context) -> {
				context.getBean(MailGateway.class).send(clean().build());
				assertThat(this.transport.attempts()).isEmpty();
			});
	}

	@Test
	void scheduledMailIsCheckedWhenItsTimeHasCome() {
		runner().run((context) -> {
			MailGateway gateway = context.getBean(MailGateway.class);
			Receipt receipt = gateway.send(both().sendAt(Instant.now().plusSeconds(3600)).build());
			assertThat(status(receipt, SUPPRESSED)).isEqualTo(EmailStatus.SCHEDULED);
			context.getBean(Suppressions.class).add(NewSuppression.of(SUPPRESSED, SuppressionReason.HARD_BOUNCE));
			gateway.reschedule(receipt.id(), Instant.now());
			assertOnlyCleanGotMail(context, sent(context, receipt));
		});
	}

	@Test
	void whatIsSentAgainIsChecked() {
		runner().run((context) -> {
			this.bouncing = true;
			MailGateway gateway = context.getBean(MailGateway.class);
			Receipt receipt = gateway.send(both().build());
			Awaitility.await()
				.until(() -> gateway.find(receipt.id()).map(EmailRecord::status).orElse(null) == EmailStatus.BOUNCED);
			Suppressions suppressions = context.getBean(Suppressions.class);
			assertThat(suppressions.lift(CLEAN, SuppressionScope.subAccount("default"))).isOne();
			this.bouncing = false;
			this.transport.attempts().clear();
			Receipt again = gateway.resend(receipt.id());
			assertOnlyCleanGotMail(context, sent(context, again));
		});
	}

	@Test
	void aMessageWithNobodyLeftIsDropped() {
		runner().run((context) -> {
			context.getBean(Suppressions.class).add(NewSuppression.of("example.com", SuppressionReason.MANUAL));
			MailGateway gateway = context.getBean(MailGateway.class);
			Receipt receipt = gateway.send(both().cc("third@example.com").bcc("fourth@example.com").build());
			assertThat(receipt.status()).isEqualTo(EmailStatus.DROPPED);
			assertThat(receipt.outcomes()).hasSize(4)
				.allSatisfy((outcome) -> assertThat(outcome.reason())
					.isEqualTo("suppressed: manual of the domain example.com"));
			EmailRecord record = gateway.find(receipt.id()).orElseThrow();
			assertThat(record.status()).isEqualTo(EmailStatus.DROPPED);
			assertThat(record.dueAt()).isNull();
		});
	}

	private static EmailBuilder both() {
		return clean().to(SUPPRESSED);
	}

	private static EmailBuilder clean() {
		return Email.builder().from("shop@acme.example").to(CLEAN).subject("Hello").text("World");
	}

	private ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MailTransportAutoConfiguration.class,
					SendpostStoreAutoConfiguration.class, SendpostSuppressionAutoConfiguration.class,
					SendpostOutboxAutoConfiguration.class, MailGatewayAutoConfiguration.class))
			.withBean("fake", FakeTransport.class, () -> this.transport)
			.withPropertyValues("sendpost.store.file=" + this.directory.resolve("mail"))
			.withPropertyValues(properties);
	}

	private static Receipt sent(ApplicationContext context, Receipt receipt) {
		MailGateway gateway = context.getBean(MailGateway.class);
		Awaitility.await()
			.until(() -> gateway.find(receipt.id()).map(EmailRecord::status).orElse(null) == EmailStatus.SENT);
		return gateway.find(receipt.id()).orElseThrow().receipt();
	}

	/**
	 * What left by the transport, or was captured since a test key came with it.
	 */
	private void assertOnlyCleanGotMail(ApplicationContext context, Receipt receipt) {
		List<CapturedEmail> captured = context.getBean(CapturedMailbox.class).emails();
		assertThat(this.transport.attempts().size() + captured.size()).isPositive();
		assertThat(captured).allSatisfy(
				(email) -> assertThat(email.recipients()).extracting(EmailAddress::address).containsExactly(CLEAN));
		assertThat(this.transport.attempts()).allSatisfy(
				(attempt) -> assertThat(attempt.recipients()).extracting(EmailAddress::address).containsExactly(CLEAN))
			.allSatisfy((attempt) -> assertThat(attempt.email().recipients()).extracting(EmailAddress::address)
				.containsExactly(CLEAN));
		RecipientOutcome outcome = outcome(receipt, SUPPRESSED);
		assertThat(outcome.status()).isEqualTo(EmailStatus.DROPPED);
		assertThat(outcome.reason()).startsWith("suppressed: ");
	}

	private static EmailStatus status(Receipt receipt, String address) {
		return outcome(receipt, address).status();
	}

	private static RecipientOutcome outcome(Receipt receipt, String address) {
		return receipt.outcomes()
			.stream()
			.filter((outcome) -> outcome.recipient().isSameMailbox(EmailAddress.parse(address)))
			.findFirst()
			.orElseThrow();
	}

}
