package dev.sendpost.api.emailapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.ApiJson;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.KeySource;

/**
 * Makes the door that serves the Email API.
 */
public final class EmailApiDoor {

	private static final List<String> RESOURCES = List.of("/api/v1/emails", "/api/v1/contacts", "/api/v1/domains",
			"/api/v1/webhooks", "/api/v1/campaigns", "/api/v1/stats");

	private EmailApiDoor() {
	}

	/**
	 * Create the door.
	 * @param settings what all doors have in common
	 * @param features what is behind it
	 * @return the door
	 */
	public static ApiDoor create(ApiDoorSettings settings, EmailApiFeatures features) {
		ApiRoutes routes = ApiRoutes.anyKey("/api/v1", KeySource.bearer());
		new EmailOperations(features.gateway(), features.log()).addTo(routes);
		new ContactOperations(features.audiences()).addTo(routes);
		new DomainOperations(features.domains()).addTo(routes);
		new WebhookOperations(features.webhooks()).addTo(routes);
		new CampaignOperations(features.campaigns()).addTo(routes.testsApart());
		new StatsOperations(features).addTo(routes);
		return new ApiDoor("email-api", RESOURCES, List.of(routes), EmailApiDoor::answer, settings,
				new ApiJson(null, settings.maxBodySize()));
	}

	/**
	 * The service documents no form of errors: {@code error} is what most clients look
	 * for.
	 */
	private static ApiAnswer answer(ApiProblem problem) {
		Map<String, Object> body = new LinkedHashMap<>();
		String field = (problem.field() != null) ? field(problem.field()) : null;
		body.put("error", (field != null) ? field + ": " + problem.detail() : problem.detail());
		body.put("code", problem.kind().name().toLowerCase(Locale.ROOT));
		if (field != null) {
			body.put("field", field);
		}
		return ApiAnswer.of(problem.kind().status(), body);
	}

	/**
	 * What a field of a message is called in the API.
	 */
	static String field(String field) {
		return switch (field) {
			case "metadata" -> "tags";
			case "idempotencyKey" -> "Idempotency-Key";
			default -> field;
		};
	}

}
