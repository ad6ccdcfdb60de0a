package dev.sendpost.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

import javax.sql.DataSource;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailStatus;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.testdb.TestDatabase;
import dev.sendpost.transport.FakeTransport;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the outbox does while the database, or a clock, lets it down.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
class OutboxOutageTests {

	private final List<AutoCloseable> nodes = new ArrayList<>();

	private final FreshDatabase database;

	OutboxOutageTests(TestDatabase kind) {
		this.database = kind.fresh();
	}

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable node : this.nodes) {
			node.close();
		}
		this.database.close();
	}

	@Test
	void contentThatCannotBeReadForNowIsSentLater() {
		byte[] random = new byte[300_000];
		new Random(1).nextBytes(random);
		OutboxNode node = node(OutboxNode.on(this.database.dataSource()).transports(readingTransport()));
		Receipt file = node.gateway().send(email().attach(Attachment.of("a.bin", random)).build());
		Receipt text = node.gateway().send(email().text("text ".repeat(100_000)).build());
		rename(node, "sendpost_content_chunk", "away");
		node.start();
		await(node, file, EmailStatus.DEFERRED);
		await(node, text, EmailStatus.DEFERRED);
		rename(node, "away", "sendpost_content_chunk");
		await(node, file, EmailStatus.SENT);
		await(node, text, EmailStatus.SENT);
	}

	/**
	 * A transport that meets what it cannot read as those do that write the message while
	 * they read it.
	 */
	private static FakeTransport readingTransport() {
		return FakeTransport.behaving("a", (outgoing) -> {
			for (Attachment file : outgoing.email().attachments()) {
				try (InputStream stream = file.content().getInputStream()) {
					stream.readAllBytes();
				}
				catch (IOException | RuntimeException ex) {
					throw new TransportException(Kind.UNSUPPORTED, "It cannot be read: " + ex, ex);
				}
			}
			return outgoing.recipients()
				.stream()
				.map((recipient) -> RecipientOutcome.sent(recipient, "a", "250 2.0.0 Ok"))
				.toList();
		});
	}

	private static void rename(OutboxNode node, String table, String name) {
		node.store().jdbc().execute("alter table " + table + " rename to " + name);
	}

	@Test
	void whatCameOfAnAttemptIsRecordedThoughConnectionsBreakOverIt() {
		FakeTransport transport = FakeTransport.accepting("a");
		BreakingDataSource dataSource = new BreakingDataSource(this.database.dataSource(),
				List.of(Break.BEFORE_COMMIT, Break.BEFORE_COMMIT, Break.BEFORE_COMMIT, Break.AFTER_COMMIT).iterator());
		OutboxNode node = node(OutboxNode.on(dataSource).transports(transport)).start();
		Receipt receipt = node.gateway().send(email().build());
		await(node, receipt, EmailStatus.SENT);
		assertThat(dataSource.breaks).isExhausted();
		Awaitility.await()
			.during(Duration.ofMillis(1200))
			.until(() -> node.store()
				.jdbc()
				.queryForObject("select count(*) from sendpost_email where lane is not null or lease is not null",
						Long.class) == 0);
		assertThat(transport.attempts()).hasSize(1);
	}

	@Test
	void aListenerThatFailsBadlyStopsNothing() {
		FakeTransport transport = FakeTransport.accepting("a");
		OutboxNode node = node(OutboxNode.on(this.database.dataSource()).transports(transport).listener((event) -> {
			throw new StackOverflowError("listener");
		})).start();
		for (int i = 0; i < 5; i++) {
			await(node, node.gateway().send(email().build()), EmailStatus.SENT);
		}
	}

	@Test
	void aMessageGoesOutAtItsTimeWhateverTheApplicationsClockShows() {
		for (long seconds : new long[] { -30, 30 }) {
			FakeTransport transport = FakeTransport.accepting("a");
			OutboxNode node = node(OutboxNode.on(this.database.dataSource())
				.transports(transport)
				.clock(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds)))).start();
			Receipt later = node.gateway().send(email().sendAt(Instant.now().plusSeconds(20)).build());
			Receipt soon = node.gateway().send(email().sendAt(Instant.now().plusMillis(500)).build());
			Receipt passed = node.gateway().send(email().sendAt(Instant.now().minusSeconds(1)).build());
			assertThat(later.status()).isEqualTo(EmailStatus.SCHEDULED);
			assertThat(passed.status()).isEqualTo(EmailStatus.QUEUED);
			await(node, passed, EmailStatus.SENT);
			await(node, soon, EmailStatus.SENT);
			assertThat(node.gateway().find(later.id()).orElseThrow().status()).isEqualTo(EmailStatus.SCHEDULED);
			node.stop();
		}
	}

	private OutboxNode node(OutboxNode.Builder builder) {
		OutboxNode node = builder.build();
		this.nodes.add(node);
		return node;
	}

	private static EmailBuilder email() {
		return Email.builder().from("shop@example.com").to("ann@example.com").subject("Hello").text("Hello there");
	}

	private static EmailRecord await(OutboxNode node, Receipt receipt, EmailStatus status) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> node.gateway().find(receipt.id()).orElse(null),
					(found) -> found != null && found.status() == status);
	}

	/**
	 * When a connection breaks.
	 */
	private enum Break {

		BEFORE_COMMIT, AFTER_COMMIT

	}

	/**
	 * A database whose connections break when outcomes are committed.
	 */
	private static final class BreakingDataSource extends DelegatingDataSource {

		private final Iterator<Break> breaks;

		BreakingDataSource(DataSource dataSource, Iterator<Break> breaks) {
			super(dataSource);
			this.breaks = breaks;
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("commit")
								&& Thread.currentThread().getName().equals("sendpost-outcomes")
								&& this.breaks.hasNext()) {
							breakOff(connection, this.breaks.next());
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

		private static void breakOff(Connection connection, Break when) throws SQLException {
			if (when == Break.BEFORE_COMMIT) {
				connection.rollback();
			}
			else {
				connection.commit();
			}
			throw new SQLException("The connection is lost", "08006");
		}

	}

}
