package dev.sendpost.campaign;

/**
 * How far a campaign is.
 *
 * @param audience how many members the list had at the start, 0 before it
 * @param queued how many contacts have a message in the outbox
 * @param excluded how many got none because they get no broadcast mail: unsubscribed,
 * bounced and so on
 * @param dropped how many got none because a policy kept it from them
 * @param failed how many got none because it could not be made for them, for want of a
 * variable for example
 */
public record CampaignProgress(long audience, long queued, long excluded, long dropped, long failed) {

	static final CampaignProgress NONE = new CampaignProgress(0, 0, 0, 0, 0);

	/**
	 * How many members are done with.
	 * @return the sum of all but the audience
	 */
	public long done() {
		return this.queued + this.excluded + this.dropped + this.failed;
	}

	CampaignProgress plus(CampaignProgress more) {
		return new CampaignProgress(this.audience + more.audience, this.queued + more.queued,
				this.excluded + more.excluded, this.dropped + more.dropped, this.failed + more.failed);
	}

}
