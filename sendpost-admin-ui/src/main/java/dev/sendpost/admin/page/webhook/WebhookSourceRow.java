package dev.sendpost.admin.page.webhook;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.webhook.inbound.ConfiguredWebhookSource;
import dev.sendpost.webhook.inbound.ReceivedWebhook;
import dev.sendpost.webhook.inbound.ReceivedWebhooks;
import dev.sendpost.webhook.inbound.WebhookDeliveryState;

/**
 * A source with what came of its webhooks.
 *
 * @param source the source
 * @param counts how many webhooks are kept in each state
 * @param latest those that came last
 * @param refusals how many were refused here, by the reason
 */
public record WebhookSourceRow(ConfiguredWebhookSource source, Map<WebhookDeliveryState, Integer> counts,
		List<ReceivedWebhook> latest, Map<String, Long> refusals) {

	/**
	 * How many were received that are kept.
	 * @return how many, by the states they are in, added up
	 */
	public int received() {
		return this.counts.values().stream().mapToInt(Integer::intValue).sum();
	}

	/**
	 * How many are in states that somebody should look at.
	 * @return the counts above zero
	 */
	public Map<WebhookDeliveryState, Integer> troubles() {
		Map<WebhookDeliveryState, Integer> troubles = new EnumMap<>(WebhookDeliveryState.class);
		this.counts.forEach((state, count) -> {
			if (count > 0 && state != WebhookDeliveryState.RECEIVED && state != WebhookDeliveryState.RECORDED) {
				troubles.put(state, count);
			}
		});
		return troubles;
	}

	/**
	 * How many were refused.
	 * @return how many, for whatever reason
	 */
	public long refused() {
		return this.refusals.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Whether there are more in a state than are counted.
	 * @param count the count
	 * @return whether it stands for more
	 */
	public boolean isMore(int count) {
		return count > ReceivedWebhooks.MAX_COUNT;
	}

}
