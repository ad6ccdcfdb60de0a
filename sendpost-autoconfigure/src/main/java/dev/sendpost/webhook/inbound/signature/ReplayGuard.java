package dev.sendpost.webhook.inbound.signature;

import java.time.Instant;
import java.util.Collection;

/**
 * Remembers which webhooks came, so that none is processed twice.
 * <p>
 * A webhook is claimed under all of its {@link Verification#replayKeys() replay keys}. It
 * came before if any of them is claimed, and then none of the others is.
 */
public interface ReplayGuard {

	/**
	 * Claim a webhook for good, in the caller's transaction if there is one and webhooks
	 * are remembered in a database. That transaction should be the one in which it is
	 * processed.
	 * @param source the name of the source
	 * @param keys the replay keys
	 * @param until how long to remember it at least
	 * @return whether it was claimed
	 */
	ClaimResult claim(String source, Collection<String> keys, Instant until);

	/**
	 * Forget a claim, since what was claimed could not be processed and will come again.
	 * Only for whoever made the claim.
	 * @param source the name of the source
	 * @param keys the replay keys
	 */
	void release(String source, Collection<String> keys);

	/**
	 * Claim a webhook that is going to be processed now. This is in no transaction of the
	 * caller, so that all nodes know of it at once.
	 * @param source the name of the source
	 * @param keys the replay keys
	 * @param expiry when the claim expires if it is neither {@link #finish finished} nor
	 * {@link #abandon abandoned} before
	 * @return whether it was claimed
	 */
	ClaimResult begin(String source, Collection<String> keys, Instant expiry);

	/**
	 * Remember that a webhook was processed.
	 * @param source the name of the source
	 * @param keys the replay keys
	 * @param until how long to remember it at least
	 */
	void finish(String source, Collection<String> keys, Instant until);

	/**
	 * Forget a claim, since what was begun could not be processed and will come again.
	 * @param source the name of the source
	 * @param keys the replay keys
	 * @param expiry when the claim was to expire. If it has done so, and somebody else
	 * has begun since, that stays
	 */
	void abandon(String source, Collection<String> keys, Instant expiry);

	/**
	 * What became of an attempt to claim a webhook.
	 */
	enum ClaimResult {

		/** It is claimed now, for the first time. */
		CLAIMED,

		/** Somebody has begun to process it, and it is not known what becomes of it. */
		IN_PROGRESS,

		/** It was processed before. */
		PROCESSED

	}

}
