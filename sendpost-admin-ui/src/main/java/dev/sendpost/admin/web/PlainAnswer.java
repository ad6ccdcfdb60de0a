package dev.sendpost.admin.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers in plain words, where there can be no page of the panel. The error page of the
 * application has no part in it: it may be behind a log-in of its own.
 */
final class PlainAnswer {

	private PlainAnswer() {
	}

	static void write(HttpServletResponse response, int status, String text) throws IOException {
		PanelHeaders.set(response);
		response.setStatus(status);
		response.setContentType("text/plain;charset=UTF-8");
		response.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
	}

}
