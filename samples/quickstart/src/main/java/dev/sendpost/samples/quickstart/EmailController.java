package dev.sendpost.samples.quickstart;

import java.util.List;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.MailRejectedException;
import dev.sendpost.MailTemporarilyUnavailableException;
import dev.sendpost.Receipt;
import dev.sendpost.transport.capture.CapturedMailbox;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends mail, and lists what was captured.
 */
@RestController
class EmailController {

	private final MailGateway mailGateway;

	private final CapturedMailbox mailbox;

	EmailController(MailGateway mailGateway, CapturedMailbox mailbox) {
		this.mailGateway = mailGateway;
		this.mailbox = mailbox;
	}

	@PostMapping("/send")
	SendResponse send(@RequestBody SendRequest request) {
		return SendResponse.of(this.mailGateway.send(request.toEmail()));
	}

	@GetMapping("/emails")
	List<CapturedEmailView> emails() {
		return this.mailbox.emails().stream().map(CapturedEmailView::of).toList();
	}

	@DeleteMapping("/emails")
	void clear() {
		this.mailbox.clear();
	}

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

	/**
	 * What {@code POST /send} answers.
	 *
	 * @param id the id of the message
	 * @param status where it stands
	 * @param recipients where it stands for each recipient
	 */
	record SendResponse(String id, String status, List<String> recipients) {

		static SendResponse of(Receipt receipt) {
			return new SendResponse(receipt.id().toString(), receipt.status().name(),
					receipt.outcomes()
						.stream()
						.map((outcome) -> outcome.recipient().address() + ": " + outcome.status())
						.toList());
		}

	}

}
