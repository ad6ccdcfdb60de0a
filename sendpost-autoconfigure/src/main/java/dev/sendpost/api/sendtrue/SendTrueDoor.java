package dev.sendpost.api.sendtrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.Email;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.ApiJson;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.KeySource;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Makes the door that serves the API of SendTrue. An SMTP ID is the name of a transport,
 * or of a route.
 */
public final class SendTrueDoor {

	private static final List<String> SMTP_ID = List.of("smtp-id", "mtp-id");

	private final MailGateway gateway;

	private SendTrueDoor(MailGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * Create the door.
	 * @param settings what all doors have in common
	 * @param gateway sends mail
	 * @return the door
	 */
	public static ApiDoor create(ApiDoorSettings settings, MailGateway gateway) {
		SendTrueDoor door = new SendTrueDoor(gateway);
		ApiRoutes routes = ApiRoutes.anyKey("/v1", KeySource.header("api-key")).send("/smtp/email", door::send);
		return new ApiDoor("sendtrue", List.of("/v1/smtp/email"), List.of(routes), SendTrueDoor::answer, settings,
				new ApiJson(null, settings.maxBodySize()));
	}

	private ApiAnswer send(ApiCall call) {
		Email email = call.body(NewEmail.class).toEmail(smtpId(call.headers()), call.idempotencyKey());
		Receipt receipt = this.gateway.forSubmitter(call.submitter()).send(email);
		if (receipt.status() == EmailStatus.DROPPED) {
			throw ApiProblem.of(Kind.REJECTED, "the recipient gets nothing: " + receipt.outcomes().get(0).reason());
		}
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("success", true);
		answer.put("message", "Email sent successfully");
		answer.put("data", Map.of("messageId", receipt.id()));
		return ApiAnswer.ok(answer);
	}

	/**
	 * The header by either of the names that the documentation has for it.
	 */
	private static @Nullable String smtpId(HttpHeaders headers) {
		List<String> values = SMTP_ID.stream().flatMap((name) -> headers.getOrEmpty(name).stream()).distinct().toList();
		if (values.size() > 1) {
			throw ApiProblem.invalid("smtp-id", "is there with " + values.size() + " values");
		}
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * The service documents no other codes than these.
	 */
	private static ApiAnswer answer(ApiProblem problem) {
		Kind kind = problem.kind();
		int status = switch (kind) {
			case MALFORMED, INVALID, REJECTED, TOO_SLOW, UNSUPPORTED_MEDIA_TYPE -> 400;
			case UNAVAILABLE, NOT_SUPPORTED, INTERNAL -> 500;
			default -> kind.status();
		};
		String field = "route".equals(problem.field()) ? "smtp-id" : problem.field();
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("success", false);
		body.put("message", (field != null) ? field + ": " + problem.detail() : problem.detail());
		return ApiAnswer.of(status, body);
	}

}
