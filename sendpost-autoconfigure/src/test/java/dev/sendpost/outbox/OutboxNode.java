package dev.sendpost.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.sendpost.MailGateway;
import dev.sendpost.Submitter;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.JdbcDeliveryLog;
import dev.sendpost.event.RecordedEventListener;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.gateway.OutboxDelivery;
import dev.sendpost.gateway.OutboxMailGateway;
import dev.sendpost.policy.MailDefaults;
import dev.sendpost.policy.MailPolicy;
import dev.sendpost.store.Store;
import dev.sendpost.store.StorePlatform;
import dev.sendpost.transport.Circuit;
import dev.sendpost.transport.MailRouter;
import dev.sendpost.transport.MailTransport;
import dev.sendpost.transport.QuickRetry;
import dev.sendpost.transport.Route;
import dev.sendpost.transport.RouteCapacity;
import dev.sendpost.transport.RoutingRule;
import dev.sendpost.transport.RoutingTable;
import dev.sendpost.transport.Transports;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One node of an application with an outbox, wired by hand.
 */
public final class OutboxNode implements AutoCloseable {

	private final Store store;

	private final Transports transports;

	private final JdbcOutbox outbox;

	private final JdbcDeliveryLog log;

	private final OutboxMailGateway gateway;

	private final Dispatcher dispatcher;

	private final TransactionTemplate transaction;

	private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();

	private OutboxNode(Builder builder) throws SQLException {
		this.store = (builder.store != null) ? builder.store : store(builder.dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.store.dataSource()));
		this.transports = new Transports(builder.transports, builder.reserved,
				new QuickRetry(1, Duration.ofMillis(1), Duration.ofMillis(2)),
				new Circuit(100, 1_000_000, Duration.ofSeconds(30)));
		List<String> names = new ArrayList<>(this.transports.names());
		names.addAll(this.transports.reservedNames());
		MailRouter router = new MailRouter(this.transports,
				new RoutingTable(List.of(), builder.rules, Route.inOrder("default", this.transports.names()), names),
				builder.capacity.apply(this.store), new Random());
		EmailIds ids = new EmailIds(builder.clock);
		this.log = new JdbcDeliveryLog(this.store, builder.recordedEventListeners, (event) -> {
			if (builder.eventsKept) {
				this.events.add((DeliveryEvent) event);
			}
			builder.listener.accept((DeliveryEvent) event);
		}, builder.counted);
		this.outbox = new JdbcOutbox(this.store, this.log, ids, builder.clock, builder.settings);
		this.gateway = new OutboxMailGateway(builder.defaults, builder.policies, Submitter::account, this.outbox, ids,
				builder.clock);
		this.dispatcher = new Dispatcher(this.outbox,
				new OutboxDelivery(builder.policies, router, ObservationRegistry.NOOP, null), this.transports,
				builder.schedule, builder.dispatcherSettings, new Random(), builder.observer);
	}

	/**
	 * A store with its tables, for what is wired beside a node.
	 */
	public static Store store(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			StorePlatform platform = StorePlatform.of(connection);
			createTables(dataSource, platform);
			return new Store(dataSource, platform, new JdbcTransactionManager(dataSource));
		}
	}

	public static void createTables(DataSource dataSource, StorePlatform platform) {
		new ResourceDatabasePopulator(new ClassPathResource("dev/sendpost/store/schema-" + platform.id() + ".sql"))
			.execute(dataSource);
	}

	public static Builder on(DataSource dataSource) {
		return new Builder(dataSource);
	}

	public static Builder on(Store store) {
		Builder builder = new Builder(store.dataSource());
		builder.store = store;
		return builder;
	}

	public MailGateway gateway() {
		return this.gateway;
	}

	public JdbcDeliveryLog log() {
		return this.log;
	}

	public Store store() {
		return this.store;
	}

	public TransactionTemplate transaction() {
		return this.transaction;
	}

	public List<DeliveryEvent> events() {
		return this.events;
	}

	JdbcOutbox outbox() {
		return this.outbox;
	}

	public MailQueue queue() {
		return new MailQueue(this.outbox);
	}

	public Retention retention(OutboxSettings settings) {
		return new Retention(this.store, settings);
	}

	public long count(String table) {
		Long count = this.store.jdbc().queryForObject("select count(*) from " + table, Long.class);
		return (count != null) ? count : -1;
	}

	public OutboxNode start() {
		this.dispatcher.start();
		return this;
	}

	public void stop() {
		this.dispatcher.stop();
	}

	@Override
	public void close() {
		this.dispatcher.stop();
		this.transports.close();
	}

	/**
	 * What a node is made of.
	 */
	public static final class Builder {

		private final DataSource dataSource;

		private @Nullable Store store;

		private final List<MailPolicy> policies = new ArrayList<>();

		private boolean counted;

		private boolean eventsKept = true;

		private MailDefaults defaults = MailDefaults.from(null);

		private final List<RecordedEventListener> recordedEventListeners = new ArrayList<>();

		private List<MailTransport> transports = List.of();

		private Function<Store, RouteCapacity> capacity = (store) -> RouteCapacity.UNLIMITED;

		private List<MailTransport> reserved = List.of();

		private List<RoutingRule> rules = List.of();

		private DispatcherObserver observer = DispatcherObserver.NONE;

		private Consumer<DeliveryEvent> listener = (event) -> {
		};

		private Clock clock = Clock.systemUTC();

		private OutboxSettings settings = OutboxSettings.DEFAULT;

		private RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofMillis(20)), 0, Duration.ofDays(3));

		private DispatcherSettings dispatcherSettings = new DispatcherSettings(4, Duration.ofMillis(20),
				Duration.ofSeconds(10), Duration.ofSeconds(5));

		private Builder(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		public Builder transports(MailTransport... transports) {
			this.transports = Arrays.asList(transports);
			return this;
		}

		public Builder reserved(MailTransport... transports) {
			this.reserved = Arrays.asList(transports);
			return this;
		}

		public Builder rules(RoutingRule... rules) {
			this.rules = Arrays.asList(rules);
			return this;
		}

		public Builder defaults(MailDefaults defaults) {
			this.defaults = defaults;
			return this;
		}

		public Builder policies(MailPolicy... policies) {
			this.policies.addAll(Arrays.asList(policies));
			return this;
		}

		public Builder recordedEventListeners(RecordedEventListener... listeners) {
			this.recordedEventListeners.addAll(Arrays.asList(listeners));
			return this;
		}

		/**
		 * Keep no events: there are so many that each takes long to add to the others.
		 */
		public Builder forgettingEvents() {
			this.eventsKept = false;
			return this;
		}

		public Builder counted() {
			this.counted = true;
			return this;
		}

		public Builder capacity(Function<Store, RouteCapacity> capacity) {
			this.capacity = capacity;
			return this;
		}

		public Builder observer(DispatcherObserver observer) {
			this.observer = observer;
			return this;
		}

		public Builder listener(Consumer<DeliveryEvent> listener) {
			this.listener = listener;
			return this;
		}

		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		public Builder settings(OutboxSettings settings) {
			this.settings = settings;
			return this;
		}

		public Builder schedule(RetrySchedule schedule) {
			this.schedule = schedule;
			return this;
		}

		public Builder dispatching(DispatcherSettings settings) {
			this.dispatcherSettings = settings;
			return this;
		}

		public OutboxNode build() {
			try {
				return new OutboxNode(this);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
