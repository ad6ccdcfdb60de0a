package dev.sendpost.samples.quickstart;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.sendpost.Email;
import dev.sendpost.EmailSearch;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.transport.capture.CapturedMailbox;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends mail, and lists what became of it.
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
	List<EmailView> emails() {
		Map<UUID, Email> captured = new HashMap<>();
		this.mailbox.emails().forEach((email) -> captured.put(email.id(), email.email()));
		return this.mailGateway.search(EmailSearch.all())
			.emails()
			.stream()
			.map((email) -> EmailView.of(email, captured.get(email.id())))
			.toList();
	}

	/**
	 * What {@code POST /send} answers.
	 *
	 * @param id the id of the message
	 * @param status where it stands
	 * @param recipients where it stands for each recipient
	 */
	record SendResponse(UUID id, String status, List<String> recipients) {

		static SendResponse of(Receipt receipt) {
			return new SendResponse(receipt.id(), receipt.status().name(),
					receipt.outcomes().stream().map(EmailView::describe).toList());
		}

	}

}
