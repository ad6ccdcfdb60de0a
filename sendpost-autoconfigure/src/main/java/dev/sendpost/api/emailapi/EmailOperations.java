package dev.sendpost.api.emailapi;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiRoutes;

/**
 * Sends mail and tells what became of it.
 */
final class EmailOperations {

	private final MailGateway gateway;

	EmailOperations(MailGateway gateway) {
		this.gateway = gateway;
	}

	void addTo(ApiRoutes routes) {
		routes.send("/emails", this::send);
	}

	private ApiAnswer send(ApiCall call) {
		NewEmail email = call.body(NewEmail.class);
		Receipt receipt = this.gateway.forSubmitter(call.submitter()).send(email.toEmail(call.idempotencyKey()));
		Map<String, Object> sent = new LinkedHashMap<>();
		sent.put("id", receipt.id());
		sent.put("status", receipt.status().name().toLowerCase(Locale.ROOT));
		sent.put("messageId", receipt.messageId());
		return ApiAnswer.ok(sent);
	}

}
