package dev.sendpost.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import dev.sendpost.subaccount.ApiKey;
import dev.sendpost.subaccount.ApiKeyRefusedException;
import dev.sendpost.subaccount.ApiKeyRefusedException.Reason;
import dev.sendpost.subaccount.ApiKeyScope;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.InsufficientScopeException;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.Session;

import org.springframework.dao.DataAccessException;

/**
 * {@code AUTH} (RFC 4954) by the mechanisms PLAIN (RFC 4616) and LOGIN: any user name,
 * and an API key as the password.
 */
final class Authentication {

	private static final int MAX_FAILURES = 3;

	private final ApiKeys keys;

	private final RelayObserver observer;

	Authentication(ApiKeys keys, RelayObserver observer) {
		this.keys = keys;
		this.observer = observer;
	}

	Reply run(String line, Session session, RelayConnection connection) throws IOException, ReplyException {
		if (connection.key != null || connection.transaction != null) {
			throw ReplyException.refused(503, "5.5.1", "AUTH is not possible any more");
		}
		String[] words = line.strip().split(" +");
		String mechanism = (words.length > 1) ? words[1].toUpperCase(Locale.ROOT) : "";
		String initial = (words.length > 2) ? words[2] : null;
		if (words.length > 3 || mechanism.isEmpty()) {
			throw ReplyException.refused(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]");
		}
		String password = switch (mechanism) {
			case "PLAIN" -> plain((initial != null) ? initial : ask("", session));
			case "LOGIN" -> login(initial, session);
			default -> throw ReplyException.refused(504, "5.5.4", "The mechanisms are PLAIN and LOGIN");
		};
		connection.key = authenticate(password, connection);
		connection.presented = password;
		return new Reply(235, "2.7.0", "Authentication successful");
	}

	private static String plain(String response) throws ReplyException {
		String[] parts = decode(response).split("\0", -1);
		if (parts.length != 3) {
			throw ReplyException.refused(501, "5.5.2", "The response is not of the mechanism PLAIN");
		}
		return parts[2];
	}

	private static String login(@Nullable String initial, Session session) throws IOException, ReplyException {
		// Whatever the user is called, the key tells who it is.
		decode((initial != null) ? initial : ask("VXNlcm5hbWU6", session));
		return decode(ask("UGFzc3dvcmQ6", session));
	}

	private static String ask(String challenge, Session session) throws IOException, ReplyException {
		session.sendResponse("334 " + challenge);
		String response = session.getReader().readLine();
		if (response == null || response.equals("*")) {
			throw ReplyException.refused(501, "5.7.0", "The authentication was cancelled");
		}
		return response;
	}

	private static String decode(String response) throws ReplyException {
		try {
			return response.equals("=") ? ""
					: new String(Base64.getDecoder().decode(response.strip()), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw ReplyException.refused(501, "5.5.2", "The response is not base64");
		}
	}

	private ApiKey authenticate(String password, RelayConnection connection) throws ReplyException {
		try {
			ApiKey key = this.keys.authenticate(password, connection.socket().network());
			key.require(ApiKeyScope.SENDING_ACCESS);
			return key;
		}
		catch (ApiKeyRefusedException ex) {
			this.observer.authenticationFailed();
			if (ex.getReason() == Reason.THROTTLED) {
				throw ReplyException.closing(421, "4.7.0", "Authentication failed: " + ex.getMessage());
			}
			throw refused(ex, connection);
		}
		catch (InsufficientScopeException ex) {
			this.observer.authenticationFailed();
			throw refused(ex, connection);
		}
		catch (DataAccessException ex) {
			throw ReplyException.refused(454, "4.7.0", "Keys cannot be checked now, try again later");
		}
	}

	/**
	 * Require that the key of a client is still good: connections may be open for days.
	 */
	void requireStillGood(RelayConnection connection) throws ReplyException {
		if (connection.key == null) {
			return;
		}
		try {
			connection.key = this.keys.authenticate(connection.presented, connection.socket().network());
		}
		catch (ApiKeyRefusedException ex) {
			throw ReplyException.closing(421, "4.7.0", "Authenticate again: " + ex.getMessage());
		}
		catch (DataAccessException ex) {
			throw ReplyException.refused(451, "4.3.0", "Keys cannot be checked now, try again later");
		}
	}

	private static ReplyException refused(RuntimeException ex, RelayConnection connection) {
		String text = "Authentication failed: " + ex.getMessage();
		return (++connection.failures >= MAX_FAILURES) ? ReplyException.closing(421, "4.7.0", text)
				: ReplyException.refused(535, "5.7.8", text);
	}

}
