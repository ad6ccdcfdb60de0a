package dev.sendpost.api.sendpost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.ApiJson;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.KeySource;

/**
 * Makes the door that serves the API of SendPost.
 */
public final class SendPostDoor {

	static final String ACCOUNT_KEY = "X-Account-ApiKey";

	private static final String SUB_ACCOUNT_KEY = "X-SubAccount-ApiKey";

	private static final String ACCOUNT = "/api/v1/account";

	private static final String SUB_ACCOUNT = "/api/v1/subaccount";

	private SendPostDoor() {
	}

	/**
	 * Create the door.
	 * @param settings what all doors have in common
	 * @param features what stands behind it
	 * @return the door
	 */
	public static ApiDoor create(ApiDoorSettings settings, SendPostFeatures features) {
		ApiRoutes subAccount = ApiRoutes.anyKey(SUB_ACCOUNT, KeySource.header(SUB_ACCOUNT_KEY));
		new EmailOperations(features).addTo(subAccount);
		new DomainOperations(features.domains()).addTo(subAccount);
		new SuppressionOperations(features.suppressions()).addTo(subAccount);
		ApiRoutes account = ApiRoutes.accountKey(ACCOUNT, KeySource.header(ACCOUNT_KEY));
		new SubAccountOperations(features.subAccounts(), features.keys()).addTo(account);
		new StatOperations(features.statistics(), features.subAccounts()).addTo(account);
		new MessageOperations(features).addTo(account);
		new WebhookOperations(features.webhooks()).addTo(account);
		new IpOperations(features.pools()).addTo(account);
		new IpPoolOperations(features.pools()).addTo(account);
		return new ApiDoor("sendpost", List.of(ACCOUNT, SUB_ACCOUNT), List.of(subAccount, account),
				(problem) -> answer(problem, status(problem.kind())), settings,
				new ApiJson(null, settings.maxBodySize()));
	}

	/**
	 * The service documents no form of errors but their status.
	 */
	static ApiAnswer answer(ApiProblem problem, int status) {
		Map<String, Object> body = new LinkedHashMap<>();
		String field = problem.field();
		body.put("code", status);
		body.put("message", (field != null) ? field + ": " + problem.detail() : problem.detail());
		return ApiAnswer.of(status, body);
	}

	/**
	 * A key that is not good for what is asked is unauthorized here: 403 tells clients of
	 * the service that something exists already.
	 */
	private static int status(Kind kind) {
		return switch (kind) {
			case UNAUTHENTICATED, FORBIDDEN -> 401;
			case CONFLICT -> 403;
			case NOT_FOUND -> 406;
			case MALFORMED, UNSUPPORTED_MEDIA_TYPE, INVALID, REJECTED -> 422;
			default -> kind.status();
		};
	}

}
