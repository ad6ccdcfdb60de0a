package dev.sendpost.campaign;

import dev.sendpost.EmailTemplate;
import dev.sendpost.campaign.CampaignException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign says: a subject and bodies, or a stored template. {@code {{name}}}
 * stands for a variable.
 *
 * @param subject the subject, one line; with a template, empty for the template's own
 * @param preheader what mail clients show behind the subject, or {@code null}
 * @param html the HTML body, or {@code null}
 * @param text the text body, or {@code null} if it is derived from the HTML
 * @param template the name of the template, in the place of bodies, or {@code null}. A
 * contact gets it in its language if it has that
 */
public record CampaignContent(String subject, @Nullable String preheader, @Nullable String html, @Nullable String text,
		@Nullable String template) {

	/** How many characters a subject or preheader has at most. */
	public static final int MAX_SUBJECT_LENGTH = 1000;

	/** How many characters a body has at most. */
	public static final int MAX_BODY_LENGTH = 1_000_000;

	/**
	 * Create a content.
	 * @throws CampaignException if there is neither a body nor a template, or both, or a
	 * part is empty, too long, or not on one line
	 */
	public CampaignContent {
		Checks.requireLine("subject", subject, MAX_SUBJECT_LENGTH);
		Checks.requireLine("preheader", preheader, MAX_SUBJECT_LENGTH);
		Checks.requireShort("html", html, MAX_BODY_LENGTH);
		Checks.requireShort("text", text, MAX_BODY_LENGTH);
		boolean body = (html != null && !html.isBlank()) || (text != null && !text.isBlank());
		if (template == null && (!body || subject.isBlank())) {
			throw new CampaignException(Reason.INVALID,
					"a campaign needs a subject and a body (html or text), or a template");
		}
		if (template != null) {
			if (html != null || text != null || preheader != null) {
				throw new CampaignException(Reason.INVALID,
						"a campaign made from a template takes its preheader and bodies from that; leave them out");
			}
			if (template.isBlank() || template.length() > EmailTemplate.MAX_NAME_LENGTH) {
				throw new CampaignException(Reason.INVALID,
						"the name of a template must have 1 to " + EmailTemplate.MAX_NAME_LENGTH + " characters");
			}
			Checks.requireLine("template", template, EmailTemplate.MAX_NAME_LENGTH);
		}
	}

	/**
	 * A content in HTML.
	 * @param subject the subject
	 * @param html the HTML body
	 * @return the content
	 */
	public static CampaignContent html(String subject, String html) {
		return new CampaignContent(subject, null, html, null, null);
	}

	/**
	 * A content in plain text.
	 * @param subject the subject
	 * @param text the text body
	 * @return the content
	 */
	public static CampaignContent text(String subject, String text) {
		return new CampaignContent(subject, null, null, text, null);
	}

	/**
	 * A content made from a stored template, in each contact's language.
	 * @param template the name of the template
	 * @return the content
	 */
	public static CampaignContent template(String template) {
		return new CampaignContent("", null, null, null, template);
	}

	/**
	 * Enough to recognise it in a log, and not all that it says.
	 */
	@Override
	public String toString() {
		return "CampaignContent[subject=" + this.subject + ", template=" + this.template + "]";
	}

}
