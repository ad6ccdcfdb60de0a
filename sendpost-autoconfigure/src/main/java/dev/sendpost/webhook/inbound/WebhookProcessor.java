package dev.sendpost.webhook.inbound;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.sendpost.event.DeliveryLog;
import dev.sendpost.event.SentMessages;
import dev.sendpost.store.Store;
import dev.sendpost.webhook.inbound.format.ReportedEvent;
import dev.sendpost.webhook.inbound.format.UnreadableWebhookException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Records what the webhooks report that were received, in a thread of its own. Any number
 * of nodes do so side by side; what one of them leaves undone, another does.
 */
public final class WebhookProcessor implements SmartLifecycle {

	/**
	 * How long an event waits for the message that it is about: it may be reported before
	 * the outcome that tells the provider's id is committed.
	 */
	static final Duration PATIENCE = Duration.ofMinutes(15);

	/**
	 * How many times longer the next wait for a message is, so that a webhook about mail
	 * of somebody else, of which there may be many, is looked at seven times.
	 */
	static final int PATIENCE_FACTOR = 4;

	/** How long a sender's subscription can be confirmed. */
	static final Duration CONFIRMATION_PATIENCE = Duration.ofDays(1);

	/**
	 * How long a webhook is tried that fails each time. What is wrong then is for people
	 * to see.
	 */
	static final Duration FAILURE_PATIENCE = Duration.ofDays(3);

	/**
	 * How many webhooks a node claims, so few that it is done before its lease is over.
	 */
	private static final int DELIVERIES_AT_ONCE = 5;

	private static final Log logger = LogFactory.getLog(WebhookProcessor.class);

	/** How often a transaction that met another is tried at once. */
	private static final int TRIES = 3;

	private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

	private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private static final Duration ERROR_PAUSE = Duration.ofSeconds(1);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

	private final WebhookDeliveries deliveries;

	private final Store store;

	private final Map<String, ReceivingSource> sources = new TreeMap<>();

	private final EventRecorder recorder;

	private final SubscriptionConfirmer confirmer;

	private final WebhookObserver observer;

	private final Semaphore signal = new Semaphore(0);

	private volatile @Nullable Thread thread;

	/**
	 * Create a processor.
	 * @param deliveries what to process
	 * @param sources those whose webhooks are received
	 * @param log where facts are recorded
	 * @param messages finds the messages that they are about
	 * @param confirmer confirms subscriptions
	 * @param observer told what becomes of webhooks
	 */
	public WebhookProcessor(WebhookDeliveries deliveries, ReceivingSources sources, DeliveryLog log,
			SentMessages messages, SubscriptionConfirmer confirmer, WebhookObserver observer) {
		this.deliveries = deliveries;
		this.store = deliveries.store();
		sources.sources().forEach((source) -> this.sources.put(source.name(), source));
		this.recorder = new EventRecorder(log, messages);
		this.confirmer = confirmer;
		this.observer = observer;
	}

