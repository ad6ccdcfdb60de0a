package dev.sendpost.campaign;

import java.time.Instant;
import java.util.UUID;

import dev.sendpost.Submitter;
import org.jspecify.annotations.Nullable;

/**
 * A campaign, and what is remembered to go on with it.
 *
 * @param subAccount the name of the sub-account whose campaign it is
 * @param campaign the campaign
 * @param phase what there is to do
 * @param nextAt when to go on, or {@code null} if there is nothing to do
 * @param last the member, or the message to call back, that was dealt with last in the
 * phase; or {@code null}
 */
record StoredCampaign(String subAccount, Campaign campaign, Phase phase, @Nullable Instant nextAt,
		@Nullable UUID last) {

	Submitter submitter() {
		return new Submitter(this.subAccount, false, null, this.campaign.test());
	}

	StoredCampaign with(CampaignDetails details) {
		Campaign c = this.campaign;
		return new StoredCampaign(
				this.subAccount, new Campaign(c.id(), details, c.status(), c.test(), c.progress(), c.winner(),
						c.reason(), c.createdAt(), c.scheduledAt(), c.startedAt(), c.finishedAt()),
				this.phase, this.nextAt, this.last);
	}

	private StoredCampaign with(CampaignStatus status, @Nullable String reason, @Nullable Instant scheduledAt,
			Phase phase, @Nullable Instant nextAt) {
		Campaign c = this.campaign;
		return new StoredCampaign(this.subAccount, new Campaign(c.id(), c.details(), status, c.test(), c.progress(),
				c.winner(), reason, c.createdAt(), scheduledAt, c.startedAt(), c.finishedAt()), phase, nextAt,
				this.last);
	}

	StoredCampaign scheduled(Instant at) {
		return with(CampaignStatus.SCHEDULED, null, at, this.phase, at);
	}

	StoredCampaign sending(@Nullable Instant nextAt) {
		return with(CampaignStatus.SENDING, null, this.campaign.scheduledAt(), this.phase, nextAt);
	}

	StoredCampaign paused(@Nullable String reason) {
		return with(CampaignStatus.PAUSED, reason, this.campaign.scheduledAt(), this.phase, this.nextAt);
	}

	/**
	 * The campaign at another hour of its phase.
	 */
	StoredCampaign due(@Nullable Instant nextAt) {
		return with(this.campaign.status(), this.campaign.reason(), this.campaign.scheduledAt(), this.phase, nextAt);
	}

	StoredCampaign started(Instant now, long audience, Phase phase) {
		Campaign c = this.campaign;
		CampaignProgress progress = new CampaignProgress(audience, 0, 0, 0, 0);
		return new StoredCampaign(this.subAccount, new Campaign(c.id(), c.details(), CampaignStatus.SENDING, c.test(),
				progress, null, null, c.createdAt(), c.scheduledAt(), now, null), phase, now, null);
	}

	StoredCampaign advanced(@Nullable UUID last, Instant nextAt, CampaignProgress more) {
		Campaign c = this.campaign;
		return new StoredCampaign(
				this.subAccount, new Campaign(c.id(), c.details(), c.status(), c.test(), c.progress().plus(more),
						c.winner(), c.reason(), c.createdAt(), c.scheduledAt(), c.startedAt(), c.finishedAt()),
				this.phase, nextAt, last);
	}

	/**
	 * The campaign at the beginning of a phase.
	 */
	StoredCampaign entering(Phase phase, Instant nextAt, @Nullable String winner) {
		Campaign c = this.campaign;
		return new StoredCampaign(
				this.subAccount, new Campaign(c.id(), c.details(), c.status(), c.test(), c.progress(), winner,
						c.reason(), c.createdAt(), c.scheduledAt(), c.startedAt(), c.finishedAt()),
				phase, nextAt, null);
	}

	StoredCampaign completed(Instant now) {
		return finished(CampaignStatus.COMPLETED, now, this.phase, null, null);
	}

	/**
	 * The campaign given up, with messages to call back if there may be any.
	 */
	StoredCampaign cancelled(Instant now, @Nullable String reason) {
		boolean began = this.campaign.startedAt() != null;
		return finished(CampaignStatus.CANCELLED, now, Phase.RECALL, began ? now : null, reason);
	}

	private StoredCampaign finished(CampaignStatus status, Instant now, Phase phase, @Nullable Instant nextAt,
			@Nullable String reason) {
		Campaign c = this.campaign;
		return new StoredCampaign(this.subAccount, new Campaign(c.id(), c.details(), status, c.test(), c.progress(),
				c.winner(), reason, c.createdAt(), c.scheduledAt(), c.startedAt(), now), phase, nextAt, null);
	}

	/**
	 * What there is to do.
	 */
	enum Phase {

		/** All members get a message. */
		ALL,

		/** Those members in a trial of subjects get one. */
		TRIAL,

		/** The winner of the trial is to be found. */
		DECIDE,

		/** The other members get the winner. */
		REST,

		/** Messages that wait are to be called back. */
		RECALL

	}

}
