package dev.sendpost.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.sendpost.EmailAddress;
import dev.sendpost.EmailTemplate;
import dev.sendpost.audience.Audience;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.audience.Audiences;
import dev.sendpost.campaign.CampaignException.Reason;
import dev.sendpost.template.MailTemplates;
import dev.sendpost.template.RenderedTemplate;
import dev.sendpost.template.TemplateContent;
import dev.sendpost.template.TemplateException;
import dev.sendpost.template.TemplateSource;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a campaign that is to be sent.
 */
final class CampaignRules {

	private final Audiences audiences;

	private final MailTemplates templates;

	private final UnsubscribeOffer unsubscribe;

	CampaignRules(Audiences audiences, MailTemplates templates, UnsubscribeOffer unsubscribe) {
		this.audiences = audiences;
		this.templates = templates;
		this.unsubscribe = unsubscribe;
	}

	/**
	 * Require that there is the list, and the topic if one is set.
	 * @throws CampaignException if there is not
	 */
	void requireAudience(String subAccount, CampaignDetails details) {
		Audience audience = this.audiences.forSubAccount(subAccount);
		if (audience.lists().find(details.list()).isEmpty()) {
			throw new CampaignException(Reason.UNKNOWN, "there is no list " + details.list());
		}
		if (Optional.ofNullable(details.topic())
			.filter((topic) -> audience.topics().find(topic).isEmpty())
			.isPresent()) {
			throw new CampaignException(Reason.UNKNOWN, "there is no topic '" + details.topic() + "'");
		}
	}

	/**
	 * Require that a campaign can be sent.
	 * @throws CampaignException if it cannot
	 */
	void requireReady(String subAccount, CampaignDetails details) {
		requireAudience(subAccount, details);
		if (details.unsubscribeUrl() == null && !this.unsubscribe.offered(subAccount)) {
			throw new CampaignException(Reason.NO_UNSUBSCRIBE,
					"readers of the campaign could not unsubscribe: set the property sendpost.tracking.base-url, or give"
							+ " the campaign an unsubscribe URL of its own, such as"
							+ " https://example.com/unsubscribe/{{contact_id}}");
		}
	}

	/**
	 * What would become of a campaign if it was launched.
	 */
	CampaignCheck check(String subAccount, CampaignDetails details) {
		List<String> objections = new ArrayList<>();
		int members = 0;
		try {
			requireReady(subAccount, details);
		}
		catch (CampaignException ex) {
			objections.add(String.valueOf(ex.getMessage()));
		}
		try {
			members = this.audiences.forSubAccount(subAccount)
				.lists()
				.countMembers(details.list(), details.topic(), CampaignCheck.MAX_COUNTED);
		}
		catch (AudienceException ex) {
			if (objections.isEmpty()) {
				objections.add(String.valueOf(ex.getMessage()));
			}
		}
		return new CampaignCheck(members, objections);
	}

	/**
	 * Fill in what a campaign says.
	 * @throws TemplateException if a variable is missing, or there is no such template
	 */
	CampaignPreview preview(String subAccount, CampaignDetails details, EmailAddress reader, @Nullable Locale locale,
			Map<String, String> variables) {
		CampaignContent content = details.content();
		RenderedTemplate body = (content.template() != null)
				? this.templates.render(subAccount, new EmailTemplate(content.template(), locale), variables)
				: this.templates.preview(TemplateSource.of(new TemplateContent(content.subject(), content.preheader(),
						content.html(), null, content.text())), locale, variables);
		List<String> subjects = new ArrayList<>();
		subjects.add(content.subject().isEmpty() ? body.subject() : subject(content.subject(), variables));
		if (details.subjectTest() != null) {
			details.subjectTest().alternatives().forEach((subject) -> subjects.add(subject(subject, variables)));
		}
		return new CampaignPreview(reader, subjects, body.preheader(), body.html(), body.text());
	}

	private String subject(String subject, Map<String, String> variables) {
		return this.templates.preview(TemplateSource.of(TemplateContent.text(subject, "")), null, variables).subject();
	}

	/**
	 * Require that variables can be filled in. Without any of them, what a campaign says
	 * shows whether they can.
	 * @throws CampaignException if they cannot
	 */
	void requireReadable(CampaignDetails details) {
		CampaignContent content = details.content();
		List<String> subjects = new ArrayList<>(List.of(content.subject()));
		if (details.subjectTest() != null) {
			subjects.addAll(details.subjectTest().alternatives());
		}
		subjects.forEach((subject) -> requireReadable("subject", TemplateContent.text(subject, "")));
		if (content.preheader() != null) {
			requireReadable("preheader", new TemplateContent("", content.preheader(), null, null, ""));
		}
		if (content.html() != null) {
			requireReadable("html", new TemplateContent("", null, content.html(), null, null));
		}
		if (content.text() != null) {
			requireReadable("text", TemplateContent.text("", content.text()));
		}
		if (details.unsubscribeUrl() != null) {
			requireReadable("unsubscribeUrl", TemplateContent.text("", details.unsubscribeUrl()));
		}
	}

	private void requireReadable(String field, TemplateContent content) {
		try {
			this.templates.preview(TemplateSource.of(content), null, Map.of());
		}
		catch (TemplateException ex) {
			if (ex.getReason() == TemplateException.Reason.INVALID) {
				throw CampaignException.invalid(field, String.valueOf(ex.getMessage()));
			}
		}
	}

}
