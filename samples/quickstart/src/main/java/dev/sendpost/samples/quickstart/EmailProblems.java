package dev.sendpost.samples.quickstart;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGatewayException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.MailTemporarilyUnavailableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Says what is wrong with a request, as RFC 9457 has it.
 */
@RestControllerAdvice
class EmailProblems {

	@ExceptionHandler
	ProblemDetail handle(MailGatewayException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(ex), String.valueOf(ex.getMessage()));
		if (ex instanceof InvalidEmailException invalid) {
			problem.setProperty("field", invalid.getField());
		}
		return problem;
	}

	private static HttpStatus status(MailGatewayException ex) {
		if (ex instanceof InvalidEmailException) {
			return HttpStatus.BAD_REQUEST;
		}
		if (ex instanceof MailRejectedException) {
			return HttpStatus.UNPROCESSABLE_CONTENT;
		}
		return (ex instanceof MailTemporarilyUnavailableException) ? HttpStatus.SERVICE_UNAVAILABLE
				: HttpStatus.INTERNAL_SERVER_ERROR;
	}

	@ExceptionHandler
	ProblemDetail handle(HttpMessageNotReadableException ex) {
		if (ex.getCause() instanceof UnrecognizedPropertyException unknown) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
					unknown.getPropertyName() + ": there is no such field; there are " + unknown.getKnownPropertyIds());
			problem.setProperty("field", unknown.getPropertyName());
			return problem;
		}
		String detail = (ex.getCause() instanceof JacksonException json) ? json.getOriginalMessage()
				: "there is no readable body";
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The body is not what it should be: " + detail);
	}

}
