package dev.sendpost.admin.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailBuilder;
import dev.sendpost.EmailRecord;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.MailGatewayException;
import dev.sendpost.Receipt;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.admin.web.AdminAnswer;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.AdminRequest;

import org.springframework.web.util.UriUtils;

/**
 * Sends test mail through one transport, and shows what it answered. It goes the way of
 * all mail: past the policies, so that nobody gets it who must not.
 */
public final class TestMail {

	private static final String TEXT = "This is a test mail. If you can read it, the transport that it was sent through works.\n";

	private final MailGateway gateway;

	private final boolean stored;

	/**
	 * Create it.
	 * @param gateway sends it
	 * @param stored whether it is sent from a store, and so later
	 */
	public TestMail(MailGateway gateway, boolean stored) {
		this.gateway = gateway;
		this.stored = stored;
	}

	/**
	 * Send one.
	 * @param request what was typed
	 * @param transport the name of the transport
	 * @param form the page with the form, if it cannot be sent
	 */
	AdminAnswer send(AdminRequest request, String transport, Supplier<Map<String, Object>> form) {
		Optional<String> to = request.field("to");
		if (to.isEmpty()) {
			return AdminAnswer.mistaken("transport", form.get(), "Say whom to send it to.");
		}
		try {
			EmailBuilder email = Email.builder()
				.to(to.get())
				.subject("Test mail through " + transport)
				.text(TEXT)
				.route(transport);
			request.field("sender").ifPresent(email::from);
			Receipt receipt = this.gateway.send(email.build());
			if (this.stored) {
				return new AdminAnswer.Redirect("/transports/test?name="
						+ UriUtils.encode(transport, StandardCharsets.UTF_8) + "&id=" + receipt.id(), null);
			}
			return AdminAnswer.view("transport-test", model(transport, receipt.outcomes()));
		}
		catch (InvalidEmailException ex) {
			return AdminAnswer.mistaken("transport", form.get(),
					("from".equals(ex.getField()) && request.field("sender").isEmpty())
							? "The application has no sender of its own: say who the test mail is from."
							: String.valueOf(ex.getMessage()));
		}
		catch (MailGatewayException ex) {
			return AdminAnswer.mistaken("transport", form.get(), "It was not sent. " + ex.getMessage());
		}
	}

	/**
	 * Show what came of one.
	 */
	AdminAnswer show(AdminRequest request) {
		EmailRecord email = request.field("id")
			.filter((id) -> this.stored)
			.flatMap(QueuePage::id)
			.flatMap(this.gateway::find)
			.orElseThrow(() -> AdminProblem.notFound("test mail"));
		Map<String, Object> model = model(request.field("name").orElse(""), email.outcomes());
		model.put("email", email);
		model.put("waiting", email.dueAt() != null);
		return AdminAnswer.view("transport-test", model);
	}

	private static Map<String, Object> model(String transport, List<RecipientOutcome> outcomes) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("name", transport);
		model.put("path", TransportRow.path(transport));
		model.put("outcomes", outcomes);
		model.put("waiting", false);
		return model;
	}

}
