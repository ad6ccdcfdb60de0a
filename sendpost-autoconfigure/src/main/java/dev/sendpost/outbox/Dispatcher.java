package dev.sendpost.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import dev.sendpost.EmailStream;
import dev.sendpost.outbox.Pause.Scope;
import dev.sendpost.store.Store;
import dev.sendpost.transport.Transports;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Delivers what waits in the outbox: claims due messages, sends them on several threads
 * and writes what came of it. Any number of nodes do this side by side.
 */
public final class Dispatcher implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(Dispatcher.class);

	private static final long ERROR_PAUSE_MILLIS = 1000;

	/** How long a claim may take when this stops. */
	private static final long CLAIMED_WITHIN_MILLIS = 5000;

	/** After how many finished messages it is worth claiming again. */
	private static final int WAKE_EVERY = 128;

	private final DispatcherSettings settings;

	private final JdbcOutbox outbox;

	private final QueuedEmailDelivery delivery;

	private final RetrySchedule schedule;

	private final Transports transports;

	private final RandomGenerator random;

	private final DispatcherObserver observer;

	private volatile @Nullable Run run;

	/**
	 * Create a dispatcher.
	 * @param outbox what to deliver
	 * @param delivery takes messages to the transports
	 * @param transports the transports, which are held up while they are paused
	 * @param schedule when to try again
	 * @param settings how this node delivers
	 * @param random spreads attempts; used by many threads
	 * @param observer told how long things took
	 */
	public Dispatcher(JdbcOutbox outbox, QueuedEmailDelivery delivery, Transports transports, RetrySchedule schedule,
			DispatcherSettings settings, RandomGenerator random, DispatcherObserver observer) {
		this.outbox = outbox;
		this.delivery = delivery;
		this.transports = transports;
		this.schedule = schedule;
		this.settings = settings;
		this.random = random;
		this.observer = observer;
	}

	@Override
	public synchronized void start() {
		if (this.run == null) {
			Run run = new Run();
			run.start();
			this.run = run;
		}
	}

	@Override
	public synchronized void stop() {
		Run run = this.run;
		if (run != null) {
			run.stop();
			this.run = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.run != null;
	}

	/**
	 * The threads between one start and the stop after it.
	 */
	private final class Run {

		private final Store store = Dispatcher.this.outbox.store();

		private final JdbcClaims claims = new JdbcClaims(this.store, Dispatcher.this.outbox.log(),
				Dispatcher.this.outbox.records(), Dispatcher.this.settings.lease());

		private final Claimer claimer = new Claimer(this.claims, Dispatcher.this.outbox::nextId,
				Dispatcher.this.settings.pollInterval().toMillis());

		private final JdbcPauses pauses = new JdbcPauses(this.store);

		private final WorkQueue work = new WorkQueue();

		private final Map<UUID, ClaimedEmail> held = new ConcurrentHashMap<>();

		private final Map<EmailStream, AtomicInteger> inFlight = new EnumMap<>(EmailStream.class);

		private final OutcomeWriter writer = new OutcomeWriter(this.claims, this::written, Dispatcher.this.observer);

		private final List<Thread> workers = new ArrayList<>();

		private final Thread claiming = thread("claims", this::claimUntilStopped);

		private final Thread renewing = thread("leases", this::renewUntilStopped);

		private final Thread writing = thread("outcomes", this.writer);

		private final CountDownLatch stopped = new CountDownLatch(1);

		private volatile boolean stopping;

		Run() {
			for (EmailStream stream : EmailStream.values()) {
				this.inFlight.put(stream, new AtomicInteger());
			}
			Attempts attempts = new Attempts(Dispatcher.this.outbox.contents(), Dispatcher.this.delivery,
					new Settlement(Dispatcher.this.schedule, Dispatcher.this.random, Dispatcher.this.outbox::nextId));
			for (int i = 1; i <= Dispatcher.this.settings.concurrency(); i++) {
				boolean reserved = i <= Dispatcher.this.settings.reservedThreads();
				this.workers.add(thread("send-" + i, () -> sendUntilStopped(attempts, reserved)));
			}
		}

		private static Thread thread(String name, Runnable task) {
			Thread thread = new Thread(task, "sendpost-" + name);
			thread.setDaemon(true);
			return thread;
		}

		void start() {
			this.writing.start();
			this.workers.forEach(Thread::start);
			this.renewing.start();
			this.claiming.start();
		}

		private void claimUntilStopped() {
			OutboxSignal signal = Dispatcher.this.outbox.signal();
			boolean reported = false;
			while (!this.stopping) {
				long pause = Dispatcher.this.settings.pollInterval().toMillis();
				try {
					if (claim(signal.takeLanes()) > 0) {
						pause = (free(EmailStream.TRANSACTIONAL) > 0) ? 0 : pause;
					}
					reported = false;
				}
				catch (RuntimeException ex) {
					if (!reported) {
						logger.warn("No e-mail can be claimed for now; this goes on when the database is back", ex);
						reported = true;
					}
					pause = Math.max(pause, ERROR_PAUSE_MILLIS);
				}
				try {
					signal.await(pause);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		}

		private int claim(Set<String> lanes) {
			Set<Pause> paused = this.pauses.all();
			Dispatcher.this.transports.pause(JdbcPauses.names(paused, Scope.TRANSPORT));
			long start = System.nanoTime();
			List<ClaimedEmail> claimed = this.claimer.claim(free(EmailStream.TRANSACTIONAL),
					free(EmailStream.BROADCAST), paused, lanes);
			if (claimed.isEmpty()) {
				return 0;
			}
			Dispatcher.this.observer.claimed(claimed.size(), Duration.ofNanos(System.nanoTime() - start));
			for (ClaimedEmail email : claimed) {
				this.held.put(email.id(), email);
				counter(email.lane().stream()).incrementAndGet();
			}
			if (!this.work.add(claimed)) {
				this.claims.release(claimed);
			}
			return claimed.size();
		}

		/**
		 * How many more messages of a stream this node takes on. A share is kept for each
		 * stream, so that neither fills the node alone.
		 */
		private int free(EmailStream stream) {
			int capacity = Dispatcher.this.settings.capacity();
			int all = this.inFlight.values().stream().mapToInt(AtomicInteger::get).sum();
			int most = (stream == EmailStream.TRANSACTIONAL) ? capacity - capacity / 8 : capacity - capacity / 4;
			return Math.max(0, Math.min(most - counter(stream).get(), capacity - all));
		}

		private AtomicInteger counter(EmailStream stream) {
			return this.inFlight.computeIfAbsent(stream, (absent) -> new AtomicInteger());
		}

		private void sendUntilStopped(Attempts attempts, boolean transactionalOnly) {
			try {
				ClaimedEmail email = this.work.take(transactionalOnly);
				while (email != null) {
					try {
						this.writer.add(attempts.attempt(email, this.store));
					}
					finally {
						this.work.done(email);
					}
					email = this.work.take(transactionalOnly);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private void written(FinishedEmail finished) {
			ClaimedEmail email = finished.email();
			this.held.remove(email.id(), email);
			int left = counter(email.lane().stream()).decrementAndGet();
			if (left % WAKE_EVERY == 0) {
				Dispatcher.this.outbox.signal().raise(Set.of());
			}
		}

		private void renewUntilStopped() {
			long interval = Math.max(1, Dispatcher.this.settings.lease().toMillis() / 3);
			while (!awaitStopped(interval)) {
				try {
					this.claims.renew(this.held.values());
				}
				catch (RuntimeException ex) {
					logger.warn("The leases on " + this.held.size() + " e-mails could not be renewed", ex);
				}
			}
		}

		private boolean awaitStopped(long millis) {
			try {
				return this.stopped.await(millis, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				return true;
			}
		}

		/**
		 * Send no more, let go what has not begun, and wait for what has. Threads are
		 * interrupted only if they do not end: some databases do not survive that.
		 */
		void stop() {
			this.stopping = true;
			Dispatcher.this.outbox.signal().raise(Set.of());
			long deadline = System.nanoTime() + Dispatcher.this.settings.shutdownTimeout().toNanos();
			try {
				this.claiming.join(Math.min(remaining(deadline), CLAIMED_WITHIN_MILLIS));
				this.claiming.interrupt();
				this.claiming.join(remaining(deadline));
				release(this.work.close());
				for (Thread worker : this.workers) {
					worker.join(remaining(deadline));
				}
				this.writer.stop();
				this.writing.join(remaining(deadline));
				this.stopped.countDown();
				this.renewing.join(remaining(deadline));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.renewing.interrupt();
			// First the writer, so that no attempt counts that fails for being
			// interrupted.
			this.writing.interrupt();
			this.workers.forEach(Thread::interrupt);
			if (!this.held.isEmpty()) {
				logger.warn("Stopped while " + this.held.size() + " e-mails were being sent; they will be sent again "
						+ "when their leases have run out");
			}
		}

		private void release(List<ClaimedEmail> unused) {
			try {
				this.claims.release(unused);
				unused.forEach((email) -> this.held.remove(email.id()));
			}
			catch (RuntimeException ex) {
				logger.warn(unused.size() + " e-mails that were not begun will go on when their leases have run out",
						ex);
			}
		}

		private static long remaining(long deadline) {
			return Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
		}

	}

}
