package dev.sendpost.webhook.inbound.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.sendpost.event.DeliveryEventType;

import org.springframework.core.io.ClassPathResource;

/**
 * A webhook written after what a provider documents, and what it means.
 */
public record WebhookExample(String provider, String name, String meaning, String code, String conclusion,
		boolean automated, String template) {

	private static final List<String> PROVIDERS = List.of("sendpost", "email-api", "sendry", "resend", "mailgun",
			"sendgrid", "ses", "postmark", "mailersend", "brevo", "generic");

	private static final EventMapping GENERIC = new EventMapping("/events", "/kind",
			Map.of("handed-over", DeliveryEventType.SENT, "arrived", DeliveryEventType.DELIVERED, "postponed",
					DeliveryEventType.DEFERRED, "returned", DeliveryEventType.BOUNCED, "moaned",
					DeliveryEventType.COMPLAINED, "seen", DeliveryEventType.OPENED, "followed",
					DeliveryEventType.CLICKED, "left", DeliveryEventType.UNSUBSCRIBED),
			"/uid", "/mail/ref", "/rcpt", "/when", "/code", "/text", "/link");

	public static List<WebhookExample> all() {
		return PROVIDERS.stream().flatMap((provider) -> of(provider).stream()).toList();
	}

	public static List<WebhookExample> of(String provider) {
		try {
			List<String> lines = new ClassPathResource(provider + ".txt", WebhookExample.class)
				.getContentAsString(StandardCharsets.UTF_8)
				.lines()
				.skip(1)
				.toList();
			List<WebhookExample> examples = new ArrayList<>();
			for (int i = 0; i < lines.size(); i += 2) {
				String[] parts = lines.get(i).split(" \\| ");
				examples.add(new WebhookExample(provider, parts[0], parts[1], parts[2], parts[3],
						parts[4].equals("automated"), lines.get(i + 1)));
			}
			return examples;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static WebhookFormat format(String provider) {
		return switch (provider) {
			case "sendpost" -> WebhookFormats.sendPost();
			case "email-api" -> WebhookFormats.emailApi();
			case "sendry" -> WebhookFormats.sendry();
			case "resend" -> WebhookFormats.resend();
			case "mailgun" -> WebhookFormats.mailgun();
			case "sendgrid" -> WebhookFormats.sendGrid();
			case "ses" -> WebhookFormats.ses();
			case "postmark" -> WebhookFormats.postmark();
			case "mailersend" -> WebhookFormats.mailerSend();
			case "brevo" -> WebhookFormats.brevo();
			default -> WebhookFormats.mapped(GENERIC);
		};
	}

	public WebhookFormat format() {
		return format(this.provider);
	}

	/**
	 * The body of a webhook about a message to somebody.
	 */
	public byte[] body(String providerMessageId, String recipient) {
		return this.template.replace("{pid}", providerMessageId)
			.replace("{to}", recipient)
			.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.provider + ": " + this.name;
	}

}
