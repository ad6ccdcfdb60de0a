package dev.sendpost.webhook.inbound;

import dev.sendpost.event.DeliveryEvent;
import dev.sendpost.event.ReportScope;
import dev.sendpost.webhook.inbound.format.WebhookFormat;

/**
 * A source whose webhooks are received. Declare a bean, and the webhooks of the source
 * with that name are received at the endpoint and read by its format, whatever format its
 * provider implies.
 *
 * @param name the name of the source, under which it can also be verified
 * @param format reads its webhooks
 * @param scope the messages that it may report on
 */
public record ReceivingSource(String name, WebhookFormat format, ReportScope scope) {

	/**
	 * Create a source.
	 * @throws IllegalArgumentException if it has the name that facts of this application
	 * are recorded under
	 */
	public ReceivingSource {
		if (name.equals(DeliveryEvent.GATEWAY)) {
			throw new IllegalArgumentException("'" + name + "' is what this application itself goes by");
		}
	}

	/**
	 * Create a source that may report on all messages, unless properties of the source
	 * with its name say otherwise.
	 * @param name the name of the source
	 * @param format reads its webhooks
	 * @throws IllegalArgumentException if it has the name that facts of this application
	 * are recorded under
	 */
	public ReceivingSource(String name, WebhookFormat format) {
		this(name, format, ReportScope.ALL);
	}

}
