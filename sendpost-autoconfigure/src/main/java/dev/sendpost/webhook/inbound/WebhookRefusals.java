package dev.sendpost.webhook.inbound;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException;
import dev.sendpost.webhook.inbound.signature.WebhookVerificationException.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts the webhooks that were refused, and warns of them: of each source, and for each
 * reason, once a minute. Anybody can send webhooks that are refused, and would fill the
 * log.
 */
public final class WebhookRefusals {

	private static final Log logger = LogFactory.getLog(WebhookRefusals.class);

	private static final long PAUSE = Duration.ofMinutes(1).toNanos();

	private final WebhookObserver observer;

	private final LongSupplier nanoTime;

	private final Map<String, Map<String, Refusals>> refusals = new TreeMap<>();

	/**
	 * Create a count.
	 * @param observer told of each refusal
	 * @param nanoTime measures time in nanoseconds
	 */
	public WebhookRefusals(WebhookObserver observer, LongSupplier nanoTime) {
		this.observer = observer;
		this.nanoTime = nanoTime;
	}

	/**
	 * A webhook cannot be believed, or came before. Of copies nobody is warned: senders
	 * repeat what they do not know to have arrived.
	 * @param source the name of its source
	 * @param refusal why it is refused
	 */
	public void refused(String source, WebhookVerificationException refusal) {
		Reason reason = refusal.getReason();
		refused(source, reason.text(), refusal.getMessage(), reason != Reason.REPLAYED && reason != Reason.IN_PROGRESS);
	}

	/**
	 * A webhook was refused before it could be verified.
	 * @param source the name of its source
	 * @param reason why, as it is counted: one of few
	 * @param message why, for people; it shows nothing of the webhook
	 */
	public void refused(String source, String reason, String message) {
		refused(source, reason, message, true);
	}

	private void refused(String source, String reason, @Nullable String message, boolean isWarnedOf) {
		long before = count(source, reason, isWarnedOf);
		if (before >= 0) {
			logger.warn("A webhook of the source '" + source + "' is refused (" + reason + "): " + message
					+ ((before > 0) ? ". So were " + before + " others since the last warning" : ""));
		}
		this.observer.refused(source, reason);
	}

	/**
	 * Count a refusal.
	 * @return how many there were since the last warning, or -1 if none is due
	 */
	private synchronized long count(String source, String reason, boolean isWarnedOf) {
		Refusals counted = this.refusals.computeIfAbsent(source, (absent) -> new TreeMap<>())
			.computeIfAbsent(reason, (absent) -> new Refusals());
		counted.all++;
		long now = this.nanoTime.getAsLong();
		if (!isWarnedOf || (counted.warned && now - counted.warnedAt < PAUSE)) {
			counted.silent++;
			return -1;
		}
		long silent = counted.silent;
		counted.warned = true;
		counted.warnedAt = now;
		counted.silent = 0;
		return silent;
	}

	/**
	 * How many webhooks were refused since this node started.
	 * @return the counts by source and reason
	 */
	public synchronized Map<String, Map<String, Long>> counts() {
		Map<String, Map<String, Long>> counts = new TreeMap<>();
		this.refusals.forEach((source, reasons) -> {
			Map<String, Long> bySource = new TreeMap<>();
			reasons.forEach((reason, counted) -> bySource.put(reason, counted.all));
			counts.put(source, bySource);
		});
		return counts;
	}

	/**
	 * Those of one source for one reason.
	 */
	private static final class Refusals {

		private long all;

		private long silent;

		private boolean warned;

		private long warnedAt;

	}

}
