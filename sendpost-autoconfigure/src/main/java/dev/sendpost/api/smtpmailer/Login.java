package dev.sendpost.api.smtpmailer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;

import org.springframework.http.HttpHeaders;

/**
 * By what the caller's server lets the caller in: by Basic authentication (RFC 7617), or
 * by the headers {@code email} and {@code password}.
 *
 * @param email the user name
 * @param password the password
 */
record Login(String email, String password) {

	private static final String BASIC = "basic ";

	/**
	 * Read the headers. Nothing of their values is in what is thrown.
	 * @throws ApiProblem if there is no login, or none that a server can be told
	 */
	static Login of(HttpHeaders headers) {
		List<String> authorization = headers.getOrEmpty(HttpHeaders.AUTHORIZATION);
		List<String> email = headers.getOrEmpty("email");
		List<String> password = headers.getOrEmpty("password");
		Login login;
		if (authorization.size() == 1) {
			login = basic(authorization.get(0));
		}
		else if (authorization.isEmpty() && email.size() == 1 && password.size() == 1) {
			login = new Login(email.get(0), password.get(0));
		}
		else {
			throw ApiProblem.of(Kind.UNAUTHENTICATED,
					"the user name and the password for the SMTP server are missing, or there more than once:"
							+ " use Basic authentication, or the headers email and password");
		}
		if (login.email.isEmpty() || login.password.isEmpty()) {
			throw ApiProblem.of(Kind.UNAUTHENTICATED, "the user name or the password for the SMTP server is empty");
		}
		if ((login.email + login.password).chars().anyMatch(Character::isISOControl)) {
			throw ApiProblem.of(Kind.MALFORMED, "the user name or the password for the SMTP server has a control"
					+ " character, such as a line break");
		}
		return login;
	}

	private static Login basic(String authorization) {
		try {
			if (authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
				byte[] octets = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
				String credentials = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
				int colon = credentials.indexOf(':');
				if (colon >= 0) {
					return new Login(credentials.substring(0, colon), credentials.substring(colon + 1));
				}
			}
		}
		catch (IllegalArgumentException | CharacterCodingException ex) {
			// The answer is the same to all that is not Basic authentication.
		}
		throw ApiProblem.of(Kind.MALFORMED,
				"the header Authorization is no Basic authentication: the Base64 of user name, colon and password"
						+ " in UTF-8");
	}

	@Override
	public String toString() {
		return "Login[******]";
	}

}
