package dev.sendpost.admin.web;

import java.io.IOException;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.sendpost.subaccount.FailureThrottle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Shuts out the addresses that wrong passwords come from by HTTP Basic authentication
 * (RFC 7617). After some failures nobody is let in with a password from the same address
 * for a while, also not with the right one.
 */
public final class LoginThrottle {

	/** How many failures there may be from one address before it is shut out. */
	static final int MAX_FAILURES = 10;

	/** For how long failures count. */
	static final Duration WINDOW = Duration.ofMinutes(5);

	private static final String BASIC = "Basic ";

	private final FailureThrottle throttle;

	/**
	 * Create a throttle.
	 * @param ticker the time that passes
	 */
	public LoginThrottle(Ticker ticker) {
		this.throttle = new FailureThrottle(ticker, MAX_FAILURES, WINDOW);
	}

	/**
	 * Whether somebody with a name and a password is not let in.
	 * @param request the request
	 * @return whether its address is shut out
	 */
	public boolean isShutOut(HttpServletRequest request) {
		return credentials(request) != null && !this.throttle.shutOut(request.getRemoteAddr()).isZero();
	}

	/**
	 * Count a name and a password that are not right.
	 * @param request the request; without a password it does not count
	 */
	public void failed(HttpServletRequest request) {
		if (credentials(request) != null) {
			this.throttle.failed(request.getRemoteAddr());
		}
	}

	/**
	 * Answer somebody who is shut out.
	 * @param request the request
	 * @param response the answer
	 * @throws IOException if the client went away
	 */
	public void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
		long seconds = Math.max(1, this.throttle.shutOut(request.getRemoteAddr()).toSeconds());
		response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
		PlainAnswer.write(response, 429,
				"Too many wrong passwords came from this address. Try again in " + seconds + " seconds.");
	}

	static @Nullable String credentials(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		return (header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length()))
				? header.substring(BASIC.length()) : null;
	}

}
