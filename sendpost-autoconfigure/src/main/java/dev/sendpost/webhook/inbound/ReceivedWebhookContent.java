package dev.sendpost.webhook.inbound;

import java.util.Map;

/**
 * What a webhook says.
 *
 * @param body its body, octet by octet
 * @param headers the header fields that were kept, which are those that its format reads
 */
public record ReceivedWebhookContent(byte[] body, Map<String, String> headers) {

	/**
	 * Create a content.
	 */
	public ReceivedWebhookContent {
		headers = Map.copyOf(headers);
	}

}
