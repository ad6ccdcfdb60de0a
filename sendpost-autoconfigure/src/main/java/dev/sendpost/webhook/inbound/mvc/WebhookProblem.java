package dev.sendpost.webhook.inbound.mvc;

import java.io.IOException;
import java.util.List;

import dev.sendpost.webhook.inbound.signature.WebhookVerificationException;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;

/**
 * Says why a webhook is refused, by problem details (RFC 9457).
 */
final class WebhookProblem {

	/** What cannot be taken in now may be taken in after as long. */
	private static final String RETRY_AFTER_SECONDS = "60";

	private final ProblemDetail problem;

	private final String detail;

	private final String reason;

	private WebhookProblem(HttpStatus status, String detail, String reason) {
		this.problem = ProblemDetail.forStatusAndDetail(status, detail);
		this.problem.setProperty("reason", reason);
		this.detail = detail;
		this.reason = reason;
	}

	/**
	 * Why it is refused, for people.
	 */
	String detail() {
		return this.detail;
	}

	/**
	 * Why it is refused, for programs.
	 */
	String reason() {
		return this.reason;
	}

	static WebhookProblem of(WebhookVerificationException ex) {
		HttpStatus status = switch (ex.getReason()) {
			case MISSING, AMBIGUOUS, MALFORMED -> HttpStatus.BAD_REQUEST;
			case WRONG_SIGNATURE, TOO_OLD, TOO_NEW, NOT_ALLOWED -> HttpStatus.UNAUTHORIZED;
			case UNAVAILABLE, IN_PROGRESS -> HttpStatus.SERVICE_UNAVAILABLE;
			case REPLAYED -> throw new IllegalArgumentException("What came before is no problem", ex);
		};
		return new WebhookProblem(status, "The webhook is refused: " + ex.getMessage() + ".", ex.getReason().text());
	}

	static WebhookProblem of(WebhookBodyTooLargeException ex) {
		return new WebhookProblem(HttpStatus.CONTENT_TOO_LARGE, "The webhook is refused: " + ex.getMessage() + ".",
				"too-large");
	}

	static WebhookProblem of(WebhookBodyTooSlowException ex) {
		return new WebhookProblem(HttpStatus.REQUEST_TIMEOUT, "The webhook is refused: " + ex.getMessage() + ".",
				"too-slow");
	}

	static WebhookProblem of(TooManyParametersException ex) {
		return new WebhookProblem(HttpStatus.BAD_REQUEST, "The webhook is refused: " + ex.getMessage() + ".",
				"too-many-parameters");
	}

	static WebhookProblem badRequest() {
		return new WebhookProblem(HttpStatus.BAD_REQUEST, "The webhook is refused: its URL is malformed.", "malformed");
	}

	static WebhookProblem methodNotAllowed() {
		return new WebhookProblem(HttpStatus.METHOD_NOT_ALLOWED, "Webhooks are sent by POST.", "method");
	}

	static WebhookProblem unavailable() {
		return new WebhookProblem(HttpStatus.SERVICE_UNAVAILABLE,
				"The webhook cannot be kept at the moment. Please send it again.", "unavailable");
	}

	/**
	 * Write the problem, by the first of some converters that can.
	 */
	void write(HttpServletResponse response, List<HttpMessageConverter<?>> converters) throws IOException {
		try (ServletServerHttpResponse answer = new ServletServerHttpResponse(response)) {
			answer.setStatusCode(HttpStatus.valueOf(this.problem.getStatus()));
			if (this.problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
				answer.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
			}
			for (HttpMessageConverter<?> converter : converters) {
				if (converter.canWrite(ProblemDetail.class, MediaType.APPLICATION_PROBLEM_JSON)) {
					write(converter, answer);
					return;
				}
			}
			answer.flush();
		}
	}

	@SuppressWarnings("unchecked")
	private void write(HttpMessageConverter<?> converter, ServletServerHttpResponse answer) throws IOException {
		((HttpMessageConverter<ProblemDetail>) converter).write(this.problem, MediaType.APPLICATION_PROBLEM_JSON,
				answer);
	}

}
