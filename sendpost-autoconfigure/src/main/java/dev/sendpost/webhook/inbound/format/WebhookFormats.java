package dev.sendpost.webhook.inbound.format;

import tools.jackson.core.JsonPointer;

/**
 * The formats of providers' webhooks.
 */
public final class WebhookFormats {

	private WebhookFormats() {
	}

	/**
	 * SendPost.
	 * @return the format
	 */
	public static WebhookFormat sendPost() {
		return new SendPostFormat();
	}

	/**
	 * The Email API.
	 * @return the format
	 */
	public static WebhookFormat emailApi() {
		return new EmailApiFormat();
	}

	/**
	 * Sendry.
	 * @return the format
	 */
	public static WebhookFormat sendry() {
		return new SendryFormat();
	}

	/**
	 * Resend.
	 * @return the format
	 */
	public static WebhookFormat resend() {
		return new ResendFormat();
	}

	/**
	 * Mailgun.
	 * @return the format
	 */
	public static WebhookFormat mailgun() {
		return new MailgunFormat();
	}

	/**
	 * SendGrid.
	 * @return the format
	 */
	public static WebhookFormat sendGrid() {
		return new SendGridFormat();
	}

	/**
	 * Amazon SES through SNS.
	 * @return the format
	 */
	public static WebhookFormat ses() {
		return new SesFormat();
	}

	/**
	 * Postmark.
	 * @return the format
	 */
	public static WebhookFormat postmark() {
		return new PostmarkFormat();
	}

	/**
	 * MailerSend.
	 * @return the format
	 */
	public static WebhookFormat mailerSend() {
		return new MailerSendFormat();
	}

	/**
	 * Brevo.
	 * @return the format
	 */
	public static WebhookFormat brevo() {
		return new BrevoFormat();
	}

	/**
	 * Any JSON of which a mapping tells where the facts are.
	 * @param mapping the mapping
	 * @return the format
	 */
	public static WebhookFormat mapped(EventMapping mapping) {
		return new MappedFormat(mapping);
	}

	/**
	 * Whether a text is a JSON pointer (RFC 6901).
	 * @param text the text
	 * @return {@code true} if it is empty or begins with a slash
	 */
	public static boolean isPointer(String text) {
		try {
			JsonPointer.compile(text);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
