package dev.sendpost.reliability;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.MailGateway;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions at a given rate that each write rows to the table {@code business} and
 * send a mail about each. Some are rolled back. One that fails with the database is tried
 * again until it is committed, so what has happened is what the table says.
 */
final class Business implements MailNode.Work {

	/** The tables, for PostgreSQL. */
	static final List<String> TABLES = List.of(
			"create table business (id uuid primary key, message_id varchar(320) not null, recipients int not null, "
					+ "begun_at timestamptz not null default clock_timestamp(), send_at timestamptz)",
			"create table rolled_back (id uuid primary key)");

	/** How much later mail is sent that is not sent at once. */
	private static final Duration LATER = Duration.ofSeconds(2);

	private static final int THREADS = 2;

	private static final Log logger = LogFactory.getLog(Business.class);

	private static final byte[] FILE = new byte[300_000];

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final MailGateway gateway;

	private final int perSecond;

	private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);

	private volatile boolean stopping;

	Business(DataSource dataSource, PlatformTransactionManager transactionManager, MailGateway gateway, int perSecond) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.transaction = new TransactionTemplate(transactionManager);
		this.gateway = gateway;
		this.perSecond = perSecond;
	}

	@Override
	public void start() {
		for (int i = 0; i < THREADS; i++) {
			long micros = TimeUnit.SECONDS.toMicros(THREADS) / this.perSecond;
			this.threads.scheduleAtFixedRate(this::doSome, 0, micros, TimeUnit.MICROSECONDS);
		}
	}

	@Override
	public void stop() {
		this.stopping = true;
		this.threads.shutdown();
		try {
			if (!this.threads.awaitTermination(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Business does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void doSome() {
		if (this.stopping) {
			return;
		}
		try {
			int chance = ThreadLocalRandom.current().nextInt(100);
			if (chance < 10) {
				rollBack(Deal.random());
			}
			else if (chance < 15) {
				commit(List.of(Deal.random(), Deal.random(), Deal.random()));
			}
			else {
				commit(List.of(Deal.random()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			logger.error("Business went wrong in a way it should not", ex);
		}
	}

	private void commit(List<Deal> deals) throws InterruptedException {
		while (true) {
			try {
				this.transaction.executeWithoutResult((status) -> write(deals));
				return;
			}
			catch (DuplicateKeyException ex) {
				// Committed the last time, but the answer was lost.
				return;
			}
			catch (DataAccessException | TransactionException | MailTemporarilyUnavailableException ex) {
				logger.warn("Business waits for the database: " + ex.getMessage());
				TimeUnit.MILLISECONDS.sleep(100);
			}
		}
	}

	private void write(List<Deal> deals) {
		List<Receipt> receipts = (deals.size() == 1) ? List.of(this.gateway.send(deals.get(0).email()))
				: this.gateway.send(deals.stream().map(Deal::email).toList());
		for (int i = 0; i < deals.size(); i++) {
			Deal deal = deals.get(i);
			this.jdbc.update("insert into business (id, message_id, recipients, send_at) values (?, ?, ?, ?)",
					deal.id(), receipts.get(i).messageId(), deal.email().recipients().size(), deal.sendAt());
		}
	}

	/**
	 * Begin what is never committed: as an exception ends it, or as the code wants.
	 */
	private void rollBack(Deal deal) {
		try {
			this.transaction.executeWithoutResult((status) -> {
				write(List.of(deal));
				if (ThreadLocalRandom.current().nextBoolean()) {
					throw new UnsupportedOperationException("Business as usual");
				}
				status.setRollbackOnly();
			});
		}
		catch (UnsupportedOperationException ex) {
			// As intended.
		}
		catch (DataAccessException | TransactionException | MailTemporarilyUnavailableException ex) {
			return;
		}
		try {
			this.jdbc.update("insert into rolled_back (id) values (?)", deal.id());
		}
		catch (DataAccessException ex) {
			// One that is not counted.
		}
	}

	/**
	 * Something to write down and to send a mail about.
	 *
	 * @param id its id, which begins the address of each recipient
	 * @param email the mail
	 */
	private record Deal(UUID id, Email email) {

		static Deal random() {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			UUID id = UUID.randomUUID();
			EmailBuilder email = Email.builder()
				.from("shop@example.com")
				.to(id + "@example.org")
				.subject("Your order " + id)
				.text("Thank you!")
				.html("<p>Thank you!</p>")
				.tags("order")
				.metadata("order", id.toString());
			int chance = random.nextInt(100);
			if (chance < 10) {
				email.cc(id + "@example.net");
			}
			else if (chance < 20) {
				email.idempotencyKey(id.toString());
			}
			else if (chance < 23) {
				email.attach(Attachment.of("order.pdf", FILE));
			}
			else if (chance < 28) {
				email.sendAt(Instant.now().plus(LATER));
			}
			return new Deal(id, email.build());
		}

		@Nullable Timestamp sendAt() {
			Instant sendAt = this.email.sendAt();
			return (sendAt != null) ? Timestamp.from(sendAt) : null;
		}

	}

}
