package dev.sendpost.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.PostgresServer;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.OutgoingEmail;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.UnexpectedRollbackException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the outbox does while its database fails.
 */
class OutboxFaultTests {

	/**
	 * A lease that does not run out while a server is away that starts slowly.
	 */
	private static final DispatcherSettings LONG_LEASE = new DispatcherSettings(4, Duration.ofMillis(20),
			Duration.ofMinutes(2), Duration.ofSeconds(5));

	@Test
	void withTheDatabaseGoneTheCallerIsToldAndWhatIsUnderWayIsNeitherLostNorSentTwice() throws Exception {
		CountDownLatch sending = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		FakeTransport transport = FakeTransport.behaving("a", (outgoing) -> {
			sending.countDown();
			await(release);
			return accept(outgoing);
		});
		try (PostgresServer server = PostgresServer.start();
				FreshDatabase database = server.fresh();
				OutboxNode node = OutboxNode.on(database.dataSource())
					.transports(transport)
					.dispatching(LONG_LEASE)
					.build()) {
			node.start();
			Receipt receipt = node.gateway().send(email("ann@example.com"));
			await(sending);
			((HikariDataSource) database.dataSource()).setConnectionTimeout(1000);
			server.killHard();
			release.countDown();
			assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
				.isThrownBy(() -> node.gateway().send(email("bob@example.com")))
				.withMessageContaining("could not be stored")
				.satisfies((ex) -> assertThat(ex.getReceipt().status()).isEqualTo(EmailStatus.FAILED));
			assertThatExceptionOfType(TransactionException.class)
				.isThrownBy(() -> node.transaction().executeWithoutResult((status) -> {
				}));
			server.restart();
			Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
				assertThat(node.gateway().find(receipt.id()).orElseThrow().status()).isEqualTo(EmailStatus.SENT);
				assertThat(node.gateway().send(email("carl@example.com")).status()).isEqualTo(EmailStatus.QUEUED);
			});
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(transport.attempts()).extracting((sent) -> to(sent)).contains("carl"));
			assertThat(transport.attempts()).extracting((sent) -> to(sent))
				.containsOnlyOnce("ann")
				.doesNotContain("bob");
		}
	}

	@Test
	void whatCannotBeRecordedNowIsRecordedLater() {
		AtomicBoolean away = new AtomicBoolean();
		FakeTransport transport = FakeTransport.accepting("a");
		try (FreshDatabase database = TestDatabase.H2.fresh();
				OutboxNode node = OutboxNode
					.on(failing(database, away, "insert into sendpost_event",
							new SQLException("terminating connection due to administrator command", "57P01")))
					.transports(transport)
					.build()) {
			away.set(true);
			node.start();
			Receipt receipt = node.gateway().send(email("ann@example.com"));
			Awaitility.await().until(() -> !transport.attempts().isEmpty());
			Awaitility.await()
				.during(Duration.ofMillis(700))
				.until(() -> node.gateway().find(receipt.id()).orElseThrow().status() == EmailStatus.SENDING);
			away.set(false);
			Awaitility.await()
				.until(() -> node.gateway().find(receipt.id()).orElseThrow().status() == EmailStatus.SENT);
			assertThat(transport.attempts()).hasSize(1);
		}
	}

	@Test
	void aCallersTransactionFailsWithTheMailThatCouldNotBeStored() {
		AtomicBoolean full = new AtomicBoolean();
		try (FreshDatabase database = TestDatabase.H2.fresh();
				OutboxNode node = OutboxNode
					.on(failing(database, full, "insert into sendpost_content",
							new SQLException("could not extend file: No space left on device", "53100")))
					.transports(FakeTransport.accepting("a"))
					.build()) {
			node.store().jdbc().execute("create table business (id int primary key)");
			full.set(true);
			assertThatExceptionOfType(UnexpectedRollbackException.class)
				.isThrownBy(() -> node.transaction().executeWithoutResult((status) -> {
					node.store().jdbc().update("insert into business values (1)");
					assertThatExceptionOfType(MailTemporarilyUnavailableException.class)
						.isThrownBy(() -> node.gateway().send(email("ann@example.com")))
						.withMessageContaining("No space left on device");
				}));
			full.set(false);
			assertThat(node.count("business")).isZero();
			assertThat(node.count("sendpost_email")).isZero();
		}
	}

	private static DataSource failing(FreshDatabase database, AtomicBoolean failing, String beginning,
			SQLException failure) {
		return new DelegatingDataSource(database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				return failing.get() ? FailingConnection.on(connection, beginning, failure) : connection;
			}

		};
	}

	private static Email email(String to) {
		return Email.builder().from("shop@example.com").to(to).subject("Hello").text("Hello there").build();
	}

	private static String to(OutgoingEmail email) {
		return email.recipients().get(0).localPart();
	}

	private static List<RecipientOutcome> accept(OutgoingEmail outgoing) {
		return outgoing.recipients()
			.stream()
			.map((recipient) -> RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"))
			.toList();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
