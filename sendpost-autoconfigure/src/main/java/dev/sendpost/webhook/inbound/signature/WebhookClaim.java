package dev.sendpost.webhook.inbound.signature;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A webhook that is being processed. Whoever is first to say what became of it is heard.
 */
public final class WebhookClaim {

	private final Runnable finish;

	private final Runnable release;

	private final AtomicBoolean ended = new AtomicBoolean();

	WebhookClaim(Runnable finish, Runnable release) {
		this.finish = finish;
		this.release = release;
	}

	/**
	 * It was processed: copies are refused from now on.
	 */
	public void finish() {
		if (this.ended.compareAndSet(false, true)) {
			this.finish.run();
		}
	}

	/**
	 * It could not be processed: it may come again.
	 */
	public void release() {
		if (this.ended.compareAndSet(false, true)) {
			this.release.run();
		}
	}

}
