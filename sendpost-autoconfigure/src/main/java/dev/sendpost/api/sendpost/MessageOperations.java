package dev.sendpost.api.sendpost;

import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailRecord;
import dev.sendpost.MailGateway;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.subaccount.SubAccount;
import org.jspecify.annotations.Nullable;

/**
 * The messages of all sub-accounts.
 */
final class MessageOperations {

	private final SendPostFeatures features;

	MessageOperations(SendPostFeatures features) {
		this.features = features;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/message/{message_id}", this::find);
	}

	private ApiAnswer find(ApiCall call) {
		UUID id = call.id("message_id", "message");
		MailGateway gateway = this.features.gateway().forSubmitter(call.submitter());
		EmailRecord message = gateway.find(id).orElseThrow(() -> ApiProblem.notFound("message", id));
		@Nullable Email content = gateway.findContent(id).orElse(null);
		Integer subAccount = this.features.subAccounts().find(message.subAccount()).map(SubAccount::id).orElse(null);
		IpPools.@Nullable Provider transport = message.outcomes()
			.stream()
			.map(RecipientOutcome::transport)
			.flatMap((name) -> this.features.pools().provider(name).stream())
			.findFirst()
			.orElse(null);
		return ApiAnswer.ok(MessageAnswer.of(message, content, subAccount, transport, JavaSdk.isCalling(call)));
	}

}
