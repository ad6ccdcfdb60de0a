package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiHandler;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.TemplateNames;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignStatus;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.campaign.SubAccountCampaigns;
import dev.sendpost.statistics.MailCounts;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns, which are messages to all of an audience.
 */
final class CampaignOperations {

	private final Supplier<Campaigns> campaigns;

	private final TemplateNames templates;

	CampaignOperations(Supplier<Campaigns> campaigns, TemplateNames templates) {
		this.campaigns = campaigns;
		this.templates = templates;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/campaigns", this::create)
			.get("/campaigns", this::list)
			.get("/campaigns/{id}", this::find)
			.put("/campaigns/{id}", this::update)
			.delete("/campaigns/{id}", this::remove)
			.post("/campaigns/{id}/schedule", this::schedule)
			.post("/campaigns/{id}/send", action(SubAccountCampaigns::launch))
			.post("/campaigns/{id}/pause", action(SubAccountCampaigns::pause))
			.post("/campaigns/{id}/resume", action(SubAccountCampaigns::resume))
			.post("/campaigns/{id}/cancel", action(SubAccountCampaigns::cancel));
	}

	private ApiAnswer create(ApiCall call) {
		CampaignBody body = call.body(CampaignBody.class);
		Campaign campaign = own(call)
			.create(body.toDetails((template) -> this.templates.require(call.submitter(), template)));
		return Answers.created(view(call, campaign));
	}

	private ApiAnswer list(ApiCall call) {
		int size = Page.size(call);
		CampaignStatus status = call.query("status").map(Statuses::parseCampaign).orElse(null);
		List<Campaign> found = own(call).list(status, Page.after(call), size + 1);
		boolean more = found.size() > size;
		List<Campaign> page = more ? found.subList(0, size) : found;
		return Page.of(page, CampaignView.Summary::of, more ? page.get(size - 1).id() : null);
	}

	private ApiAnswer find(ApiCall call) {
		return ApiAnswer.ok(view(call, require(call)));
	}

	private ApiAnswer update(ApiCall call) {
		Campaign before = require(call);
		CampaignBody body = call.body(CampaignBody.class);
		requireStatus(before, Set.of(CampaignStatus.DRAFT), "only a draft can be changed");
		Campaign after = own(call).update(before.id(),
				(details) -> body.applyTo(details, (template) -> this.templates.require(call.submitter(), template)));
		return ApiAnswer.ok(view(call, after));
	}

	private ApiAnswer remove(ApiCall call) {
		Campaign campaign = require(call);
		requireStatus(campaign, Set.of(CampaignStatus.DRAFT, CampaignStatus.CANCELLED),
				"only a draft or a cancelled campaign can be deleted");
		own(call).remove(campaign.id());
		return Answers.deleted();
	}

	private ApiAnswer schedule(ApiCall call) {
		Campaign campaign = require(call);
		Instant at = call.body(ScheduleBody.class).scheduledAt();
		if (at == null) {
			throw ApiProblem.invalid("scheduled_at", "is missing");
		}
		return done(own(call).schedule(campaign.id(), at));
	}

	private ApiHandler action(BiFunction<SubAccountCampaigns, UUID, Campaign> action) {
		return (call) -> done(action.apply(own(call), require(call).id()));
	}

	private static ApiAnswer done(Campaign campaign) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("id", campaign.id());
		answer.put("status", Statuses.of(campaign.status()));
		return ApiAnswer.ok(answer);
	}

	private static void requireStatus(Campaign campaign, Set<CampaignStatus> allowed, String rule) {
		if (!allowed.contains(campaign.status())) {
			throw ApiProblem.of(Kind.CONFLICT, "the campaign is " + Statuses.of(campaign.status()) + ": " + rule);
		}
	}

	private Campaign require(ApiCall call) {
		UUID id = call.id("id", "campaign");
		return own(call).find(id).orElseThrow(() -> ApiProblem.notFound("campaign", id));
	}

	private SubAccountCampaigns own(ApiCall call) {
		return this.campaigns.get().forSubmitter(call.submitter());
	}

	private CampaignView view(ApiCall call, Campaign campaign) {
		String template = campaign.details().content().template();
		MailCounts counts = (campaign.startedAt() != null) ? own(call).results(campaign.id()).total() : MailCounts.ZERO;
		return CampaignView.of(campaign, (template != null) ? this.templates.idOf(call.submitter(), template) : null,
				counts);
	}

	/**
	 * When a campaign is to begin.
	 *
	 * @param scheduledAt the time
	 */
	record ScheduleBody(@Nullable Instant scheduledAt) {

	}

}
