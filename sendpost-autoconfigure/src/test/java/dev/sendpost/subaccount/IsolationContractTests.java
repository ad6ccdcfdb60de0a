package dev.sendpost.subaccount;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.policy.PolicyMessage;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.RoutingRule;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the bearer of a key can do to mail that is not its own, or not test mail, on every
 * database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class IsolationContractTests {

	private final List<AutoCloseable> open = new ArrayList<>();

	private final FreshDatabase database;

	private final AccountNode node;

	private final FakeTransport capture = FakeTransport.accepting("capture");

	private final FakeTransport main = FakeTransport.answering("main", (recipient) -> RecipientOutcome.failed(recipient,
			EmailStatus.BOUNCED, "main", "550 5.1.1 No", null, false));

	private final FakeTransport bulk = FakeTransport.accepting("bulk");

	IsolationContractTests(TestDatabase kind) {
		this.database = kind.clean();
		this.node = new AccountNode(this.database.dataSource());
		this.open.add(this.node);
		this.node.subAccounts().create("a", SubAccountSettings.NONE);
		this.node.subAccounts().create("b", SubAccountSettings.NONE.route("bulk"));
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.database.close();
	}

	private OutboxNode outbox(MailPolicy... policies) {
		OutboxNode outbox = this.node.outbox()
			.policies(policies)
			.transports(this.main, this.bulk)
			.reserved(this.capture)
			.rules(new RoutingRule(Set.of("example.com"), Set.of(), null, "main"))
			.build();
		this.open.add(outbox);
		return outbox;
	}

	private MailGateway gateway(OutboxNode outbox, ApiKeyRequest request) {
		String text = this.node.keys().issue(request).text();
		return outbox.gateway().forSubmitter(this.node.keys().authenticate(text, "192.0.2.1").submitter());
	}

	@Test
	void withTheKeyOfOneSubAccountNothingOfAnotherIsFoundOrChangedFromEitherSide() {
		OutboxNode outbox = outbox();
		MailGateway a = gateway(outbox, ApiKeyRequest.subAccount("a", "a"));
		MailGateway b = gateway(outbox, ApiKeyRequest.subAccount("b", "b"));
		assertHidden(outbox, a, b);
		assertHidden(outbox, b, a);
		MailGateway account = gateway(outbox, ApiKeyRequest.account("account"));
		assertThat(account.search(EmailSearch.all()).emails()).hasSize(4);
	}

	private void assertHidden(OutboxNode outbox, MailGateway owner, MailGateway other) {
		Receipt scheduled = owner.send(email().sendAt(Instant.now().plus(Duration.ofHours(1))).build());
		Receipt bounced = owner.send(email().route("main").build());
		outbox.start();
		await(outbox, bounced, EmailStatus.BOUNCED);
		outbox.stop();
		for (UUID id : List.of(scheduled.id(), bounced.id())) {
			assertThat(owner.find(id)).isPresent();
			assertThat(other.find(id)).isEmpty();
			assertThat(found(owner, EmailSearch.all())).contains(id);
			String subAccount = owner.find(id).orElseThrow().subAccount();
			for (EmailSearch search : List.of(EmailSearch.all(), EmailSearch.all().subAccount(subAccount),
					EmailSearch.all().tag("order"),
					EmailSearch.all().recipient(EmailAddress.parse("ann@example.com")))) {
				assertThat(found(other, search)).doesNotContain(id);
			}
			assertThat(other.cancel(id)).isFalse();
			assertThat(other.reschedule(id, Instant.now())).isFalse();
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> other.resend(id))
				.withMessage("id: there is no e-mail " + id);
		}
		assertThat(owner.find(scheduled.id())).map(EmailRecord::status).contains(EmailStatus.SCHEDULED);
		assertThat(owner.reschedule(scheduled.id(), Instant.now().plus(Duration.ofHours(2)))).isTrue();
		assertThat(owner.cancel(scheduled.id())).isTrue();
	}

	@Test
	void withATestKeyNothingLeavesWhateverSaysSo() {
		MailPolicy stubborn = new MailPolicy() {

			@Override
			public void atIntake(PolicyMessage message) {
				message.replace(message.email().toBuilder().route("bulk").build());
			}

			@Override
			public void atDispatch(PolicyMessage message) {
				assertThat(message.submitter().test()).isTrue();
				message.replace(message.email().toBuilder().route("bulk").build());
			}

		};
		OutboxNode outbox = outbox(stubborn);
		for (String subAccount : List.of("a", "b")) {
			MailGateway test = gateway(outbox, ApiKeyRequest.subAccount(subAccount, "test").forTest());
			List<Receipt> receipts = new ArrayList<>(test.send(List.of(email().build(), email().route("main").build(),
					email().stream(EmailStream.BROADCAST).build())));
			receipts.add(test.send(email().route("bulk").build()));
			receipts.add(test.sendAsync(email().build()).join());
			Receipt scheduled = test.send(email().sendAt(Instant.now().plus(Duration.ofHours(1))).build());
			assertThat(test.find(scheduled.id())).map(EmailRecord::route).contains("capture");
			assertThat(test.reschedule(scheduled.id(), Instant.now())).isTrue();
			receipts.add(scheduled);
			outbox.start();
			receipts.forEach((receipt) -> await(outbox, receipt, EmailStatus.SENT));
			outbox.stop();
		}
		assertThat(this.capture.attempts()).hasSize(12);
		assertThat(this.main.attempts()).isEmpty();
		assertThat(this.bulk.attempts()).isEmpty();
	}

	@Test
	void testMailThatIsSentAgainStaysTestMail() {
		FakeTransport failing = FakeTransport.answering("capture", (recipient) -> RecipientOutcome.failed(recipient,
				EmailStatus.BOUNCED, "capture", "550 No", null, false));
		OutboxNode outbox = this.node.outbox().transports(this.main, this.bulk).reserved(failing).build();
		this.open.add(outbox);
		MailGateway test = gateway(outbox, ApiKeyRequest.subAccount("a", "test").forTest());
		MailGateway live = gateway(outbox, ApiKeyRequest.subAccount("a", "live"));
		Receipt first = test.send(email().build());
		outbox.start();
		await(outbox, first, EmailStatus.BOUNCED);
		for (MailGateway gateway : List.of(test, live, outbox.gateway())) {
			await(outbox, gateway.resend(first.id()), EmailStatus.BOUNCED);
		}
		assertThat(failing.attempts()).hasSize(4);
		assertThat(this.main.attempts()).isEmpty();
		assertThat(this.bulk.attempts()).isEmpty();
	}

	@Test
	void withATestKeyLiveMailOfTheSubAccountIsNeitherFoundNorChanged() {
		OutboxNode outbox = outbox();
		for (String subAccount : new String[] { "a", null }) {
			ApiKeyRequest request = (subAccount != null) ? ApiKeyRequest.subAccount(subAccount, "key")
					: ApiKeyRequest.account("key");
			MailGateway live = gateway(outbox, request);
			MailGateway test = gateway(outbox, request.forTest());
			Receipt sent = live.send(email().sendAt(Instant.now().plus(Duration.ofHours(1))).build());
			Receipt tried = test.send(email().sendAt(Instant.now().plus(Duration.ofHours(1))).build());
			assertThat(test.find(sent.id())).isEmpty();
			assertThat(found(test, EmailSearch.all())).contains(tried.id()).doesNotContain(sent.id());
			assertThat(found(test, EmailSearch.all().tag("order"))).contains(tried.id()).doesNotContain(sent.id());
			assertThat(test.cancel(sent.id())).isFalse();
			assertThat(test.reschedule(sent.id(), Instant.now())).isFalse();
			assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> test.resend(sent.id()));
			assertThat(found(live, EmailSearch.all())).contains(tried.id(), sent.id());
			assertThat(test.cancel(tried.id())).isTrue();
			assertThat(live.cancel(sent.id())).isTrue();
		}
	}

	@Test
	void liveMailIsNotTakenForTestMailWithTheSameIdempotencyKey() {
		OutboxNode outbox = outbox();
		MailGateway test = gateway(outbox, ApiKeyRequest.subAccount("b", "test").forTest());
		MailGateway live = gateway(outbox, ApiKeyRequest.subAccount("b", "live"));
		MailGateway other = gateway(outbox, ApiKeyRequest.subAccount("a", "other"));
		Email email = email().idempotencyKey("order-1").build();
		Receipt tried = test.send(email);
		Receipt sent = live.send(email);
		assertThat(sent.id()).isNotEqualTo(tried.id());
		assertThat(other.send(email).id()).isNotEqualTo(sent.id());
		assertThat(live.send(email).id()).isEqualTo(sent.id());
		assertThat(test.send(email).id()).isEqualTo(tried.id());
		outbox.start();
		await(outbox, sent, EmailStatus.SENT);
		assertThat(this.bulk.attempts()).hasSize(1);
	}

	private static List<UUID> found(MailGateway gateway, EmailSearch search) {
		return gateway.search(search).emails().stream().map(EmailRecord::id).toList();
	}

	private static EmailBuilder email() {
		return Email.builder()
			.from("hello@acme.example")
			.to("ann@example.com")
			.subject("Hello")
			.text("World")
			.tags("order");
	}

	private static void await(OutboxNode node, Receipt receipt, EmailStatus status) {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(node.gateway().find(receipt.id())).map(EmailRecord::status).contains(status));
	}

}
