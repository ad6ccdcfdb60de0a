package dev.sendpost.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A route that is new, on every database that can be the store.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class WarmUpContractTests {

	private static final RecipientProviders PROVIDERS = new RecipientProviders(
			Map.of("acme", List.of("acme.example", "acme.test")));

	private final List<AutoCloseable> nodes = new ArrayList<>();

	private final FreshDatabase database;

	WarmUpContractTests(TestDatabase kind) {
		this.database = kind.clean();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable node : this.nodes) {
			node.close();
		}
		this.database.close();
	}

	@Test
	void whatExceedsTheCapOfTheDayWaitsForTheNextAndCountsAsNoAttempt() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(transport, 3);
		LocalDate today = today(node.store());
		List<Receipt> receipts = node.gateway()
			.send(IntStream.range(0, 5).mapToObj((n) -> email("p" + n + "@gmail.com")).toList());
		Receipt other = node.gateway().send(email("p@example.org"));
		node.start();
		Awaitility.await().until(() -> statuses(node, EmailStatus.SENT) == 4);
		Instant tomorrow = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
		Awaitility.await()
			.untilAsserted(() -> assertThat(receipts).map((receipt) -> found(node, receipt))
				.filteredOn((email) -> email.status() == EmailStatus.QUEUED)
				.hasSize(2)
				.allSatisfy((email) -> {
					assertThat(email.dueAt()).isEqualTo(tomorrow);
					assertThat(email.attempts()).isZero();
				}));
		assertThat(found(node, other).status()).isEqualTo(EmailStatus.SENT);
		assertThat(transport.attempts()).hasSize(4);
	}

	@Test
	void theDomainsOfAProviderShareItsCap() {
		JdbcWarmUp warmUp = warmUp(node(FakeTransport.accepting("a"), 2).store(), 2);
		assertThat(warmUp.reserve("default", addresses("a@acme.example", "b@acme.test"))).isEmpty();
		assertThat(warmUp.reserve("default", addresses("c@acme.test"))).isPresent();
		assertThat(warmUp.reserve("default", addresses("c@other.test"))).isEmpty();
	}

	@Test
	void howItIsGoingTodayIsTold() {
		Store store = node(FakeTransport.accepting("a"), 2).store();
		JdbcWarmUp warmUp = warmUp(store, 2);
		warmUp.reserve("default", addresses("a@acme.example", "b@gmail.com", "c@acme.test"));
		WarmUpDay day = warmUp.today("default").orElseThrow();
		assertThat(day.cap()).isEqualTo(2);
		assertThat(day.recipients()).containsExactly(Map.entry("acme", 2), Map.entry("gmail", 1));
		assertThat(warmUp.today("other")).isEmpty();
		JdbcWarmUp over = new JdbcWarmUp(store,
				Map.of("default", new WarmUpPlan(today(store).minusDays(1), List.of(1))), PROVIDERS);
		assertThat(over.today("default").orElseThrow().cap()).isNull();
	}

	@Test
	void allNodesShareTheCap() {
		Store store = node(FakeTransport.accepting("a"), 2).store();
		assertThat(warmUp(store, 2).reserve("default", addresses("a@gmail.com"))).isEmpty();
		assertThat(warmUp(store, 2).reserve("default", addresses("b@googlemail.com"))).isEmpty();
		assertThat(warmUp(store, 2).reserve("default", addresses("c@gmail.com"))).isPresent();
	}

	@Test
	void nodesThatComeToAProviderAtTheSameTimeCountOneAfterTheOther() throws Exception {
		JdbcWarmUp warmUp = warmUp(node(FakeTransport.accepting("a"), 2).store(), 2);
		ExecutorService nodes = Executors.newFixedThreadPool(6);
		try {
			for (int provider = 0; provider < 30; provider++) {
				List<EmailAddress> recipient = addresses("a@p" + provider + ".test");
				List<Callable<Boolean>> reservations = Collections.nCopies(6,
						() -> warmUp.reserve("default", recipient).isEmpty());
				List<Boolean> reserved = new ArrayList<>();
				for (Future<Boolean> reservation : nodes.invokeAll(reservations)) {
					reserved.add(reservation.get());
				}
				assertThat(reserved).filteredOn(Boolean::booleanValue).hasSize(2);
			}
		}
		finally {
			nodes.shutdownNow();
		}
	}

	@Test
	void aMessageToSeveralProvidersReservesForAllOrForNone() {
		Store store = node(FakeTransport.accepting("a"), 2).store();
		JdbcWarmUp warmUp = warmUp(store, 2);
		assertThat(warmUp.reserve("default", addresses("a@zzz.test", "b@zzz.test"))).isEmpty();
		assertThat(warmUp.reserve("default", addresses("a@aaa.test", "c@zzz.test"))).isPresent();
		assertThat(warmUp.reserve("default", addresses("b@aaa.test", "c@aaa.test"))).isEmpty();
	}

	@Test
	void aMessageForMoreThanTheCapGoesWhenItIsTheFirstOfTheDay() {
		JdbcWarmUp warmUp = warmUp(node(FakeTransport.accepting("a"), 2).store(), 2);
		assertThat(warmUp.reserve("default", addresses("a@x.test", "b@x.test", "c@x.test"))).isEmpty();
		assertThat(warmUp.reserve("default", addresses("d@x.test"))).isPresent();
	}

	@Test
	void routesWithoutAPlanAndPlansThatAreOverSetNoCap() {
		Store store = node(FakeTransport.accepting("a"), 2).store();
		JdbcWarmUp warmUp = new JdbcWarmUp(store,
				Map.of("default", new WarmUpPlan(today(store).minusDays(1), List.of(1))), PROVIDERS);
		for (int i = 0; i < 3; i++) {
			assertThat(warmUp.reserve("default", addresses("a@gmail.com"))).isEmpty();
			assertThat(warmUp.reserve("other", addresses("a@gmail.com"))).isEmpty();
		}
	}

	@Test
	void aRouteSendsNothingBeforeItsFirstDay() {
		Store store = node(FakeTransport.accepting("a"), 2).store();
		LocalDate start = today(store).plusDays(3);
		JdbcWarmUp warmUp = new JdbcWarmUp(store, Map.of("default", new WarmUpPlan(start, List.of(5))), PROVIDERS);
		assertThat(warmUp.reserve("default", addresses("a@gmail.com")))
			.hasValue(start.atStartOfDay(ZoneOffset.UTC).toInstant());
	}

	@Test
	void daysThatAreOverAreForgotten() {
		OutboxNode node = node(FakeTransport.accepting("a"), 2);
		JdbcWarmUp warmUp = warmUp(node.store(), 2);
		assertThat(warmUp.reserve("default", addresses("a@gmail.com"))).isEmpty();
		node.store()
			.jdbc()
			.update("insert into sendpost_warm_up (route, provider, sent_on, recipients) values ('default', 'gmail', 1, 1)");
		warmUp.forgetPast();
		assertThat(node.count("sendpost_warm_up")).isOne();
	}

	private OutboxNode node(FakeTransport transport, int cap) {
		OutboxNode node = OutboxNode.on(this.database.dataSource())
			.transports(transport)
			.capacity((store) -> warmUp(store, cap))
			.build();
		this.nodes.add(node);
		return node;
	}

	private static JdbcWarmUp warmUp(Store store, int cap) {
		return new JdbcWarmUp(store, Map.of("default", new WarmUpPlan(today(store), List.of(cap, cap))), PROVIDERS);
	}

	private static LocalDate today(Store store) {
		return WarmUpPlan.day(store.now());
	}

	private static long statuses(OutboxNode node, EmailStatus status) {
		return node.gateway().search(EmailSearch.all().status(status)).emails().size();
	}

	private static EmailRecord found(OutboxNode node, Receipt receipt) {
		return node.gateway().find(receipt.id()).orElseThrow();
	}

	private static List<EmailAddress> addresses(String... addresses) {
		return List.of(addresses).stream().map(EmailAddress::parse).toList();
	}

	private static Email email(String to) {
		return Email.builder().from("shop@example.com").to(to).subject("Hello").text("Hi").build();
	}

}
