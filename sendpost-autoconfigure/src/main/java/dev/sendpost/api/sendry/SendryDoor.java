package dev.sendpost.api.sendry;

import java.util.List;

import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.ApiJson;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.KeySource;
import dev.sendpost.api.TemplateNames;
import tools.jackson.databind.PropertyNamingStrategies;

/**
 * Makes the door that serves the API of Sendry.
 */
public final class SendryDoor {

	private static final List<String> RESOURCES = List.of("/v1/emails", "/v1/domains", "/v1/suppression",
			"/v1/unsubscribes", "/v1/templates", "/v1/api-keys", "/v1/webhooks", "/v1/contacts", "/v1/audiences",
			"/v1/campaigns", "/v1/analytics", "/v1/logs", "/v1/test-emails", "/v1/smtp/info");

	private SendryDoor() {
	}

	/**
	 * Create the door.
	 * @param settings what all doors have in common
	 * @param features what is behind it
	 * @return the door
	 */
	public static ApiDoor create(ApiDoorSettings settings, SendryFeatures features) {
		ApiRoutes routes = ApiRoutes.anyKey("/v1", KeySource.bearer());
		TemplateNames templates = new TemplateNames(features.templates(), "template_id");
		new EmailOperations(features.gateway(), features.log(), templates, features.audiences()).addTo(routes);
		new DomainOperations(features.domains()).addTo(routes);
		new SuppressionOperations(features.suppressions()).addTo(routes);
		new UnsubscribeOperations(features.suppressions(), features.audiences()).addTo(routes);
		new TemplateOperations(features.templates()).addTo(routes);
		new KeyOperations(features.keys()).addTo(routes.testsApart());
		new WebhookOperations(features.webhooks()).addTo(routes);
		new ContactOperations(features.audiences()).addTo(routes);
		new AudienceOperations(features.audiences()).addTo(routes);
		new CampaignOperations(features.campaigns(), templates).addTo(routes.testsApart());
		new AnalyticsOperations(features.statistics()).addTo(routes);
		new LogOperations(features.gateway(), features.log()).addTo(routes);
		new TestEmailOperations(features.gateway(), features.templates()).addTo(routes);
		new SmtpOperations(features.relay()).addTo(routes);
		return new ApiDoor("sendry", RESOURCES, List.of(routes), SendryProblems::answer, settings,
				new ApiJson(PropertyNamingStrategies.SNAKE_CASE, settings.maxBodySize()));
	}

}
