package dev.sendpost.subaccount;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.CommittedCache;
import dev.sendpost.subaccount.AccountManagementException.Reason;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is promised of sub-accounts, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class SubAccountContractTests {

	private static final SubAccountSettings SETTINGS = new SubAccountSettings("The Shop", List.of("eu", "paying"),
			EmailAddress.parse("Shop <shop@acme.example>"), "bulk", List.of("main"),
			new SubAccountLimits(100L, 1000L, null, 50, 5_000_000L));

	private final List<AutoCloseable> open = new ArrayList<>();

	private final FreshDatabase database;

	private final AccountNode node;

	SubAccountContractTests(TestDatabase kind) {
		this.database = kind.clean();
		this.node = node();
	}

	private AccountNode node(SubAccount... configured) {
		AccountNode node = new AccountNode(this.database.dataSource(), configured);
		this.open.add(node);
		return node;
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
		this.database.close();
	}

	@Test
	void theDefaultOneAlwaysExists() {
		SubAccounts subAccounts = this.node.subAccounts();
		SubAccount found = subAccounts.find("default").orElseThrow();
		assertThat(subAccounts.list()).containsExactly(found);
		assertThat(subAccounts.find(found.id())).contains(found);
		SubAccount changed = subAccounts.update("default", (settings) -> settings.route("main"));
		assertThat(changed.id()).isEqualTo(found.id());
		assertThat(subAccounts.find("default")).contains(changed);
		assertThat(subAccounts.list()).containsExactly(changed);
		assertReason(Reason.NOT_ALLOWED, () -> subAccounts.block("default", "why not"));
		assertReason(Reason.NOT_ALLOWED, () -> subAccounts.remove("default"));
		assertReason(Reason.EXISTS, () -> subAccounts.create("default", SubAccountSettings.NONE));
	}

	@Test
	void oneIsMadeFoundChangedAndListed() {
		SubAccounts subAccounts = this.node.subAccounts();
		assertThat(subAccounts.find("shop")).isEmpty();
		SubAccount shop = subAccounts.create("shop", SETTINGS);
		assertThat(shop.id()).isPositive();
		assertThat(shop.displayName()).isEqualTo("The Shop");
		SubAccount club = subAccounts.create("club", SubAccountSettings.NONE);
		assertThat(club.displayName()).isEqualTo("club");
		SubAccounts elsewhere = node().subAccounts();
		assertThat(elsewhere.find("shop")).contains(shop);
		assertThat(elsewhere.find(shop.id())).contains(shop);
		assertThat(elsewhere.list()).extracting(SubAccount::name).containsExactly("club", "default", "shop");
		SubAccount changed = subAccounts.update("shop",
				(settings) -> settings.displayName(null)
					.labels(List.of())
					.from(null)
					.route(null)
					.keyRoutes(null)
					.limits(null));
		assertThat(changed.settings()).isEqualTo(SubAccountSettings.NONE);
		assertThat(node().subAccounts().find("shop")).contains(changed);
	}

	@Test
	void whatCannotBeIsRefusedAndLeavesNothing() {
		SubAccounts subAccounts = this.node.subAccounts();
		for (String name : List.of("", "Shop", "my_shop", "-shop", "shop-", "sh\nop", "b\u00fccher", "x".repeat(64))) {
			assertReason(Reason.INVALID, () -> subAccounts.create(name, SubAccountSettings.NONE));
		}
		assertReason(Reason.INVALID, () -> subAccounts.create("shop", SubAccountSettings.NONE.route("nowhere")));
		assertReason(Reason.INVALID, () -> SubAccountSettings.NONE.displayName("two\r\nlines"));
		assertReason(Reason.INVALID, () -> new SubAccountLimits(0L, null, null, null, null));
		assertReason(Reason.UNKNOWN, () -> subAccounts.update("shop", (settings) -> settings));
		assertReason(Reason.UNKNOWN, () -> subAccounts.block("shop", "why"));
		assertReason(Reason.UNKNOWN, () -> subAccounts.remove("shop"));
		subAccounts.create("x".repeat(63), SubAccountSettings.NONE);
		assertReason(Reason.INVALID, () -> subAccounts.update("x".repeat(63), (settings) -> settings.route("nowhere")));
		assertThat(this.node.contents("sendpost_sub_account")).hasSize(1);
	}

	@Test
	void theyAreListedPageByPageWithThoseOfProperties() {
		SubAccounts stored = this.node.subAccounts();
		for (String name : List.of("a-b", "ab", "b1", "club", "zoo", "gone")) {
			stored.create(name, SubAccountSettings.NONE);
		}
		stored.update("club", (settings) -> settings.displayName("The 100%_Club").labels(List.of("Golden")));
		stored.remove("gone");
		SubAccounts all = node(SubAccount.configured("b2", SETTINGS, null)).subAccounts();
		List<String> expected = List.of("a-b", "ab", "b1", "b2", "club", "default", "zoo");
		for (int size : new int[] { 1, 2, 3, 7, 50 }) {
			List<String> names = new ArrayList<>();
			List<SubAccount> page = all.list(null, null, size);
			while (!page.isEmpty()) {
				assertThat(page).hasSizeLessThanOrEqualTo(size);
				page.forEach((subAccount) -> names.add(subAccount.name()));
				page = all.list(null, names.get(names.size() - 1), size);
			}
			assertThat(names).as("pages of %s", size).isEqualTo(expected);
		}
		assertThat(all.list("THE 100%_", null, 9)).extracting(SubAccount::name).containsExactly("club");
		assertThat(all.list("golDEN", null, 9)).extracting(SubAccount::name).containsExactly("club");
		assertThat(all.list("the shop", null, 9)).extracting(SubAccount::name).containsExactly("b2");
		assertThat(all.list("_", null, 9)).extracting(SubAccount::name).containsExactly("club");
		assertThat(all.list("default", null, 9)).extracting(SubAccount::name).containsExactly("default");
		SubAccounts zoo = all.forSubmitter(Submitter.subAccount("zoo"));
		assertThat(zoo.list(null, null, 9)).extracting(SubAccount::name).containsExactly("zoo");
		assertThat(zoo.list("club", null, 9)).isEmpty();
		assertThat(zoo.list(null, "zoo", 9)).isEmpty();
	}

	@Test
	void whatPropertiesDefineIsChangedThere() {
		AccountNode configured = node(SubAccount.configured("shop", SETTINGS, null));
		SubAccounts subAccounts = configured.subAccounts();
		assertThat(subAccounts.find("shop")).map(SubAccount::settings).contains(SETTINGS);
		assertThat(subAccounts.list()).extracting(SubAccount::name).containsExactly("default", "shop");
		assertReason(Reason.EXISTS, () -> subAccounts.create("shop", SETTINGS));
		assertReason(Reason.CONFIGURED, () -> subAccounts.update("shop", (settings) -> settings));
		assertReason(Reason.CONFIGURED, () -> subAccounts.block("shop", "why"));
		assertReason(Reason.CONFIGURED, () -> subAccounts.remove("shop"));
		assertReason(Reason.CONFIGURED,
				() -> configured.credentials().put("shop", "main", new UpstreamCredentials(null, "secret")));
		assertThatExceptionOfType(AccountManagementException.class).isThrownBy(() -> subAccounts.remove("shop"))
			.withMessageContaining("sendpost.sub-accounts.shop");
	}

	@Test
	void numbersThatCollideAreToldApart() {
		SubAccount taken = new SubAccount(SubAccountName.number("shop"), "club", SubAccountSettings.NONE, null, true,
				null);
		SubAccount shop = node(taken).subAccounts().create("shop", SubAccountSettings.NONE);
		assertThat(shop.id()).isPositive().isNotEqualTo(taken.id());
		assertThat(this.node.subAccounts().find(shop.id())).contains(shop);
	}

	@Test
	void aNameIsNotGivenToAnotherAfterwards() {
		SubAccounts subAccounts = this.node.subAccounts();
		subAccounts.create("shop", SETTINGS);
		assertReason(Reason.EXISTS, () -> subAccounts.create("shop", SETTINGS));
		subAccounts.remove("shop");
		assertThat(subAccounts.find("shop")).isEmpty();
		assertThat(subAccounts.list()).extracting(SubAccount::name).containsExactly("default");
		assertReason(Reason.EXISTS, () -> subAccounts.create("shop", SETTINGS));
		OutboxNode outbox = open(node(SubAccount.configured("club", SETTINGS.route(null), null)).outbox()
			.transports(FakeTransport.accepting("main"))
			.build());
		outbox.gateway().forSubAccount("club").send(email().build());
		assertReason(Reason.EXISTS, () -> subAccounts.create("club", SETTINGS));
	}

	@Test
	void ofTwoNodesThatMakeTheSameOneItIs() throws Exception {
		List<Callable<SubAccount>> makers = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			SubAccounts subAccounts = node().subAccounts();
			makers.add(() -> subAccounts.create("shop", SETTINGS));
		}
		int made = 0;
		ExecutorService threads = Executors.newFixedThreadPool(makers.size());
		try {
			for (Future<SubAccount> future : threads.invokeAll(makers)) {
				try {
					future.get();
					made++;
				}
				catch (ExecutionException ex) {
					assertThat(ex.getCause()).isInstanceOfSatisfying(AccountManagementException.class,
							(refused) -> assertThat(refused.getReason()).isEqualTo(Reason.EXISTS));
				}
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(made).isOne();
		assertThat(this.node.contents("sendpost_sub_account")).hasSize(1);
	}

	@Test
	void aTransactionSeesWhatItChangesAndNobodyElseDoesBeforeItsEnd() {
		SubAccounts subAccounts = this.node.subAccounts();
		this.node.transaction().executeWithoutResult((status) -> {
			subAccounts.create("shop", SETTINGS);
			assertThat(subAccounts.find("shop")).isPresent();
			assertThat(inAnotherThread(() -> subAccounts.find("shop"))).isEmpty();
			status.setRollbackOnly();
		});
		assertThat(subAccounts.find("shop")).isEmpty();
		this.node.transaction().executeWithoutResult((status) -> subAccounts.create("shop", SETTINGS));
		assertThat(subAccounts.find("shop")).isPresent();
		this.node.transaction().executeWithoutResult((status) -> {
			subAccounts.block("shop", "spam");
			assertThat(subAccounts.find("shop")).hasValueSatisfying((shop) -> assertThat(shop.isBlocked()).isTrue());
			assertThat(inAnotherThread(() -> subAccounts.find("shop")))
				.hasValueSatisfying((shop) -> assertThat(shop.isBlocked()).isFalse());
			status.setRollbackOnly();
		});
		assertThat(subAccounts.find("shop")).hasValueSatisfying((shop) -> assertThat(shop.isBlocked()).isFalse());
	}

	@Test
	void anotherNodeSeesAChangeWithinSeconds() {
		AccountNode other = node();
		this.node.subAccounts().create("shop", SETTINGS);
		assertThat(other.subAccounts().find("shop")).isPresent();
		this.node.subAccounts().remove("shop");
		assertThat(this.node.subAccounts().find("shop")).isEmpty();
		assertThat(other.subAccounts().find("shop")).as("remembered").isPresent();
		other.time().pass(CommittedCache.MAX_STALENESS);
		assertThat(other.subAccounts().find("shop")).isEmpty();
	}

	@Test
	void inTransactionsManyFindWithoutASecondConnection() throws Exception {
		this.node.subAccounts().create("shop", SETTINGS);
		AccountNode other = node();
		List<Callable<Boolean>> readers = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			readers.add(() -> Boolean.TRUE
				.equals(other.transaction().execute((status) -> other.subAccounts().find("shop").isPresent())));
		}
		ExecutorService threads = Executors.newFixedThreadPool(readers.size());
		try {
			for (Future<Boolean> found : threads.invokeAll(readers)) {
				assertThat(found.get()).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void mailIsCompletedWithItsSenderAndRoute() {
		this.node.subAccounts().create("shop", SETTINGS);
		FakeTransport main = FakeTransport.accepting("main");
		FakeTransport bulk = FakeTransport.accepting("bulk");
		OutboxNode outbox = open(this.node.outbox().transports(main, bulk).build().start());
		MailGateway shop = outbox.gateway().forSubAccount("shop");
		Receipt plain = shop.send(Email.builder().to("ann@example.com").subject("Hi").text("Ho").build());
		Receipt own = shop.send(email().route("main").build());
		await(outbox, plain, EmailStatus.SENT);
		await(outbox, own, EmailStatus.SENT);
		assertThat(bulk.attempts()).singleElement().satisfies((sent) -> {
			assertThat(sent.id()).isEqualTo(plain.id());
			assertThat(sent.email().from()).isEqualTo(EmailAddress.parse("Shop <shop@acme.example>"));
		});
		assertThat(main.attempts()).singleElement()
			.satisfies((sent) -> assertThat(sent.email().from()).isEqualTo(EmailAddress.parse("hello@acme.example")));
	}

	@Test
	void anUnknownOneIsRefusedWithoutNamingOthers() {
		this.node.subAccounts().create("secret-tenant", SETTINGS);
		OutboxNode outbox = open(this.node.outbox().transports(FakeTransport.accepting("main")).build());
		assertThatExceptionOfType(InvalidEmailException.class)
			.isThrownBy(() -> outbox.gateway().forSubAccount("secret"))
			.withMessageContaining("there is no sub-account 'secret'")
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("subAccount"))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret-tenant"));
	}

	@Test
	void aBlockedOneCannotSendAndWhatWaitsIsDropped() {
		this.node.subAccounts().create("shop", SETTINGS.route(null));
		FakeTransport main = FakeTransport.accepting("main");
		OutboxNode outbox = open(this.node.outbox().transports(main).build());
		MailGateway shop = outbox.gateway().forSubAccount("shop");
		Receipt waiting = shop.send(email().build());
		SubAccount blocked = this.node.subAccounts().block("shop", "too many complaints");
		assertThat(blocked.block()).isNotNull();
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> shop.send(email().build()))
			.withMessageContaining("blocked: too many complaints");
		assertThat(shop.send(List.of(email().build()))).extracting(Receipt::status).containsExactly(EmailStatus.FAILED);
		outbox.start();
		EmailRecord dropped = await(outbox, waiting, EmailStatus.DROPPED);
		assertThat(dropped.outcomes()).singleElement()
			.satisfies((outcome) -> assertThat(outcome.reason()).contains("too many complaints"));
		assertThat(shop.find(waiting.id())).as("it may still read").isPresent();
		this.node.subAccounts().unblock("shop");
		await(outbox, shop.send(email().build()), EmailStatus.SENT);
		assertThat(main.attempts()).hasSize(1);
	}

	@Test
	void aRemovedOneLeavesNoMailThatIsSent() {
		this.node.subAccounts().create("shop", SETTINGS.route(null));
		FakeTransport main = FakeTransport.accepting("main");
		OutboxNode outbox = open(this.node.outbox().transports(main).build());
		MailGateway shop = outbox.gateway().forSubAccount("shop");
		Receipt waiting = shop.send(email().build());
		Receipt scheduled = shop.send(email().sendAt(Instant.now().plus(Duration.ofHours(1))).build());
		this.node.subAccounts().remove("shop");
		assertThatExceptionOfType(InvalidEmailException.class).isThrownBy(() -> shop.send(email().build()));
		outbox.gateway().reschedule(scheduled.id(), Instant.now());
		outbox.start();
		await(outbox, waiting, EmailStatus.DROPPED);
		await(outbox, scheduled, EmailStatus.DROPPED);
		assertThat(main.attempts()).isEmpty();
	}

	@Test
	void mailOfOneThatOnlyAnotherNodeKnowsWaits() {
		AccountNode other = node(SubAccount.configured("shop", SETTINGS.route(null), null));
		FakeTransport main = FakeTransport.accepting("main");
		OutboxNode ignorant = open(this.node.outbox().transports(main).build());
		OutboxNode knowing = open(other.outbox().transports(main).build());
		Receipt receipt = knowing.gateway().forSubAccount("shop").send(email().build());
		ignorant.start();
		Awaitility.await()
			.untilAsserted(() -> assertThat(ignorant.gateway().find(receipt.id())).map(EmailRecord::status)
				.contains(EmailStatus.DEFERRED));
		ignorant.stop();
		assertThat(main.attempts()).isEmpty();
		knowing.start();
		await(knowing, receipt, EmailStatus.SENT);
		assertThat(main.attempts()).hasSize(1);
	}

	@Test
	void whileSubAccountsCannotBeReadMailIsRefusedForNowAndWhatWaitsIsTriedAgain() {
		this.node.subAccounts().create("shop", SETTINGS.route(null));
		FakeTransport main = FakeTransport.accepting("main");
		OutboxNode outbox = open(this.node.outbox().transports(main).build());
		MailGateway shop = outbox.gateway().forSubAccount("shop");
		Receipt waiting = shop.send(email().build());
		this.node.store().jdbc().execute("alter table sendpost_sub_account rename to away");
		this.node.time().pass(CommittedCache.MAX_STALENESS);
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
			.isThrownBy(() -> shop.send(email().build()));
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
			.isThrownBy(() -> shop.send(List.of(email().build(), email().build())));
		outbox.start();
		await(outbox, waiting, EmailStatus.DEFERRED);
		this.node.store().jdbc().execute("alter table away rename to sendpost_sub_account");
		await(outbox, waiting, EmailStatus.SENT);
		assertThat(main.attempts()).hasSize(1);
	}

	@Test
	void upstreamCredentialsAreReadForTransportsAndEncryptedAtRest() {
		this.node.subAccounts().create("shop", SETTINGS);
		this.node.subAccounts().create("club", SETTINGS);
		SubAccountCredentials credentials = this.node.credentials();
		UpstreamCredentials first = new UpstreamCredentials("shop-user", "first-secret");
		assertThat(credentials.find("shop", "main")).isEmpty();
		credentials.put("shop", "main", first);
		assertThat(credentials.find("shop", "main")).contains(first);
		assertThat(credentials.find("club", "main")).isEmpty();
		UpstreamCredentials second = new UpstreamCredentials(null, "second-secret");
		credentials.put("shop", "main", second);
		assertThat(node().credentials().find("shop", "main")).contains(second);
		assertThat(credentials.transports("shop")).containsExactly("main");
		assertThat(second.toString() + credentials + this.node.subAccounts().find("shop"))
			.doesNotContain("second-secret");
		assertThat(this.node.contents("sendpost_upstream_credential")).singleElement()
			.satisfies((row) -> assertThat(row).doesNotContain("second-secret").doesNotContain("shop-user"));
		this.node.store().jdbc().update("update sendpost_upstream_credential set sub_account = 'club'");
		assertThatIllegalStateException().isThrownBy(() -> node().credentials().find("club", "main"))
			.withMessageContaining("belongs to something else");
		assertReason(Reason.INVALID, () -> credentials.put("shop", "nowhere", first));
		assertReason(Reason.UNKNOWN, () -> credentials.put("nobody", "main", first));
		credentials.put("shop", "bulk", first);
		credentials.remove("shop", "bulk");
		assertThat(credentials.find("shop", "bulk")).isEmpty();
		credentials.put("shop", "bulk", first);
		this.node.subAccounts().remove("shop");
		assertThat(node().credentials().find("shop", "bulk")).isEmpty();
	}

	@Test
	void oneSeesItselfAndManagesNothing() {
		SubAccounts subAccounts = this.node.subAccounts();
		SubAccount shop = subAccounts.create("shop", SETTINGS);
		SubAccount club = subAccounts.create("club", SETTINGS);
		SubAccounts own = subAccounts.forSubmitter(Submitter.subAccount("club"));
		assertThat(own.list()).containsExactly(club);
		assertThat(own.find("shop")).isEmpty();
		assertThat(own.find(shop.id())).isEmpty();
		assertThat(own.find(club.id())).contains(club);
		assertReason(Reason.NOT_ALLOWED, () -> own.create("other", SETTINGS));
		assertReason(Reason.NOT_ALLOWED, () -> own.update("shop", (settings) -> settings));
		assertReason(Reason.NOT_ALLOWED, () -> own.update("club", (settings) -> settings));
		assertReason(Reason.NOT_ALLOWED, () -> own.block("shop", "why"));
		assertReason(Reason.NOT_ALLOWED, () -> own.unblock("club"));
		assertReason(Reason.NOT_ALLOWED, () -> own.remove("shop"));
	}

	private <T extends AutoCloseable> T open(T resource) {
		this.open.add(resource);
		return resource;
	}

	private static EmailBuilder email() {
		return Email.builder().from("hello@acme.example").to("ann@example.com").subject("Hello").text("World");
	}

	private static EmailRecord await(OutboxNode node, Receipt receipt, EmailStatus status) {
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(node.gateway().find(receipt.id())).map(EmailRecord::status).contains(status));
		return node.gateway().find(receipt.id()).orElseThrow();
	}

	private static <T> Optional<T> inAnotherThread(Callable<Optional<T>> action) {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			return thread.submit(action).get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			thread.shutdownNow();
		}
	}

	static void assertReason(Reason reason, ThrowingCallable action) {
		assertThatExceptionOfType(AccountManagementException.class).isThrownBy(action)
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

}
