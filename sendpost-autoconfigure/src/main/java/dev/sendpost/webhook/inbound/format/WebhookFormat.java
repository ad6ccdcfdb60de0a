package dev.sendpost.webhook.inbound.format;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what a provider reports. It is given webhooks whose signature was good, but their
 * content is still somebody else's: it must be read with bounds on memory and time.
 */
public interface WebhookFormat {

	/**
	 * Which header fields it needs beside the body. They are kept with the body until it
	 * is read; none may hold a secret.
	 * @return the names of the fields, none by default
	 */
	default Set<String> headers() {
		return Set.of();
	}

	/**
	 * Read a webhook.
	 * @param body its body
	 * @param headers the first value of each header field asked for that was there, by
	 * its name as asked for
	 * @return the events it reports, in its order. One whose kind is unknown has no
	 * {@link ReportedEvent#meaning() meaning}; none is left out.
	 * @throws UnreadableWebhookException if the body is not what the provider sends
	 */
	List<ReportedEvent> read(byte[] body, Map<String, String> headers);

}