	/**
	 * Say that there is something to process.
	 */
	public void signal() {
		this.signal.release();
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			Thread thread = new Thread(this::processUntilStopped, "sendpost-webhooks");
			thread.setDaemon(true);
			this.thread = thread;
			thread.start();
		}
	}

	@Override
	public synchronized void stop() {
		Thread thread = this.thread;
		if (thread != null) {
			this.thread = null;
			signal();
			try {
				thread.join(STOP_TIMEOUT.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			thread.interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	private void processUntilStopped() {
		boolean reported = false;
		while (isCurrent()) {
			Duration pause;
			try {
				processDue(this::isCurrent);
				pause = this.deliveries.untilNext(this.sources.keySet(), LONGEST_PAUSE);
				reported = false;
			}
			catch (DataAccessException | TransactionException ex) {
				if (!reported) {
					logger.warn("No webhooks can be processed for now; this goes on when the database is back", ex);
					reported = true;
				}
				pause = ERROR_PAUSE;
			}
			catch (RuntimeException ex) {
				// What ends this thread would end the processing of all webhooks here.
				logger.error("Webhooks were not processed, which is tried again", ex);
				pause = ERROR_PAUSE;
			}
			try {
				if (isCurrent() && this.signal.tryAcquire(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS)) {
					this.signal.drainPermits();
				}
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private boolean isCurrent() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Process all that is due now, in the current thread.
	 */
	public void processDue() {
		processDue(() -> !Thread.currentThread().isInterrupted());
	}

	private void processDue(BooleanSupplier goOn) {
		List<WebhookDelivery> claimed;
		do {
			claimed = this.deliveries.claim(this.sources.keySet(), DELIVERIES_AT_ONCE);
			claimed.forEach(this::process);
		}
		while (!claimed.isEmpty() && goOn.getAsBoolean());
	}

	private void process(WebhookDelivery delivery) {
		try {
			readAndRecord(delivery);
		}
		catch (RuntimeException ex) {
			failed(delivery, ex);
		}
	}

	private void readAndRecord(WebhookDelivery delivery) {
		URI url = delivery.confirmationUrl();
		if (url != null) {
			confirm(delivery, url);
			return;
		}
		ReceivingSource source = Objects.requireNonNull(this.sources.get(delivery.source()));
		List<ReportedEvent> events;
		try {
			events = source.format().read(delivery.body().body(), KeptHeaders.parse(delivery.headers()));
		}
		catch (UnreadableWebhookException ex) {
			unreadable(delivery, String.valueOf(ex.getMessage()));
			return;
		}
		record(delivery, source, events);
	}

	private void record(WebhookDelivery delivery, ReceivingSource source, List<ReportedEvent> events) {
		for (int tries = 1;; tries++) {
			try {
				this.store.inCallersTransaction(() -> recordInTransaction(delivery, source, events));
				return;
			}
			catch (TransientDataAccessException ex) {
				if (tries == TRIES) {
					throw ex;
				}
			}
		}
	}

	private boolean recordInTransaction(WebhookDelivery delivery, ReceivingSource source, List<ReportedEvent> events) {
		boolean patient = isYounger(delivery, PATIENCE);
		EventRecorder.Result result = this.recorder.record(source, delivery.receivedAt(), events, patient);
		if (result.waiting() > 0) {
			this.deliveries.retry(delivery, delay(delivery.attempts(), PATIENCE_FACTOR),
					"an event waits for the message that it is about");
		}
		else if (this.deliveries.settle(delivery, result.state(), null)) {
			Store.afterCommit(() -> this.observer.settled(delivery.source(), result.state(), result.counts()));
		}
		return true;
	}

	private void unreadable(WebhookDelivery delivery, String reason) {
		logger.warn("A webhook of " + delivery.source() + " cannot be read: " + reason);
		settle(delivery, WebhookDeliveryState.UNREADABLE, reason);
	}

	private void settle(WebhookDelivery delivery, WebhookDeliveryState state, @Nullable String reason) {
		this.store.inOwnTransaction(() -> {
			if (this.deliveries.settle(delivery, state, reason)) {
				Store.afterCommit(
						() -> this.observer.settled(delivery.source(), state, WebhookObserver.EventCounts.NONE));
			}
			return true;
		});
	}

	/**
	 * Whatever kept it from being recorded, such as a listener in the same transaction:
	 * it is tried again, and others are not held up.
	 */
	private void failed(WebhookDelivery delivery, RuntimeException failure) {
		String reason = failure.getClass().getName();
		if (!isYounger(delivery, FAILURE_PATIENCE)) {
			logger.warn("A webhook of " + delivery.source() + " cannot be recorded and is not tried again", failure);
			settle(delivery, WebhookDeliveryState.FAILED, reason);
			return;
		}
		boolean held = this.store.inOwnTransaction(() -> this.deliveries.retry(delivery, delay(delivery), reason));
		logger.warn("A webhook of " + delivery.source()
				+ (held ? " cannot be recorded yet and is tried again" : " led to a failure after it was settled"),
				failure);
	}

	private void confirm(WebhookDelivery delivery, URI url) {
		try {
			this.confirmer.confirm(url);
			logger.info("The subscription of " + delivery.source() + " is confirmed");
			settle(delivery, WebhookDeliveryState.RECORDED, null);
		}
		catch (IOException ex) {
			String reason = "the subscription cannot be confirmed: " + ex.getMessage();
			if (!isYounger(delivery, CONFIRMATION_PATIENCE)) {
				unreadable(delivery, reason);
				return;
			}
			logger.warn("A webhook of " + delivery.source() + " is tried again: " + reason);
			this.store.inOwnTransaction(() -> {
				this.deliveries.retry(delivery, delay(delivery), reason);
				return true;
			});
		}
	}

	private boolean isYounger(WebhookDelivery delivery, Duration age) {
		return this.store.now().isBefore(delivery.receivedAt().plus(age));
	}

	/**
	 * Longer each time, to a limit.
	 * @param attempts how often it was tried, at least once
	 * @param factor how many times longer
	 */
	static Duration delay(int attempts, int factor) {
		Duration delay = FIRST_DELAY;
		for (int i = 1; i < attempts && delay.compareTo(LONGEST_DELAY) < 0; i++) {
			delay = delay.multipliedBy(factor);
		}
		return (delay.compareTo(LONGEST_DELAY) < 0) ? delay : LONGEST_DELAY;
	}

	private static Duration delay(WebhookDelivery delivery) {
		return delay(delivery.attempts(), 2);
	}

}
