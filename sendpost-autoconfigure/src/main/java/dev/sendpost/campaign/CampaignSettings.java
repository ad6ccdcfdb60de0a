package dev.sendpost.campaign;

import java.time.Duration;

/**
 * How campaigns are sent.
 *
 * @param chunkSize how many members are handed over in one transaction at most, 1 to
 * 1,000
 * @param pollInterval how often a node looks for campaigns to go on with
 */
public record CampaignSettings(int chunkSize, Duration pollInterval) {

	/** What holds unless set otherwise. */
	public static final CampaignSettings DEFAULT = new CampaignSettings(500, Duration.ofSeconds(5));

}
