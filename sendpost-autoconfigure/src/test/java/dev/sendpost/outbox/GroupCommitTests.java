package dev.sendpost.outbox;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import dev.sendpost.Email;
import dev.sendpost.EmailSearch;
import dev.sendpost.MailGateway;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Messages that threads send at the same time, each on its own.
 */
class GroupCommitTests {

	private static final int THREADS = 10;

	private final FreshDatabase database = TestDatabase.POSTGRESQL.fresh();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

	private final OutboxNode node = OutboxNode.on(this.database.dataSource())
		.transports(FakeTransport.accepting("a"))
		.build();

	@AfterEach
	void close() {
		this.node.close();
		this.database.close();
	}

	@Test
	void theyAreCommittedTogether() throws Exception {
		List<CompletableFuture<Receipt>> sent = sendWhileTheTableIsLocked(this.node.gateway(), List.of());
		for (CompletableFuture<Receipt> receipt : sent) {
			assertThat(this.node.gateway().find(receipt.get().id())).isPresent();
		}
		assertThat(this.jdbc.queryForObject("select count(distinct xmin::text) from sendpost_email", Long.class))
			.isLessThan(THREADS);
		assertThat(this.node.events()).hasSize(THREADS);
	}

	@Test
	void oneThatTheDatabaseRefusesFailsAlone() throws Exception {
		MailGateway refused = this.node.gateway().forSubAccount("x".repeat(200));
		List<CompletableFuture<Receipt>> sent = sendWhileTheTableIsLocked(this.node.gateway(), List.of(refused));
		int failed = 0;
		for (CompletableFuture<Receipt> receipt : sent) {
			try {
				receipt.get();
			}
			catch (ExecutionException ex) {
				assertThat(ex).hasCauseInstanceOf(MailTemporarilyUnavailableException.class);
				failed++;
			}
		}
		assertThat(failed).isOne();
		assertThat(this.node.gateway().search(EmailSearch.all()).emails()).hasSize(THREADS);
	}

	@Test
	void aThreadThatIsInterruptedSendsAllTheSameAndStaysInterrupted() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			Thread.currentThread().interrupt();
			try {
				this.node.gateway().send(email());
				interrupted.complete(Thread.currentThread().isInterrupted());
			}
			catch (Throwable ex) {
				interrupted.completeExceptionally(ex);
			}
		});
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("lock table sendpost_email in exclusive mode");
			takeBothStatements(this.node.gateway(), new ArrayList<>());
			thread.start();
			Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
			connection.commit();
		}
		assertThat(interrupted.get()).isTrue();
		Awaitility.await().until(() -> this.node.count("sendpost_email") == 3);
	}

	@Test
	void whoeverWaitsForTheStatementOfAnotherDoesNotKeepTheProcessorBusy() throws Exception {
		List<Thread> threads = new ArrayList<>();
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("lock table sendpost_email in exclusive mode");
			takeBothStatements(this.node.gateway(), threads);
			sendInBackground(this.node.gateway(), 3, threads);
			Awaitility.await()
				.until(() -> threads.subList(2, 5)
					.stream()
					.allMatch((thread) -> thread.getState() == Thread.State.WAITING));
			this.jdbc.queryForList("select pg_cancel_backend(pid) from pg_stat_activity"
					+ " where wait_event_type = 'Lock' and datname = current_database() limit 1");
			awaitStatementsThatWait(2);
			Awaitility.await()
				.during(Duration.ofMillis(200))
				.until(() -> threads.stream()
					.filter((thread) -> thread.getState() == Thread.State.RUNNABLE)
					.count() <= 2);
			connection.commit();
		}
		for (Thread thread : threads) {
			thread.join(10_000);
		}
	}

	@Test
	void aMessageSentInATransactionIsCommittedWithThatOne() {
		this.node.transaction().executeWithoutResult((status) -> {
			this.node.gateway().send(email());
			status.setRollbackOnly();
		});
		assertThat(this.node.count("sendpost_email")).isZero();
	}

	@Test
	void whereTheDatabaseRefusesTheOnlyOneTheCallerIsTold() {
		MailGateway refused = this.node.gateway().forSubAccount("x".repeat(200));
		assertThatExceptionOfType(MailTemporarilyUnavailableException.class).isThrownBy(() -> refused.send(email()))
			.withMessageContaining("could not be stored");
		assertThat(this.node.count("sendpost_email")).isZero();
	}

	/**
	 * While the table is locked, those who come after the first must wait, and are still
	 * waiting together when the lock goes.
	 */
	private List<CompletableFuture<Receipt>> sendWhileTheTableIsLocked(MailGateway gateway, List<MailGateway> others)
			throws Exception {
		List<CompletableFuture<Receipt>> sent = new ArrayList<>();
		try (Connection connection = this.database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("lock table sendpost_email in exclusive mode");
			sent.addAll(takeBothStatements(gateway, new ArrayList<>()));
			List<Thread> threads = new ArrayList<>();
			others.forEach((other) -> sent.addAll(sendInBackground(other, 1, threads)));
			sent.addAll(sendInBackground(gateway, THREADS - 2, threads));
			Awaitility.await()
				.until(() -> threads.stream().allMatch((thread) -> thread.getState() == Thread.State.WAITING));
			connection.commit();
		}
		return sent;
	}

	/**
	 * Let two threads send, each by a statement of its own: two that come at once may
	 * share one.
	 */
	private List<CompletableFuture<Receipt>> takeBothStatements(MailGateway gateway, List<Thread> threads) {
		List<CompletableFuture<Receipt>> sent = new ArrayList<>();
		for (int statements = 1; statements <= 2; statements++) {
			sent.addAll(sendInBackground(gateway, 1, threads));
			awaitStatementsThatWait(statements);
		}
		return sent;
	}

	/**
	 * Send from threads of their own; those that find both statements taken wait.
	 */
	private static List<CompletableFuture<Receipt>> sendInBackground(MailGateway gateway, int messages,
			List<Thread> threads) {
		List<CompletableFuture<Receipt>> sent = new ArrayList<>();
		for (int i = 0; i < messages; i++) {
			CompletableFuture<Receipt> receipt = new CompletableFuture<>();
			Thread thread = new Thread(() -> {
				try {
					receipt.complete(gateway.send(email()));
				}
				catch (Throwable ex) {
					receipt.completeExceptionally(ex);
				}
			});
			thread.start();
			threads.add(thread);
			sent.add(receipt);
		}
		return sent;
	}

	private void awaitStatementsThatWait(int statements) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.jdbc.queryForObject(
					"select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
					Long.class) == statements);
	}

	private static Email email() {
		return Email.builder().from("shop@example.com").to("ann@example.com").subject("Hello").text("Hi").build();
	}

}
