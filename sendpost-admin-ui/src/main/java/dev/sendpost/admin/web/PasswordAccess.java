package dev.sendpost.admin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Lets in one user by HTTP Basic authentication (RFC 7617), in applications without
 * Spring Security. After some failures nobody is let in from the same address for a
 * while, also not with the right password.
 */
public final class PasswordAccess implements AdminAccess {

	private final byte[] expected;

	private final String username;

	private final boolean readOnly;

	private final LoginThrottle throttle;

	/**
	 * Create it.
	 * @param username the name of the user
	 * @param password the password
	 * @param readOnly whether the user may only look
	 * @param ticker the time that passes
	 */
	public PasswordAccess(String username, String password, boolean readOnly, Ticker ticker) {
		this.expected = digest(username + ":" + password);
		this.username = username;
		this.readOnly = readOnly;
		this.throttle = new LoginThrottle(ticker);
	}

	@Override
	public @Nullable AdminUser user(HttpServletRequest request) {
		String credentials = LoginThrottle.credentials(request);
		if (credentials == null || this.throttle.isShutOut(request)) {
			return null;
		}
		if (MessageDigest.isEqual(this.expected, digest(decoded(credentials)))) {
			return new AdminUser(this.username, this.readOnly);
		}
		this.throttle.failed(request);
		return null;
	}

	private static String decoded(String credentials) {
		try {
			return new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return "";
		}
	}

	/**
	 * Digests are of one length, so that comparing them tells nothing about that of the
	 * password.
	 */
	private static byte[] digest(String credentials) {
		return Digests.sha256(credentials.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (this.throttle.isShutOut(request)) {
			this.throttle.refuse(request, response);
			return;
		}
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"sendpost\", charset=\"UTF-8\"");
		PlainAnswer.write(response, HttpServletResponse.SC_UNAUTHORIZED,
				"Log in with the name and the password of this panel.");
	}

}
