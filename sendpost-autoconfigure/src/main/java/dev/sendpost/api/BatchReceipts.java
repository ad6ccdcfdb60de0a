package dev.sendpost.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.sendpost.Receipt;
import dev.sendpost.api.ApiProblem.Kind;

/**
 * What became of messages that were handed over together.
 */
public final class BatchReceipts {

	private BatchReceipts() {
	}

	/**
	 * Require that not all messages were refused for now. If they were, nothing was done,
	 * and clients that know when to repeat a request are told to.
	 * @param receipts those of all messages
	 * @return the same
	 * @throws ApiProblem if all were refused for now
	 */
	public static List<Receipt> requireSomeTaken(List<Receipt> receipts) {
		Duration wait = Duration.ZERO;
		for (Receipt receipt : receipts) {
			Duration retryAfter = receipt.retryAfter();
			if (retryAfter == null) {
				return receipts;
			}
			wait = (retryAfter.compareTo(wait) > 0) ? retryAfter : wait;
		}
		if (receipts.isEmpty()) {
			return receipts;
		}
		String reason = Objects.requireNonNullElse(receipts.get(0).outcomes().get(0).reason(),
				"no message can be accepted now");
		throw wait.isZero() ? ApiProblem.of(Kind.UNAVAILABLE, reason) : ApiProblem.tooMany(reason, wait);
	}

}
