package dev.sendpost.api.sendry;

import java.util.UUID;
import java.util.function.UnaryOperator;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.campaign.CampaignContent;
import dev.sendpost.campaign.CampaignDetails;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A campaign as clients hand it over. What is not said stays as it is; what may be empty
 * is taken away by {@code null}.
 *
 * @param name its name
 * @param subject the subject; that of the template if there is none
 * @param from the sender; that of the sub-account if there is none
 * @param replyTo where answers go
 * @param previewText what mail clients show behind the subject
 * @param audienceId the id of the audience that gets it
 * @param templateId the id or the name of a template, in the place of bodies
 * @param html the message in HTML
 * @param text the message in plain text
 */
record CampaignBody(@Nullable String name, @Nullable String subject, @Nullable String from, @Nullable JsonNode replyTo,
		@Nullable JsonNode previewText, @Nullable UUID audienceId, @Nullable JsonNode templateId,
		@Nullable JsonNode html, @Nullable JsonNode text) {

	/**
	 * The details of a new campaign.
	 * @param templates gives the name of the template with an id
	 */
	CampaignDetails toDetails(UnaryOperator<String> templates) {
		if (this.name == null) {
			throw ApiProblem.invalid("name", "is missing");
		}
		if (this.audienceId == null) {
			throw ApiProblem.invalid("audience_id", "is missing");
		}
		CampaignContent content = new CampaignContent((this.subject != null) ? this.subject : "",
				text("preview_text", this.previewText), text("html", this.html), text("text", this.text),
				template(templates));
		return addressed(CampaignDetails.of(this.name, this.audienceId, content));
	}

	/**
	 * The details once this is said about them. Bodies replace a template, and a template
	 * replaces bodies.
	 * @param templates gives the name of the template with an id
	 */
	CampaignDetails applyTo(CampaignDetails before, UnaryOperator<String> templates) {
		CampaignContent old = before.content();
		boolean template = isThere(this.templateId);
		boolean body = isThere(this.html) || isThere(this.text);
		CampaignContent content = new CampaignContent((this.subject != null) ? this.subject : old.subject(),
				(this.previewText != null || template) ? text("preview_text", this.previewText) : old.preheader(),
				(this.html != null || template) ? text("html", this.html) : old.html(),
				(this.text != null || template) ? text("text", this.text) : old.text(),
				(this.templateId != null || body) ? template(templates) : old.template());
		return addressed(new CampaignDetails((this.name != null) ? this.name : before.name(),
				(this.audienceId != null) ? this.audienceId : before.list(), before.topic(), before.from(),
				before.replyTo(), content, before.subjectTest(), before.rate(), before.unsubscribeUrl()));
	}

	private CampaignDetails addressed(CampaignDetails details) {
		CampaignDetails sent = (this.from != null) ? details.from(address("from", this.from)) : details;
		if (this.replyTo == null) {
			return sent;
		}
		String answers = text("reply_to", this.replyTo);
		return (answers != null) ? sent.replyTo(address("reply_to", answers)) : sent.replyTo(new EmailAddress[0]);
	}

	private @Nullable String template(UnaryOperator<String> templates) {
		String id = text("template_id", this.templateId);
		return (id != null) ? templates.apply(id) : null;
	}

	private static boolean isThere(@Nullable JsonNode value) {
		return value != null && !value.isNull();
	}

	/**
	 * A text, or {@code null} if that or nothing was said. Only a node tells the two
	 * apart.
	 */
	private static @Nullable String text(String field, @Nullable JsonNode value) {
		if (value == null || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw ApiProblem.invalid(field, "must be a string or null");
		}
		return value.stringValue();
	}

	private static EmailAddress address(String field, String text) {
		try {
			return EmailAddress.parse(text);
		}
		catch (InvalidEmailException ex) {
			throw ApiProblem.invalid(field, ex.getReason());
		}
	}

}
