package dev.sendpost.webhook.outbound;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells the dispatcher of this node for which subscribers there is something to do.
 */
final class WebhookSignal {

	private final Set<UUID> subscribers = ConcurrentHashMap.newKeySet();

	private final Semaphore raised = new Semaphore(0);

	void raise(Set<UUID> subscribers) {
		this.subscribers.addAll(subscribers);
		this.raised.release();
	}

	/**
	 * Wait until the signal is raised, but not for longer than the given time.
	 * @return the subscribers named since the last call
	 */
	Set<UUID> await(long millis) throws InterruptedException {
		this.raised.tryAcquire(millis, TimeUnit.MILLISECONDS);
		this.raised.drainPermits();
		Set<UUID> taken = new HashSet<>(this.subscribers);
		this.subscribers.removeAll(taken);
		return taken;
	}

}
