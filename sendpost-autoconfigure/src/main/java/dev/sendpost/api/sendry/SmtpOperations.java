package dev.sendpost.api.sendry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiRoutes;

/**
 * Says how to reach the SMTP relay.
 */
final class SmtpOperations {

	private final Supplier<SmtpInfo> relay;

	SmtpOperations(Supplier<SmtpInfo> relay) {
		this.relay = relay;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/smtp/info", this::info);
	}

	private ApiAnswer info(ApiCall call) {
		SmtpInfo.Address address = this.relay.get().address();
		Map<String, Object> auth = new LinkedHashMap<>();
		auth.put("username", "(any value)");
		auth.put("password", "use any API key with sending_access scope");
		Map<String, Object> info = new LinkedHashMap<>();
		info.put("host", address.host());
		info.put("port", address.port());
		info.put("tls", address.tls());
		info.put("auth", auth);
		return ApiAnswer.ok(info);
	}

}
