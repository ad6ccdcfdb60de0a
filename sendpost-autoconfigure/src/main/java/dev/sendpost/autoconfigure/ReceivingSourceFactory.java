package dev.sendpost.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.sendpost.autoconfigure.WebhookProperties.Mapping;
import dev.sendpost.autoconfigure.WebhookProperties.Source;
import dev.sendpost.event.DeliveryEventType;
import dev.sendpost.event.ReportScope;
import dev.sendpost.webhook.inbound.ReceivingSource;
import dev.sendpost.webhook.inbound.format.EventMapping;
import dev.sendpost.webhook.inbound.format.WebhookFormat;
import dev.sendpost.webhook.inbound.format.WebhookFormats;
import org.jspecify.annotations.Nullable;

/**
 * Makes sources whose webhooks are received from properties, and names the property that
 * is wrong.
 */
final class ReceivingSourceFactory {

	private static final String MEANINGS = "sent, delivered, deferred, bounced, complained, opened, clicked or "
			+ "unsubscribed";

	/** The transports that there are. */
	private final List<String> transports;

	ReceivingSourceFactory(List<String> transports) {
		this.transports = List.copyOf(transports);
	}

	ReceivingSource create(String name, Source source) {
		String property = WebhookSourceFactory.SOURCES + name;
		WebhookFormat format = (source.mapping().type() != null) ? mapped(property, source)
				: format(property, source.provider());
		try {
			return new ReceivingSource(name, format, scope(property, source));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException(property, ex.getMessage(), "Choose another name.");
		}
	}

	/**
	 * Give a source that was declared as a bean the scope that properties say it has, if
	 * they do.
	 */
	ReceivingSource scoped(ReceivingSource bean, Source source) {
		ReportScope scope = scope(WebhookSourceFactory.SOURCES + bean.name(), source);
		return scope.equals(ReportScope.ALL) ? bean : new ReceivingSource(bean.name(), bean.format(), scope);
	}

	private ReportScope scope(String property, Source source) {
		for (String transport : source.transports()) {
			if (!this.transports.contains(transport)) {
				throw new InvalidSendpostPropertyException(property + ".transports",
						"there is no transport '" + transport + "'",
						"Define 'sendpost.transports." + transport + "', or name one of " + this.transports + ".");
			}
		}
		String subAccount = source.subAccount();
		if (subAccount != null && subAccount.isBlank()) {
			throw new InvalidSendpostPropertyException(property + ".sub-account", "it is empty",
					"Set it to the name of a sub-account, or remove it.");
		}
		return new ReportScope(Set.copyOf(source.transports()), subAccount);
	}

	private static WebhookFormat format(String property, @Nullable WebhookProvider provider) {
		if (provider == null) {
			throw new InvalidSendpostPropertyException(property + ".provider", "it is missing",
					"Set it to who sends the webhooks, such as sendgrid, or to generic.");
		}
		return switch (provider) {
			case SENDPOST -> WebhookFormats.sendPost();
			case EMAIL_API -> WebhookFormats.emailApi();
			case SENDRY -> WebhookFormats.sendry();
			case RESEND -> WebhookFormats.resend();
			case MAILGUN -> WebhookFormats.mailgun();
			case SENDGRID -> WebhookFormats.sendGrid();
			case SES -> WebhookFormats.ses();
			case POSTMARK -> WebhookFormats.postmark();
			case MAILERSEND -> WebhookFormats.mailerSend();
			case BREVO -> WebhookFormats.brevo();
			case GENERIC, STANDARD_WEBHOOKS, MANDRILL, POSTAL, LETTERMINT, MAILJET, SPARKPOST ->
				throw new InvalidSendpostPropertyException(property + ".mapping.type",
						"it is missing, and there is no format of its own for " + TransportDefinition.dashed(provider),
						"Say in '" + property + ".mapping' where the facts are in its events, or set '" + property
								+ ".endpoint' to 'false' and receive its webhooks in a controller.");
		};
	}

	private static WebhookFormat mapped(String property, Source source) {
		Mapping mapping = source.mapping();
		String prefix = property + ".mapping.";
		WebhookProvider provider = source.provider();
		if (provider == WebhookProvider.SES || provider == WebhookProvider.MANDRILL) {
			throw new InvalidSendpostPropertyException(prefix + "type",
					"it is set, but the webhooks of " + TransportDefinition.dashed(provider) + " are no plain JSON",
					"Remove it.");
		}
		requirePointer(prefix + "events", mapping.events());
		requirePointer(prefix + "type", mapping.type());
		requirePointer(prefix + "id", mapping.id());
		requirePointer(prefix + "message-id", mapping.messageId());
		requirePointer(prefix + "recipient", mapping.recipient());
		requirePointer(prefix + "occurred-at", mapping.occurredAt());
		requirePointer(prefix + "status-code", mapping.statusCode());
		requirePointer(prefix + "server-text", mapping.serverText());
		requirePointer(prefix + "url", mapping.url());
		if (mapping.messageId() == null) {
			throw new InvalidSendpostPropertyException(prefix + "message-id",
					"it is missing, and without it no event can be matched with a message",
					"Set it to where the id is that the provider gave the e-mail, or its Message-ID.");
		}
		if (mapping.types().isEmpty()) {
			throw new InvalidSendpostPropertyException(prefix + "types", "it is missing, so no event means anything",
					"Say for each of the provider's types whether it means " + MEANINGS + ".");
		}
		return WebhookFormats.mapped(new EventMapping(mapping.events(), String.valueOf(mapping.type()),
				meanings(prefix + "types.", mapping.types()), mapping.id(), mapping.messageId(), mapping.recipient(),
				mapping.occurredAt(), mapping.statusCode(), mapping.serverText(), mapping.url()));
	}

	private static void requirePointer(String property, @Nullable String pointer) {
		if (pointer != null && !WebhookFormats.isPointer(pointer)) {
			throw new InvalidSendpostPropertyException(property, "'" + pointer + "' is no JSON pointer (RFC 6901)",
					"Begin it with a slash, such as /data/type.");
		}
	}

	private static Map<String, DeliveryEventType> meanings(String prefix, Map<String, String> types) {
		Map<String, DeliveryEventType> meanings = new LinkedHashMap<>();
		types.forEach((type, meaning) -> meanings.put(type, switch (meaning.toLowerCase(Locale.ROOT)) {
			case "sent" -> DeliveryEventType.SENT;
			case "delivered" -> DeliveryEventType.DELIVERED;
			case "deferred" -> DeliveryEventType.DEFERRED;
			case "bounced" -> DeliveryEventType.BOUNCED;
			case "complained" -> DeliveryEventType.COMPLAINED;
			case "opened" -> DeliveryEventType.OPENED;
			case "clicked" -> DeliveryEventType.CLICKED;
			case "unsubscribed" -> DeliveryEventType.UNSUBSCRIBED;
			default -> throw new InvalidSendpostPropertyException(prefix + type, "'" + meaning + "' is no meaning",
					"Set it to " + MEANINGS + ".");
		}));
		return meanings;
	}

}
