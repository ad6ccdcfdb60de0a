package dev.sendpost.campaign;

import java.util.Optional;

import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.campaign.CampaignException.Reason;

/**
 * What must hold of a campaign that is to be sent.
 */
final class CampaignRules {

	private final Audiences audiences;

	private final UnsubscribeOffer unsubscribe;

	CampaignRules(Audiences audiences, UnsubscribeOffer unsubscribe) {
		this.audiences = audiences;
		this.unsubscribe = unsubscribe;
	}

	/**
	 * Require that there is the list, and the topic if one is set.
	 * @throws CampaignException if there is not
	 */
	void requireAudience(String subAccount, CampaignDetails details) {
		Audience audience = this.audiences.forSubAccount(subAccount);
		if (audience.lists().find(details.list()).isEmpty()) {
			throw new CampaignException(Reason.UNKNOWN, "there is no list " + details.list());
		}
		if (Optional.ofNullable(details.topic())
			.filter((topic) -> audience.topics().find(topic).isEmpty())
			.isPresent()) {
			throw new CampaignException(Reason.UNKNOWN, "there is no topic '" + details.topic() + "'");
		}
	}

	/**
	 * Require that a campaign can be sent.
	 * @throws CampaignException if it cannot
	 */
	void requireReady(String subAccount, CampaignDetails details) {
		requireAudience(subAccount, details);
		if (details.unsubscribeUrl() == null && !this.unsubscribe.offered(subAccount)) {
			throw new CampaignException(Reason.NO_UNSUBSCRIBE,
					"readers of the campaign could not unsubscribe: set the property sendpost.tracking.base-url, or give"
							+ " the campaign an unsubscribe URL of its own, such as"
							+ " https://example.com/unsubscribe/{{contact_id}}");
		}
	}

}
