package dev.sendpost.admin.page.audience;

import java.util.Locale;

import dev.sendpost.InvalidEmailException;
import dev.sendpost.MailGatewayException;
import dev.sendpost.admin.page.FormMistake;
import dev.sendpost.admin.web.AdminHandler;
import dev.sendpost.admin.web.AdminProblem;
import dev.sendpost.admin.web.Confirmation;
import dev.sendpost.audience.AudienceException;
import dev.sendpost.campaign.CampaignException;
import dev.sendpost.template.TemplateException;

/**
 * Says what was wrong with what somebody asked for.
 */
final class Mistakes {

	private Mistakes() {
	}

	/**
	 * A handler whose complaints are shown as problems.
	 */
	static AdminHandler shown(AdminHandler handler) {
		return (request) -> {
			try {
				return handler.handle(request);
			}
			catch (AudienceException | CampaignException | TemplateException ex) {
				throw AdminProblem.refused(text(ex));
			}
		};
	}

	/**
	 * A question whose complaints are shown as problems.
	 */
	static Confirmation.Question asked(Confirmation.Question question) {
		return (request) -> {
			try {
				return question.ask(request);
			}
			catch (AudienceException | CampaignException | TemplateException ex) {
				throw AdminProblem.refused(text(ex));
			}
		};
	}

	/**
	 * Whether somebody can mend what was asked for.
	 */
	static boolean isMistake(RuntimeException ex) {
		return ex instanceof AudienceException || ex instanceof CampaignException || ex instanceof TemplateException
				|| ex instanceof MailGatewayException || ex instanceof FieldMistake || ex instanceof FormMistake;
	}

	/**
	 * What is wrong, as a sentence.
	 * @throws RuntimeException the same, if it is no mistake of a person
	 */
	static String text(RuntimeException ex) {
		if (!isMistake(ex)) {
			throw ex;
		}
		return sentence(
				(ex instanceof InvalidEmailException invalid) ? invalid.getReason() : String.valueOf(ex.getMessage()));
	}

	static String sentence(String text) {
		String begun = text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
		return begun.endsWith(".") ? begun : begun + ".";
	}

	/**
	 * A field of a form has no value that makes sense.
	 */
	static final class FieldMistake extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final String field;

		FieldMistake(String field, String message) {
			super(message, null, false, false);
			this.field = field;
		}

		String field() {
			return this.field;
		}

	}

}
