package dev.sendpost.api.emailapi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.campaign.Campaign;
import dev.sendpost.campaign.CampaignContent;
import dev.sendpost.campaign.CampaignDetails;
import dev.sendpost.campaign.CampaignException;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.campaign.SubAccountCampaigns;
import org.jspecify.annotations.Nullable;

/**
 * Makes campaigns and launches them.
 */
final class CampaignOperations {

	private final Supplier<Campaigns> campaigns;

	CampaignOperations(Supplier<Campaigns> campaigns) {
		this.campaigns = campaigns;
	}

	void addTo(ApiRoutes routes) {
		routes.post("/campaigns", this::create).post("/campaigns/{id}/launch", this::launch);
	}

	private SubAccountCampaigns campaigns(ApiCall call) {
		return this.campaigns.get().forSubmitter(call.submitter());
	}

	private ApiAnswer create(ApiCall call) {
		NewCampaign given = call.body(NewCampaign.class);
		Campaign campaign = create(campaigns(call), given);
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("id", campaign.id());
		answer.put("name", campaign.details().name());
		answer.put("status", EmailEntry.name(campaign.status()));
		return ApiAnswer.ok(answer);
	}

	private static Campaign create(SubAccountCampaigns campaigns, NewCampaign given) {
		try {
			return campaigns.create(given.details());
		}
		catch (CampaignException ex) {
			if ("html".equals(ex.getField())) {
				throw ApiProblem.invalid("content", String.valueOf(ex.getMessage()));
			}
			throw ex;
		}
	}

	private ApiAnswer launch(ApiCall call) {
		Campaign campaign = campaigns(call).launch(call.id("id", "campaign"));
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("success", true);
		answer.put("status", EmailEntry.name(campaign.status()));
		return ApiAnswer.ok(answer);
	}

	/**
	 * A campaign as it is handed over.
	 *
	 * @param name what people call it
	 * @param subject the subject
	 * @param listId the id of the list whose members get it
	 * @param content the HTML body
	 */
	record NewCampaign(@Nullable String name, @Nullable String subject, @Nullable String listId,
			@Nullable String content) {

		CampaignDetails details() {
			String name = required("name", this.name);
			CampaignContent content = CampaignContent.html(required("subject", this.subject),
					required("content", this.content));
			return CampaignDetails.of(name, ApiCall.parseId(required("listId", this.listId), "list"), content);
		}

		private static String required(String field, @Nullable String value) {
			if (value == null || value.isBlank()) {
				throw ApiProblem.invalid(field, "is missing");
			}
			return value;
		}

	}

}
