package dev.sendpost.admin.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a change came to over to the page that is shown next.
 */
final class Notices {

	private static final String NAME = "sendpost_notice";

	private static final int MAX_LENGTH = 300;

	private static final int MAX_AGE_SECONDS = 60;

	private Notices() {
	}

	static void put(HttpServletRequest request, HttpServletResponse response, String path, String notice) {
		String text = (notice.length() > MAX_LENGTH) ? notice.substring(0, MAX_LENGTH) : notice;
		response.addCookie(cookie(request, path,
				Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
				MAX_AGE_SECONDS));
	}

	static @Nullable String take(HttpServletRequest request, HttpServletResponse response, String path) {
		Cookie[] cookies = request.getCookies();
		if (cookies == null) {
			return null;
		}
		for (Cookie cookie : cookies) {
			if (cookie.getName().equals(NAME)) {
				response.addCookie(cookie(request, path, "", 0));
				return decoded(cookie.getValue());
			}
		}
		return null;
	}

	private static @Nullable String decoded(String value) {
		try {
			return new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static Cookie cookie(HttpServletRequest request, String path, String value, int maxAge) {
		Cookie cookie = new Cookie(NAME, value);
		cookie.setPath(path);
		cookie.setHttpOnly(true);
		cookie.setSecure(request.isSecure());
		cookie.setAttribute("SameSite", "Strict");
		cookie.setMaxAge(maxAge);
		return cookie;
	}

}
