package dev.sendpost.webhook.inbound.signature;

import java.time.Instant;

/**
 * Remembers which webhooks came, so that none is processed twice.
 */
public interface ReplayGuard {

	/**
	 * Claim a webhook, in the caller's transaction if there is one and webhooks are
	 * remembered in a database.
	 * @param source the name of the source
	 * @param key the {@link Verification#replayKey() replay key}
	 * @param until how long to remember it at least
	 * @return whether nobody has claimed it before
	 */
	boolean claim(String source, String key, Instant until);

	/**
	 * Forget a claim, since what was claimed could not be processed and will come again.
	 * Only for whoever made the claim.
	 * @param source the name of the source
	 * @param key the replay key
	 */
	void release(String source, String key);

}
