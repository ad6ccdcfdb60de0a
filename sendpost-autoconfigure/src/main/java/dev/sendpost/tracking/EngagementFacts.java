package dev.sendpost.tracking;

import dev.sendpost.event.Engagement;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of a reader's request what may be kept. Of a reader who is not known nothing is:
 * it could not be found when that person is to be erased.
 */
final class EngagementFacts {

	private final TrackingSettings settings;

	EngagementFacts(TrackingSettings settings) {
		this.settings = settings;
	}

	Engagement engagement(boolean automated, @Nullable String url, Client client, boolean personal) {
		return new Engagement(automated, url, (personal && this.settings.keepIpAddress()) ? client.ipAddress() : null,
				(personal && this.settings.keepUserAgent()) ? client.userAgent() : null);
	}

}
