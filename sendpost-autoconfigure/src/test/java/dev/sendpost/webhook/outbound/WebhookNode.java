package dev.sendpost.webhook.outbound;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLSocketFactory;

import dev.sendpost.MailGateway;
import dev.sendpost.egress.EgressClient;
import dev.sendpost.egress.EgressGuard;
import dev.sendpost.egress.HostResolver;
import dev.sendpost.egress.IpNetwork;
import dev.sendpost.gateway.EmailIds;
import dev.sendpost.outbox.OutboxNode;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.store.Store;
import dev.sendpost.testdb.FreshDatabase;
import dev.sendpost.transport.FakeTransport;
import org.jspecify.annotations.Nullable;

/**
 * One node that tells subscribers, wired by hand. It may reach the loopback interface.
 */
final class WebhookNode implements AutoCloseable {

	/** Comes back soon, and gives up after three attempts. */
	static final WebhookRetries QUICK = new WebhookRetries(List.of(Duration.ofMillis(30), Duration.ofMillis(30)), 0);

	private final JdbcWebhookSubscribers stored;

	private final WebhookDeliveries deliveries;

	private final WebhookSubscribers subscribers;

	private final OutboxNode outbox;

	private final EgressClient client;

	private final WebhookFacts facts;

	private final Store store;

	private final List<WebhookSubscriberStoppedEvent> stopped = new CopyOnWriteArrayList<>();

	private final List<WebhookDispatcherObserver.Result> attempts = new CopyOnWriteArrayList<>();

	private @Nullable WebhookDispatcher dispatcher;

	WebhookNode(FreshDatabase database) {
		this(database, new SecretCipher(List.of(new byte[SecretCipher.KEY_LENGTH])));
	}

	WebhookNode(FreshDatabase database, SecretCipher cipher) {
		this(database, cipher, Duration.ofSeconds(20));
	}

	/**
	 * Wire a node that waits for answers as long as a test takes.
	 */
	static WebhookNode patient(FreshDatabase database) {
		return waitingForAnswers(database, Duration.ofSeconds(60));
	}

	/**
	 * Wire a node that does not wait for answers that never come.
	 */
	static WebhookNode impatient(FreshDatabase database) {
		return waitingForAnswers(database, Duration.ofSeconds(2));
	}

	private static WebhookNode waitingForAnswers(FreshDatabase database, Duration timeout) {
		return new WebhookNode(database, new SecretCipher(List.of(new byte[SecretCipher.KEY_LENGTH])), timeout);
	}

	private WebhookNode(FreshDatabase database, SecretCipher cipher, Duration timeout) {
		try {
			this.store = OutboxNode.store(database.dataSource());
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		EmailIds ids = new EmailIds(Clock.systemUTC());
		this.stored = new JdbcWebhookSubscribers(this.store, cipher);
		this.deliveries = new WebhookDeliveries(this.store, ids);
		this.outbox = OutboxNode.on(this.store)
			.transports(FakeTransport.accepting("a"))
			.recordedEventListeners(new WebhookEventListener(this.stored, this.deliveries))
			.build();
		EgressGuard guard = new EgressGuard(List.of(), List.of(IpNetwork.parse("127.0.0.0/8")), HostResolver.SYSTEM);
		this.subscribers = new WebhookSubscribers(this.stored, this.deliveries, guard,
				List.of("default", "a", "b")::contains, ids);
		this.client = new EgressClient(guard, () -> (SSLSocketFactory) SSLSocketFactory.getDefault(), timeout, timeout);
		this.facts = new WebhookFacts(this.store, this.outbox.log(), (name) -> 7);
	}

	WebhookNode start() {
		return start(QUICK, Duration.ofSeconds(30), Duration.ofHours(24));
	}

	WebhookNode start(WebhookRetries retries, Duration lease, Duration pauseAfter) {
		this.dispatcher = new WebhookDispatcher(this.stored, this.deliveries, this.facts, this.client,
				new WebhookDispatcherSettings(8, 2, Duration.ofMillis(50), lease, retries, pauseAfter,
						Duration.ofSeconds(5)),
				new Random(), (event) -> this.stopped.add((WebhookSubscriberStoppedEvent) event),
				(result, took) -> this.attempts.add(result));
		this.dispatcher.start();
		return this;
	}

	void stop() {
		if (this.dispatcher != null) {
			this.dispatcher.stop();
			this.dispatcher = null;
		}
	}

	MailGateway gateway() {
		return this.outbox.gateway();
	}

	OutboxNode outbox() {
		return this.outbox;
	}

	Store store() {
		return this.store;
	}

	WebhookTester tester() {
		return new WebhookTester(this.stored, this.client, new EmailIds(Clock.systemUTC()));
	}

	JdbcWebhookSubscribers stored() {
		return this.stored;
	}

	WebhookSubscribers subscribers() {
		return this.subscribers;
	}

	WebhookDeliveries deliveries() {
		return this.deliveries;
	}

	WebhookFacts facts() {
		return this.facts;
	}

	List<WebhookDispatcherObserver.Result> attempts() {
		return this.attempts;
	}

	List<WebhookSubscriberStoppedEvent> stopped() {
		return this.stopped;
	}

	@Override
	public void close() {
		stop();
		this.outbox.close();
		this.client.close();
	}

}
