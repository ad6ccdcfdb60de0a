package dev.sendpost.api.sendry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailPage;
import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.EmailStream;
import dev.sendpost.MailGateway;
import dev.sendpost.RecipientOutcome;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.RenderedTemplate;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateSource;
import org.jspecify.annotations.Nullable;

/**
 * Shows the mail of test keys, which was captured.
 */
final class TestEmailOperations {

	private final MailGateway gateway;

	private final Supplier<MailTemplates> templates;

	TestEmailOperations(MailGateway gateway, Supplier<MailTemplates> templates) {
		this.gateway = gateway;
		this.templates = templates;
	}

	void addTo(ApiRoutes routes) {
		routes.get("/test-emails", this::list).get("/test-emails/{id}", this::find);
	}

	private ApiAnswer list(ApiCall call) {
		EmailPage page = tests(call)
			.search(EmailSearch.all().status(EmailStatus.SENT).after(Page.after(call)).size(Page.size(call)));
		return Page.of(page.emails(), Summary::of, page.next());
	}

	private ApiAnswer find(ApiCall call) {
		MailGateway tests = tests(call);
		UUID id = call.id("id", "test email");
		EmailRecord email = tests.find(id)
			.filter((found) -> found.status() == EmailStatus.SENT)
			.orElseThrow(() -> ApiProblem.notFound("test email", id));
		return ApiAnswer.ok(tests.findContent(id)
			.map((content) -> Captured.of(email, content.to(), content.cc(), bodies(content)))
			.orElseGet(() -> Captured.of(email, recipients(email), List.of(),
					new RenderedTemplate(email.subject(), null, null, null))));
	}

	/**
	 * What the message said once variables were filled in.
	 */
	private RenderedTemplate bodies(Email content) {
		Map<String, @Nullable Object> variables = content.variables();
		return (variables == null) ? new RenderedTemplate(content.subject(), null, content.html(), content.text())
				: this.templates.get()
					.preview(TemplateSource.of(new TemplateContent(content.subject(), content.preheader(),
							content.html(), null, content.text())), null, variables);
	}

	/**
	 * The gateway as a test key of the caller's sub-account would use it.
	 */
	private MailGateway tests(ApiCall call) {
		Submitter submitter = call.submitter();
		return this.gateway
			.forSubmitter(new Submitter(submitter.subAccount(), submitter.wholeAccount(), submitter.key(), true));
	}

	private static List<EmailAddress> recipients(EmailRecord email) {
		return email.outcomes().stream().map(RecipientOutcome::recipient).toList();
	}

	private static List<String> texts(List<EmailAddress> addresses) {
		return addresses.stream().map(EmailAddress::toString).toList();
	}

	private static String type(EmailRecord email) {
		return (email.stream() == EmailStream.BROADCAST) ? "marketing" : "transactional";
	}

	/**
	 * A captured message in a list.
	 *
	 * @param id its id
	 * @param from its sender
	 * @param to its recipients
	 * @param subject its subject
	 * @param messageType what kind of mail it is
	 * @param createdAt when it was accepted
	 */
	record Summary(String id, String from, List<String> to, String subject, String messageType, Instant createdAt) {

		static Summary of(EmailRecord email) {
			return new Summary(email.id().toString(), email.from().toString(), texts(recipients(email)),
					email.subject(), type(email), email.acceptedAt());
		}

	}

	/**
	 * A captured message.
	 *
	 * @param id its id
	 * @param from its sender
	 * @param to its recipients
	 * @param cc those who would have got a copy, or {@code null} if nobody
	 * @param subject its subject
	 * @param html what it says in HTML, or {@code null} if nothing or that is not kept
	 * @param text what it says in plain text, or {@code null} likewise
	 * @param messageType what kind of mail it is
	 * @param createdAt when it was accepted
	 */
	record Captured(String id, String from, List<String> to, @Nullable List<String> cc, String subject,
			@Nullable String html, @Nullable String text, String messageType, Instant createdAt) {

		static Captured of(EmailRecord email, List<EmailAddress> to, List<EmailAddress> cc, RenderedTemplate bodies) {
			return new Captured(email.id().toString(), email.from().toString(), texts(to),
					cc.isEmpty() ? null : texts(cc), bodies.subject(), bodies.html(), bodies.text(), type(email),
					email.acceptedAt());
		}

	}

}
