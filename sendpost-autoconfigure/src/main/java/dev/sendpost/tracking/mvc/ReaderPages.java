package dev.sendpost.tracking.mvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import dev.sendpost.tracking.mvc.ReaderPage.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * Answers with pages that tell nobody about the link that led to them.
 */
public final class ReaderPages {

	private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
			+ " base-uri 'none'; frame-ancestors 'none'";

	private static final String RETRY_AFTER_SECONDS = "60";

	private final @Nullable ReaderPageRenderer renderer;

	private final DefaultReaderPage page;

	/**
	 * Create the pages.
	 * @param renderer writes them, or {@code null} if those that come with sendpost do
	 * @param messages has their texts
	 */
	public ReaderPages(@Nullable ReaderPageRenderer renderer, MessageSource messages) {
		this.renderer = renderer;
		this.page = new DefaultReaderPage(messages);
	}

	void answer(HttpServletRequest request, HttpServletResponse response, ReaderPage content) throws IOException {
		Locale locale = RequestContextUtils.getLocale(request);
		String html = (this.renderer != null) ? this.renderer.render(content, locale) : null;
		protect(response);
		if (html == null) {
			html = this.page.render(content, locale);
			response.setHeader("Content-Language", this.page.language(locale));
		}
		if (content.kind() == Kind.UNAVAILABLE) {
			response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
		}
		byte[] body = html.getBytes(StandardCharsets.UTF_8);
		response.setStatus(content.kind().status());
		response.setContentType("text/html;charset=UTF-8");
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	/**
	 * Refuse a method.
	 * @return whether the request has none of those that are allowed
	 */
	static boolean refuse(HttpServletRequest request, HttpServletResponse response, String... allowed) {
		for (String method : allowed) {
			if (method.equals(request.getMethod())) {
				return false;
			}
		}
		response.setHeader("Allow", String.join(", ", allowed));
		response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
		return true;
	}

	static void protect(HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("Content-Security-Policy", POLICY);
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("X-Frame-Options", "DENY");
		response.setHeader("X-Robots-Tag", "noindex, nofollow");
	}

	/**
	 * The token in the path of a request: its last segment.
	 */
	static String token(HttpServletRequest request) {
		String path = request.getRequestURI();
		return path.substring(path.lastIndexOf('/') + 1);
	}

}
