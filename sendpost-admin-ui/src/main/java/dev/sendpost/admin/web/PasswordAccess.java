package dev.sendpost.admin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.subaccount.FailureThrottle;
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

	/** How many failures there may be from one address before it is shut out. */
	static final int MAX_FAILURES = 10;

	/** For how long failures count. */
	static final Duration WINDOW = Duration.ofMinutes(5);

	private static final String BASIC = "Basic ";

	private final byte[] expected;

	private final String username;

	private final boolean readOnly;

	private final FailureThrottle throttle;

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
		this.throttle = new FailureThrottle(ticker, MAX_FAILURES, WINDOW);
	}

	@Override
	public @Nullable AdminUser user(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length()) || isShutOut(request)) {
			return null;
		}
		if (MessageDigest.isEqual(this.expected, digest(decoded(header.substring(BASIC.length()))))) {
			return new AdminUser(this.username, this.readOnly);
		}
		this.throttle.failed(request.getRemoteAddr());
		return null;
	}

	private boolean isShutOut(HttpServletRequest request) {
		return !this.throttle.shutOut(request.getRemoteAddr()).isZero();
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
		if (isShutOut(request)) {
			response.setHeader(HttpHeaders.RETRY_AFTER,
					String.valueOf(Math.max(1, this.throttle.shutOut(request.getRemoteAddr()).toSeconds())));
			response.sendError(429);
			return;
		}
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"sendpost\", charset=\"UTF-8\"");
		response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
	}

}
