package dev.sendpost.api.smtpmailer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiDoor;
import dev.sendpost.api.ApiDoorSettings;
import dev.sendpost.api.ApiJson;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.KeySource;
import dev.sendpost.egress.EgressRefusedException;
import dev.sendpost.egress.ServerAddress;
import dev.sendpost.egress.ServerList;
import dev.sendpost.gateway.CallersServer;
import dev.sendpost.gateway.CallersServerGateway;
import dev.sendpost.gateway.CallersServerResult;
import dev.sendpost.gateway.CallersServerResult.Failure;

/**
 * Makes the door that serves the API of SMTP Mailer. Its callers name the SMTP server and
 * log in there; a key of ours comes in a header that the service does not have.
 */
public final class SmtpMailerDoor {

	private static final String BASE = "/api/smtp";

	private final CallersServerGateway gateway;

	private final ServerList servers;

	private final SmtpMailerLimits limits;

	private SmtpMailerDoor(CallersServerGateway gateway, ServerList servers, SmtpMailerLimits limits) {
		this.gateway = gateway;
		this.servers = servers;
		this.limits = limits;
	}

	/**
	 * Create the door.
	 * @param settings what all doors have in common
	 * @param gateway sends mail
	 * @param servers the servers that callers may name
	 * @param limits what callers may do
	 * @param keyRequired whether callers need a key of ours
	 * @return the door
	 */
	public static ApiDoor create(ApiDoorSettings settings, CallersServerGateway gateway, ServerList servers,
			SmtpMailerLimits limits, boolean keyRequired) {
		SmtpMailerDoor door = new SmtpMailerDoor(gateway, servers, limits);
		ApiRoutes routes = keyRequired ? ApiRoutes.anyKey(BASE, KeySource.header("X-API-Key")) : ApiRoutes.noKey(BASE);
		return new ApiDoor("smtp-mailer", List.of(BASE), List.of(routes.send("", door::send)), SmtpMailerDoor::answer,
				settings, new ApiJson(null, settings.maxBodySize()));
	}

	private ApiAnswer send(ApiCall call) {
		this.limits.count(call.source());
		try {
			ServerHeaders headers = ServerHeaders.of(call.headers(), this.servers);
			Login login = Login.of(call.headers());
			Email email = call.body(NewEmail.class).toEmail();
			return this.limits.ifThereIsRoom(() -> send(call, headers, login, email));
		}
		catch (EgressRefusedException ex) {
			throw ApiProblem.of(Kind.FORBIDDEN, String.valueOf(ex.getMessage()));
		}
	}

	private ApiAnswer send(ApiCall call, ServerHeaders headers, Login login, Email email) {
		ServerAddress server = headers.server();
		this.limits.requireNotShutOut(source(call), server);
		List<InetAddress> addresses;
		try {
			addresses = this.servers.resolve(server);
		}
		catch (UnknownHostException ex) {
			return ApiAnswer.of(502, message("The SMTP server " + server + " cannot be found"));
		}
		CallersServerResult result = this.gateway.send(email, call.submitter(), new CallersServer(server.host(),
				server.port(), addresses, headers.secure(), login.email(), login.password()));
		if (result.failure() == Failure.CREDENTIALS_REFUSED) {
			this.limits.loginFailed(source(call), server);
		}
		return new SmtpMailerAnswer(email, result, call.submitter().test()).answer();
	}

	/**
	 * Whose failed logins are counted together: those of a key, since others may call
	 * from the same address, or of the address if callers need no key.
	 */
	private static String source(ApiCall call) {
		UUID key = call.submitter().key();
		return (key != null) ? key.toString() : call.source();
	}

	private static Map<String, Object> message(String text) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("message", text);
		return body;
	}

	private static ApiAnswer answer(ApiProblem problem) {
		Kind kind = problem.kind();
		int status = switch (kind) {
			case INVALID -> 400;
			case REJECTED -> 403;
			default -> kind.status();
		};
		String field = problem.field();
		return ApiAnswer.of(status, message((field != null) ? field + ": " + problem.detail() : problem.detail()));
	}

}
