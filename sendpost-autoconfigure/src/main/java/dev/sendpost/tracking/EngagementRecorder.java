package dev.sendpost.tracking;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import dev.sendpost.EmailAddress;
import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.DeliveryLog;
import dev.sendpost.store.DatabaseFaults;
import dev.sendpost.store.Store;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Records opens and clicks behind the back of readers, who do not wait for the database.
 * While that is away, some are kept in memory.
 */
public final class EngagementRecorder implements DisposableBean {

	private static final Log logger = LogFactory.getLog(EngagementRecorder.class);

	private static final int MAX_WAITING = 10_000;

	private static final int MAX_AT_ONCE = 50;

	private static final long SILENCE = TimeUnit.MINUTES.toNanos(1);

	private static final long RETRY_MILLIS = 250;

	private static final long MAX_CLOSE_SECONDS = 5;

	private static final long THREAD_KEPT_SECONDS = 10;

	/** Nobody reads a message so soon after the server has taken it. */
	private static final Duration TOO_SOON = Duration.ofSeconds(1);

	/** What a reader repeats within such a time is one fact. */
	private static final Duration ONCE_IN = Duration.ofMinutes(1);

	private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>(MAX_WAITING);

	private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - SILENCE);

	private final Store store;

	private final DeliveryLog log;

	private final EngagementFacts facts;

	private final TrackingObserver observer;

	private final Clock clock;

	private final AtomicBoolean recording = new AtomicBoolean();

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, THREAD_KEPT_SECONDS, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), EngagementRecorder::newThread);

	/**
	 * Create a recorder.
	 * @param store where messages are kept
	 * @param log where facts are recorded
	 * @param settings what is kept of a reader's request
	 * @param observer is told of what is lost
	 * @param clock tells the time
	 */
	public EngagementRecorder(Store store, DeliveryLog log, TrackingSettings settings, TrackingObserver observer,
			Clock clock) {
		this.store = store;
		this.log = log;
		this.facts = new EngagementFacts(settings);
		this.observer = observer;
		this.clock = clock;
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "sendpost-tracking");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * A message was opened. Returns at once.
	 * @param message the message
	 * @param client who opened it
	 */
	public void opened(TrackedMessage message, Client client) {
		add(new Waiting(DeliveryEventType.OPENED, message, null, client, this.clock.instant()));
	}

	/**
	 * A link was followed. Returns at once.
	 * @param link the link
	 * @param client who followed it
	 */
	public void clicked(TrackedLink link, Client client) {
		add(new Waiting(DeliveryEventType.CLICKED, link.message(), link.target(), client, this.clock.instant()));
	}

	private void add(Waiting fact) {
		if (this.executor.isShutdown() || !this.waiting.offer(fact)) {
			lose(1, null);
			return;
		}
		startRecording();
	}

	private void startRecording() {
		if (!this.waiting.isEmpty() && this.recording.compareAndSet(false, true)) {
			try {
				this.executor.execute(this::recordWaiting);
			}
			catch (RejectedExecutionException ex) {
				lose(this.waiting.size(), ex);
			}
		}
	}

	private void recordWaiting() {
		try {
			List<Waiting> batch = new ArrayList<>();
			while (this.waiting.drainTo(batch, MAX_AT_ONCE) > 0) {
				record(batch);
				batch.clear();
			}
		}
		catch (InterruptedException ex) {
			lose(this.waiting.size(), ex);
			return;
		}
		finally {
			this.recording.set(false);
		}
		startRecording();
	}

	/**
	 * Record facts, waiting for the database as long as there is nothing else to do. What
	 * it refuses for another reason than being away, it would refuse again.
	 */
	private void record(List<Waiting> batch) throws InterruptedException {
		while (true) {
			try {
				this.store.inOwnTransaction(() -> {
					this.log.record(events(batch));
					return null;
				});
				return;
			}
			catch (RuntimeException ex) {
				if (this.executor.isShutdown() || !DatabaseFaults.mayPass(ex)) {
					lose(batch.size(), ex);
					return;
				}
				warn("Opens and clicks cannot be recorded, and wait in memory", ex);
				Thread.sleep(RETRY_MILLIS);
			}
		}
	}

	/**
	 * The facts in the order in which every transaction locks messages.
	 */
	private List<DeliveryEvent> events(List<Waiting> batch) {
		return batch.stream()
			.map(this::event)
			.filter(Objects::nonNull)
			.sorted(Comparator.comparing(DeliveryEvent::emailId))
			.toList();
	}

	/**
	 * The fact, or {@code null} if its recipient is not known any more.
	 */
	private @Nullable DeliveryEvent event(Waiting waiting) {
		TrackedMessage message = waiting.message();
		EmailAddress recipient = message.isPersonal() ? recipient(message) : null;
		if (message.isPersonal() && recipient == null) {
			return null;
		}
		boolean automated = waiting.client().automated() || isTooSoon(message.emailId(), waiting.at());
		String name = waiting.type() + "\n" + message.emailId() + "\n" + message.recipient() + "\n" + waiting.url()
				+ "\n" + automated + "\n" + waiting.at().getEpochSecond() / ONCE_IN.toSeconds();
		return new DeliveryEvent(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), message.emailId(),
				recipient, waiting.type(), waiting.at(), DeliveryEvent.GATEWAY, null, null, null, null, false)
			.withEngagement(this.facts.engagement(automated, waiting.url(), waiting.client(), message.isPersonal()));
	}

	private @Nullable EmailAddress recipient(TrackedMessage message) {
		return this.store.jdbc()
			.query("select address from sendpost_recipient where email_id = ?",
					(row, number) -> EmailAddress.parse(Objects.requireNonNull(row.getString("address"))),
					this.store.platform().parameter(message.emailId()))
			.stream()
			.filter(message::isFor)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Whether a server cannot have taken the message for much longer than an instant:
	 * scanners follow links before it answers.
	 */
	private boolean isTooSoon(UUID emailId, Instant at) {
		return this.store.jdbc()
			.query("""
					select e.lease, (select min(v.occurred_at) from sendpost_event v where v.email_id = e.id
					and v.type in ('SENT', 'DELIVERED')) as sent_at from sendpost_email e where e.id = ?""",
					(row, number) -> {
						long sentAt = row.getLong("sent_at");
						boolean sent = !row.wasNull();
						boolean beingSent = this.store.platform().uuid(row, "lease") != null;
						return sent ? at.isBefore(Instant.ofEpochMilli(sentAt).plus(TOO_SOON)) : beingSent;
					}, this.store.platform().parameter(emailId))
			.stream()
			.anyMatch(Boolean::booleanValue);
	}

	private void lose(int count, @Nullable Exception ex) {
		if (count > 0) {
			this.observer.lost(count);
			warn("Opens and clicks cannot be recorded, and are lost", ex);
		}
	}

	private void warn(String message, @Nullable Exception ex) {
		long last = this.warnedAt.get();
		long now = System.nanoTime();
		if (now - last >= SILENCE && this.warnedAt.compareAndSet(last, now)) {
			logger.warn(message + "; told once a minute at most", ex);
		}
	}

	@Override
	public void destroy() throws InterruptedException {
		this.executor.shutdown();
		if (!this.executor.awaitTermination(MAX_CLOSE_SECONDS, TimeUnit.SECONDS)) {
			this.executor.shutdownNow();
		}
	}

	/**
	 * What is to be recorded.
	 */
	private record Waiting(DeliveryEventType type, TrackedMessage message, @Nullable String url, Client client,
			Instant at) {

	}

}
