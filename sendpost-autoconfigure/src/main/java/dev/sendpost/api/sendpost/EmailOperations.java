package dev.sendpost.api.sendpost;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.sendpost.Email;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGateway;
import dev.sendpost.Receipt;
import dev.sendpost.Submitter;
import dev.sendpost.api.ApiAnswer;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiRoutes;
import dev.sendpost.api.BatchReceipts;
import dev.sendpost.api.TemplateNames;
import dev.sendpost.api.sendpost.NewEmail.Recipient;
import dev.sendpost.webhook.outbound.WebhookSubscriber;
import org.jspecify.annotations.Nullable;

/**
 * Sends mail.
 */
final class EmailOperations {

	/** How many recipients a request has at most. The service names no limit. */
	static final int MAX_RECIPIENTS = 1000;

	private final SendPostFeatures features;

	private final TemplateNames templates;

	EmailOperations(SendPostFeatures features) {
		this.features = features;
		this.templates = new TemplateNames(features.templates(), "templateId");
	}

	void addTo(ApiRoutes routes) {
		routes.send("/email/", this::send);
		routes.send("/email/template", this::sendWithTemplate);
	}

	private ApiAnswer send(ApiCall call) {
		NewEmail email = call.bodyOfAnyType(NewEmail.class);
		if (email.template() != null || email.templateId() != null || email.templateVariables() != null
				|| email.dynamicData() != null) {
			throw ApiProblem.invalid("template", "is not known here: send it to /subaccount/email/template");
		}
		return send(SubAccountKey.submitter(call), email, null);
	}

	private ApiAnswer sendWithTemplate(ApiCall call) {
		NewEmail email = call.bodyOfAnyType(NewEmail.class);
		Submitter submitter = SubAccountKey.submitter(call);
		return send(submitter, email, template(email, submitter));
	}

	private String template(NewEmail email, Submitter submitter) {
		if (isSet(email.template())) {
			return Objects.requireNonNull(email.template());
		}
		if (!isSet(email.templateId())) {
			throw ApiProblem.invalid("template", "is missing: name a template, or give its templateId");
		}
		return this.templates.require(submitter, Objects.requireNonNull(email.templateId()));
	}

	private static boolean isSet(@Nullable String value) {
		return value != null && !value.isEmpty();
	}

	private ApiAnswer send(Submitter submitter, NewEmail request, @Nullable String template) {
		List<Recipient> recipients = request.to();
		if (recipients == null || recipients.isEmpty()) {
			throw ApiProblem.invalid("to", "is missing: name at least one recipient");
		}
		if (recipients.size() > MAX_RECIPIENTS) {
			throw ApiProblem.invalid("to",
					"has " + recipients.size() + " recipients; " + MAX_RECIPIENTS + " are possible in one request");
		}
		requireWebhook(submitter, request.webhookEndpoint());
		EmailComposer composer = new EmailComposer(request, this.features.pools().route(request.ippool()), template);
		MailGateway gateway = this.features.gateway().forSubmitter(submitter);
		try {
			return ApiAnswer.ok((recipients.size() == 1) ? List.of(sendOne(gateway, composer, recipients.get(0)))
					: sendAll(gateway, composer, recipients));
		}
		catch (InvalidEmailException ex) {
			throw FieldNames.problem(ex);
		}
	}

	private static SentEmail sendOne(MailGateway gateway, EmailComposer composer, Recipient recipient) {
		Email email = composer.compose("to[0]", recipient);
		return SentEmail.of(email, gateway.send(email));
	}

	/**
	 * Send to each: one that makes no sense does not keep the others from their mail.
	 */
	private static List<SentEmail> sendAll(MailGateway gateway, EmailComposer composer, List<Recipient> recipients) {
		List<Email> emails = new ArrayList<>();
		List<@Nullable SentEmail> refused = new ArrayList<>();
		for (Recipient recipient : recipients) {
			String field = "to[" + refused.size() + "]";
			try {
				emails.add(composer.compose(field, recipient));
				refused.add(null);
			}
			catch (ApiProblem ex) {
				refused.add(SentEmail.refused(recipient.email(), ex.field() + ": " + ex.detail()));
			}
		}
		List<Receipt> receipts = emails.isEmpty() ? List.of() : BatchReceipts.requireSomeTaken(gateway.send(emails));
		List<SentEmail> answers = new ArrayList<>();
		int next = 0;
		for (SentEmail refusal : refused) {
			answers.add((refusal != null) ? refusal : SentEmail.of(emails.get(next), receipts.get(next++)));
		}
		return answers;
	}

	/**
	 * Webhooks hear of all messages; one that is asked for has to be one of these.
	 */
	private void requireWebhook(Submitter submitter, @Nullable String url) {
		if (isSet(url) && this.features.webhooks()
			.get()
			.list()
			.stream()
			.noneMatch((webhook) -> isHeardBy(webhook, submitter) && webhook.settings().url().equals(url))) {
			throw ApiProblem.invalid("webhookEndpoint",
					"must be the URL of a webhook that exists: make one with /account/webhook");
		}
	}

	private static boolean isHeardBy(WebhookSubscriber webhook, Submitter submitter) {
		return webhook.settings().enabled() && (webhook.subAccount() == null || submitter.maySee(webhook.subAccount()));
	}

}
