package dev.sendpost.admin.autoconfigure;

import java.io.IOException;

import dev.sendpost.admin.web.LoginThrottle;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How users of the application log in to the panel.
 */
final class PanelLogin extends OncePerRequestFilter {

	private final LoginThrottle throttle;

	private final AuthenticationEntryPoint entryPoint;

	/**
	 * Create it.
	 * @param throttle shuts out who guesses passwords
	 * @param page where to log in, or {@code null} if by HTTP Basic authentication only
	 */
	PanelLogin(LoginThrottle throttle, @Nullable String page) {
		this.throttle = throttle;
		this.entryPoint = (page != null) ? new LoginUrlAuthenticationEntryPoint(page) : this::challenge;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (this.throttle.isShutOut(request)) {
			this.throttle.refuse(request, response);
			return;
		}
		chain.doFilter(request, response);
	}

	/**
	 * Ask somebody unknown to log in. What asks for a part of a page is no place for
	 * that: the page around it tells that it is not renewed any more.
	 */
	void begin(HttpServletRequest request, HttpServletResponse response, AuthenticationException unknown)
			throws IOException, ServletException {
		if (isPart(request)) {
			response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
			return;
		}
		this.entryPoint.commence(request, response, unknown);
	}

	/**
	 * Ask for a name and a password (RFC 7617), also if they were wrong. The error page
	 * of the application has no part in it: it may be behind another log-in.
	 */
	void challenge(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused) {
		this.throttle.failed(request);
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"sendpost\", charset=\"UTF-8\"");
		response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
	}

	/**
	 * Keeps what somebody asked for who has to log in first: a page, or a form, but no
	 * part of a page, nor a file.
	 */
	static RequestCache requestCache() {
		HttpSessionRequestCache cache = new HttpSessionRequestCache();
		cache.setRequestMatcher((request) -> !isPart(request) && !isFile(request.getContentType()));
		return cache;
	}

	private static boolean isPart(HttpServletRequest request) {
		return "true".equals(request.getHeader("HX-Request"));
	}

	private static boolean isFile(@Nullable String contentType) {
		return contentType != null && !contentType.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
	}

}
