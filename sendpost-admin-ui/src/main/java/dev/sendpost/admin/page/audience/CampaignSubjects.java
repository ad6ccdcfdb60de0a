package dev.sendpost.admin.page.audience;

import java.util.UUID;

import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.Audiences;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.campaign.SubAccountCampaigns;

/**
 * Finds the campaign that a request is about.
 */
record CampaignSubjects(Campaigns campaigns, Audiences audiences, Tenants tenants) {

	Subject find(AdminRequest request) {
		String account = this.tenants.of(request);
		SubAccountCampaigns all = this.campaigns.forSubAccount(account);
		Campaign campaign = all.find(request.id("id", "campaign")).orElseThrow(() -> AdminProblem.notFound("campaign"));
		request.concerns("campaign " + campaign.details().name() + " of " + account);
		return new Subject(request, all, this.audiences.forSubAccount(account), campaign,
				this.tenants.home(account) + "/" + campaign.id());
	}

	/**
	 * A campaign, and what belongs to it.
	 */
	record Subject(AdminRequest request, SubAccountCampaigns all, Audience audience, Campaign campaign, String path) {

		UUID id() {
			return this.campaign.id();
		}

		String name() {
			return "'" + this.campaign.details().name() + "'";
		}

		AdminAnswer done(String notice) {
			return AdminAnswer.redirect(this.path, notice);
		}

	}

}
