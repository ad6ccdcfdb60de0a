package dev.sendpost.samples.benchmark.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import javax.sql.DataSource;

import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.gateway.DefaultMailGateway;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.gateway.OutboxDelivery;
import dev.sendpost.gateway.OutboxMailGateway;
import dev.sendpost.outbox.Dispatcher;
import dev.sendpost.outbox.DispatcherObserver;
import dev.sendpost.outbox.DispatcherSettings;
import dev.sendpost.outbox.JdbcOutbox;
import dev.sendpost.outbox.OutboxSettings;
import dev.sendpost.outbox.RetrySchedule;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.Transports;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * One node of an application, with the gateway in front of the outbox and the same
 * without a database.
 */
final class BenchmarkNode implements AutoCloseable {

	private static final EmailIds IDS = new EmailIds(Clock.systemUTC());

	private final Transports transports;

	private final MailRouter router;

	private final JdbcOutbox outbox;

	private final int concurrency;

	BenchmarkNode(DataSource dataSource, MailTransport transport, int concurrency) throws SQLException {
		this(dataSource, transport, concurrency, false);
	}

	BenchmarkNode(DataSource dataSource, MailTransport transport, int concurrency, boolean counted)
			throws SQLException {
		this.concurrency = concurrency;
		this.transports = new Transports(List.of(transport), QuickRetry.DEFAULT, Circuit.DEFAULT);
		this.router = new MailRouter(
				this.transports, new RoutingTable(List.of(), List.of(),
						Route.inOrder("default", this.transports.names()), this.transports.names()),
				() -> ThreadLocalRandom.current().nextLong());
		Store store = store(dataSource);
		this.outbox = new JdbcOutbox(store, new JdbcDeliveryLog(store, List.of(), (event) -> {
		}, counted), IDS, Clock.systemUTC(), OutboxSettings.DEFAULT);
	}

	static Store store(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			StorePlatform platform = StorePlatform.of(connection);
			new ResourceDatabasePopulator(new ClassPathResource("dev/sendpost/store/schema-" + platform.id() + ".sql"))
				.execute(dataSource);
			return new Store(dataSource, platform, null);
		}
	}

	MailGateway queueing() {
		return new OutboxMailGateway(MailDefaults.from(null), List.of(), Submitter::account, this.outbox, IDS,
				Clock.systemUTC());
	}

	DefaultMailGateway direct() {
		return new DefaultMailGateway(MailDefaults.from(null), List.of(), Submitter::account, this.router,
				this.concurrency, Duration.ofSeconds(30), IDS, Clock.systemUTC(), ObservationRegistry.NOOP, null);
	}

	Dispatcher dispatcher(DispatcherObserver observer) {
		return new Dispatcher(this.outbox, new OutboxDelivery(List.of(), this.router, ObservationRegistry.NOOP, null),
				this.transports, RetrySchedule.DEFAULT, new DispatcherSettings(this.concurrency, Duration.ofSeconds(1),
						Duration.ofMinutes(1), Duration.ofSeconds(30)),
				() -> ThreadLocalRandom.current().nextLong(), observer);
	}

	@Override
	public void close() {
		this.transports.close();
	}

}
