package dev.sendpost.tracking.mvc;

import java.io.IOException;
import java.io.InputStream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.io.ClassPathResource;
import org.springframework.web.HttpRequestHandler;

/**
 * Answers with the style sheet of the pages.
 */
public final class StylesheetEndpoint implements HttpRequestHandler {

	/** The path segment of the style sheet. */
	public static final String NAME = "style.css";

	/** The style sheet, as seen from a page with a token in its path. */
	static final String BESIDE = "../" + NAME;

	private final byte[] content;

	/**
	 * Create an endpoint.
	 * @throws IOException if the style sheet is not on the class path
	 */
	public StylesheetEndpoint() throws IOException {
		try (InputStream in = new ClassPathResource(NAME, getClass()).getInputStream()) {
			this.content = in.readAllBytes();
		}
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (ReaderPages.refuse(request, response, "GET", "HEAD")) {
			return;
		}
		response.setHeader("Cache-Control", "public, max-age=3600");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setContentType("text/css;charset=UTF-8");
		response.setContentLength(this.content.length);
		response.getOutputStream().write(this.content);
	}

}
