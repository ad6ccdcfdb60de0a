package dev.sendpost.webhook.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import dev.sendpost.egress.EgressClient;
import dev.sendpost.webhook.outbound.WebhookDelivery.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Tells subscribers of what waits for them: claims due deliveries, makes the requests on
 * several threads and writes what came of it. Any number of nodes do this side by side.
 * No subscriber gets more than its share of the threads, and one that fails gets one; all
 * those of a sub-account get a quarter.
 */
public final class WebhookDispatcher implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(WebhookDispatcher.class);

	private static final long ERROR_PAUSE_MILLIS = 1000;

	/**
	 * The part of the threads that the subscribers of a sub-account may have together.
	 */
	private static final int SHARE_OF_SUB_ACCOUNT = 4;

	private static final Duration POSTPONEMENT = Duration.ofMinutes(10);

	private final JdbcWebhookSubscribers subscribers;

	private final WebhookDeliveries deliveries;

	private final WebhookFacts facts;

	private final WebhookSender sender;

	private final WebhookSettlement settlement;

	private final WebhookDispatcherSettings settings;

	private @Nullable Run run;

	/**
	 * Create a dispatcher.
	 * @param subscribers who is told
	 * @param deliveries what they are told
	 * @param facts reads facts
	 * @param client makes the requests
	 * @param settings how this node tells them
	 * @param random spreads attempts; used by many threads
	 * @param publisher publishes {@link WebhookSubscriberStoppedEvent}
	 * @param observer told how it gets on
	 */
	public WebhookDispatcher(JdbcWebhookSubscribers subscribers, WebhookDeliveries deliveries, WebhookFacts facts,
			EgressClient client, WebhookDispatcherSettings settings, RandomGenerator random,
			ApplicationEventPublisher publisher, WebhookDispatcherObserver observer) {
		this.subscribers = subscribers;
		this.deliveries = deliveries;
		this.facts = facts;
		this.sender = new WebhookSender(client, subscribers::now);
		this.settings = settings;
		this.settlement = new WebhookSettlement(subscribers, deliveries, settings, random, publisher, observer);
	}

	@Override
	public synchronized void start() {
		if (this.run == null) {
			this.run = new Run();
			this.run.claiming.start();
		}
	}

	@Override
	public synchronized void stop() {
		if (this.run != null) {
			this.run.stop();
			this.run = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.run != null;
	}

	/**
	 * The threads between one start and the stop after it.
	 */
	private final class Run {

		private final WebhookDeliveries deliveries = WebhookDispatcher.this.deliveries;

		private final SubscriptionCache cache = WebhookDispatcher.this.subscribers.cache();

		private final WebhookDispatcherSettings settings = WebhookDispatcher.this.settings;

		/** How many requests are being made, by subscriber. */
		private final Map<UUID, Integer> running = new ConcurrentHashMap<>();

		/** How many requests are being made, by sub-account. */
		private final Map<String, Integer> runningOfSubAccount = new ConcurrentHashMap<>();

		/** Subscribers whose last request from this node failed. */
		private final Set<UUID> failing = ConcurrentHashMap.newKeySet();

		/** Subscribers for which more is due than could be claimed. */
		private final Set<UUID> backlog = ConcurrentHashMap.newKeySet();

		private final ThreadPoolExecutor executor;

		private final Thread claiming = new Thread(this::claimUntilStopped, "sendpost-webhook-claims");

		private volatile boolean stopping;

		Run() {
			this.claiming.setDaemon(true);
			this.executor = new ThreadPoolExecutor(this.settings.concurrency(), this.settings.concurrency(), 10,
					TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
						Thread thread = new Thread(task, "sendpost-webhook");
						thread.setDaemon(true);
						return thread;
					});
			this.executor.allowCoreThreadTimeOut(true);
		}

		private void claimUntilStopped() {
			boolean reported = false;
			Set<UUID> woken = Set.of();
			long lookedAt = System.nanoTime() - this.settings.pollInterval().toNanos();
			while (!this.stopping) {
				long pause = this.settings.pollInterval().toMillis();
				try {
					boolean look = System.nanoTime() - lookedAt >= this.settings.pollInterval().toNanos();
					claim(woken, look);
					lookedAt = look ? System.nanoTime() : lookedAt;
					reported = false;
				}
				catch (RuntimeException ex) {
					if (!reported) {
						logger.warn("No webhook can be sent for now; this goes on when the database is back", ex);
						reported = true;
					}
					pause = Math.max(pause, ERROR_PAUSE_MILLIS);
				}
				try {
					woken = this.deliveries.signal().await(pause);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		}

		/**
		 * Claim for the subscribers that were named, and if it is time to look, for all.
		 */
		private void claim(Set<UUID> woken, boolean look) {
			Subscriptions subscriptions = this.cache.get(SubscriptionCache.REFRESH);
			if (subscriptions.isEmpty()) {
				return;
			}
			Set<UUID> lanes = new LinkedHashSet<>(woken);
			lanes.addAll(this.backlog);
			if (look) {
				lanes.addAll(this.deliveries.lanes());
			}
			for (StoredSubscriber subscriber : fewestRunningFirst(lanes, subscriptions)) {
				if (!this.stopping) {
					claim(subscriber);
				}
			}
		}

		private List<StoredSubscriber> fewestRunningFirst(Set<UUID> lanes, Subscriptions subscriptions) {
			// Requests end meanwhile, and an order must not change while it is made.
			Map<UUID, Integer> running = Map.copyOf(this.running);
			Map<String, Integer> ofSubAccount = Map.copyOf(this.runningOfSubAccount);
			List<StoredSubscriber> told = new ArrayList<>();
			for (UUID lane : lanes) {
				StoredSubscriber subscriber = subscriptions.find(lane);
				if (subscriber != null && subscriber.isActive()) {
					told.add(subscriber);
				}
			}
			told.sort(Comparator.comparingInt((StoredSubscriber subscriber) -> {
				String subAccount = subscriber.subscriber().subAccount();
				return (subAccount != null) ? ofSubAccount.getOrDefault(subAccount, 0)
						: running.getOrDefault(subscriber.id(), 0);
			}).thenComparingInt((subscriber) -> running.getOrDefault(subscriber.id(), 0)));
			return told;
		}

		private void claim(StoredSubscriber subscriber) {
			UUID id = subscriber.id();
			int share = this.failing.contains(id) ? 1 : this.settings.concurrencyPerSubscriber();
			int free = Math.min(share - this.running.getOrDefault(id, 0), this.settings.concurrency() - allRunning());
			String subAccount = subscriber.subscriber().subAccount();
			if (subAccount != null) {
				int quota = Math.max(1, this.settings.concurrency() / SHARE_OF_SUB_ACCOUNT);
				free = Math.min(free, quota - this.runningOfSubAccount.getOrDefault(subAccount, 0));
			}
			// Noted before the claim, so that no end of a request is missed meanwhile.
			this.backlog.add(id);
			if (free <= 0) {
				return;
			}
			List<ClaimedDelivery> claimed = this.deliveries.claim(id, free, this.settings.lease());
			if (claimed.size() < free) {
				this.backlog.remove(id);
			}
			for (ClaimedDelivery delivery : claimed) {
				this.running.merge(id, 1, Integer::sum);
				if (subAccount != null) {
					this.runningOfSubAccount.merge(subAccount, 1, Integer::sum);
				}
				this.executor.execute(() -> deliver(subscriber, delivery));
			}
		}

		private int allRunning() {
			return this.running.values().stream().mapToInt(Integer::intValue).sum();
		}

		private void deliver(StoredSubscriber subscriber, ClaimedDelivery claimed) {
			try {
				attempt(subscriber, claimed);
			}
			catch (RuntimeException ex) {
				logger.warn("The webhook delivery " + claimed.delivery().id()
						+ " failed here; it is attempted again when its lease has run out", ex);
			}
			finally {
				ended(this.running, subscriber.id());
				String subAccount = subscriber.subscriber().subAccount();
				if (subAccount != null) {
					ended(this.runningOfSubAccount, subAccount);
				}
				if (!this.backlog.isEmpty()) {
					this.deliveries.signal().raise(Set.of());
				}
			}
		}

		private static <K> void ended(Map<K, Integer> running, K key) {
			running.computeIfPresent(key, (same, count) -> (count > 1) ? count - 1 : null);
		}

		private void attempt(StoredSubscriber subscriber, ClaimedDelivery claimed) {
			if (WebhookDispatcher.this.settlement.isUsedUp(claimed)) {
				WebhookDispatcher.this.settlement.end(claimed, State.FAILED);
				return;
			}
			Optional<WebhookFact> fact = WebhookDispatcher.this.facts.find(claimed.delivery());
			if (fact.isEmpty()) {
				WebhookDispatcher.this.settlement.end(claimed, State.DISCARDED);
				return;
			}
			List<WebhookSecret> secrets;
			try {
				secrets = subscriber.secrets(WebhookDispatcher.this.subscribers.cipher(),
						WebhookDispatcher.this.subscribers.now());
			}
			catch (IllegalStateException ex) {
				logger.warn("The webhook " + subscriber.id() + " cannot be sent: " + ex.getMessage());
				WebhookDispatcher.this.settlement.postpone(claimed, POSTPONEMENT);
				return;
			}
			WebhookSender.Outcome outcome = WebhookDispatcher.this.sender.send(subscriber.subscriber().settings(),
					secrets, fact.get());
			if (outcome.delivered()) {
				this.failing.remove(subscriber.id());
			}
			else {
				this.failing.add(subscriber.id());
			}
			WebhookDispatcher.this.settlement.settle(claimed, outcome);
		}

		/**
		 * Claim no more, and wait for the requests that are being made.
		 */
		void stop() {
			this.stopping = true;
			this.deliveries.signal().raise(Set.of());
			try {
				this.claiming.join(this.settings.shutdownTimeout().toMillis());
				this.executor.shutdown();
				if (!this.executor.awaitTermination(this.settings.shutdownTimeout().toMillis(),
						TimeUnit.MILLISECONDS)) {
					logger.warn("Stopped while " + allRunning() + " webhooks were being sent; they will be sent again "
							+ "when their leases have run out");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
