package dev.sendpost.autoconfigure;

import dev.sendpost.campaign.CampaignSettings;

/**
 * Makes the settings of campaigns from properties, and names the property that is wrong.
 */
final class CampaignPropertiesMapper {

	private static final String PREFIX = "sendpost.campaigns.";

	private static final int MAX_CHUNK_SIZE = 1000;

	private CampaignPropertiesMapper() {
	}

	static CampaignSettings settings(CampaignProperties properties) {
		if (properties.chunkSize() < 1 || properties.chunkSize() > MAX_CHUNK_SIZE) {
			throw new InvalidSendpostPropertyException(PREFIX + "chunk-size",
					properties.chunkSize() + " members cannot be handed over at once",
					"Set it to 1 to " + MAX_CHUNK_SIZE + ".");
		}
		if (properties.pollInterval().toMillis() < 1) {
			throw new InvalidSendpostPropertyException(PREFIX + "poll-interval",
					"nothing can be looked for every " + properties.pollInterval(), "Set it to a duration such as 5s.");
		}
		return new CampaignSettings(properties.chunkSize(), properties.pollInterval());
	}

}
